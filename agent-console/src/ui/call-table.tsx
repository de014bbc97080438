/** Rows of call records, the same in "my calls", in a contact's history and in the supervisor's list. */

import type { CallRow } from "#protocol/api/calls.ts";
import { IconPhoneX } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { DirectionMark, useDispositionWord } from "../desk/history-panels.tsx";
import { clockText, useFormat } from "../i18n/format.ts";
import { useT } from "../i18n/use-t.ts";
import { DataTable, type Column } from "./data-table.tsx";
import { NumberLink } from "./number-link.tsx";
import { useEndReasonWord } from "./end-reason.ts";
import { StateMark } from "./state-mark.tsx";

interface Props {
  readonly calls: readonly CallRow[];
  readonly withAgent: boolean;
}

export function CallTable({ calls, withAgent }: Props) {
  const t = useT();
  const format = useFormat();
  const disposition = useDispositionWord();
  const endReason = useEndReasonWord();
  const other = (call: CallRow) => (call.direction === "inbound" ? call.from : call.to);
  const agent: Column<CallRow> = {
    key: "agent",
    title: t("call.agent"),
    isWideOnly: true,
    cell: (call) => call.agent ?? "–",
  };
  const columns: readonly Column<CallRow>[] = [
    {
      key: "startedAt",
      title: t("call.when"),
      cell: (call) => (
        <span style={{ display: "inline-flex", gap: 6, alignItems: "center", whiteSpace: "nowrap" }}>
          <DirectionMark direction={call.direction} />
          <Link to="/calls/$id" params={{ id: call.id }} className="cb-link">
            {format.dayTime(call.startedAt)}
          </Link>
        </span>
      ),
    },
    {
      key: "who",
      title: t("call.who"),
      cell: (call) => {
        const number = other(call);
        return (
          <>
            {call.contact === undefined ? null : (
              <Link to="/contacts/$id" params={{ id: call.contact }} className="cb-plain-link">
                {call.contactName ?? t("contact.open")}
              </Link>
            )}{" "}
            {number === undefined ? (
              <span className="cb-dim">{t("pop.withheld")}</span>
            ) : (
              <NumberLink number={number} contact={call.contact} />
            )}
          </>
        );
      },
    },
    { key: "queue", title: t("call.queue"), isWideOnly: true, cell: (call) => call.queue ?? "–" },
    ...(withAgent ? [agent] : []),
    { key: "wait", title: t("call.wait"), isNumber: true, isWideOnly: true, cell: (call) => clockText(call.waitMs) },
    { key: "talk", title: t("call.talk"), isNumber: true, cell: (call) => clockText(call.talkMs) },
    {
      key: "outcome",
      title: t("call.outcome"),
      cell: (call) =>
        call.wasMissed === true ? (
          <StateMark look="paused" icon={IconPhoneX}>
            {t("call.missedIt")}
          </StateMark>
        ) : call.disposition === undefined ? (
          <span className="cb-dim">{call.endReason === undefined ? t("call.running") : endReason(call.endReason)}</span>
        ) : (
          disposition(call.disposition)
        ),
    },
    {
      key: "note",
      title: t("note.label"),
      isWideOnly: true,
      cell: (call) => (
        <div className="cb-truncate" style={{ maxWidth: 260 }} title={call.note}>
          {call.note}
        </div>
      ),
    },
  ];
  return <DataTable label={t("calls.title")} columns={columns} rows={calls} rowKey={({ id }) => id} />;
}
