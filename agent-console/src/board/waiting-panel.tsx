/** Who waits now: the heads of the queues' lines, with the step that each has come to and whom he is for. */

import type { BoardView } from "#protocol/views/board.ts";
import type { WaitingRow } from "#protocol/views/waiting.ts";
import { Link } from "@tanstack/react-router";
import { useFormat } from "../i18n/format.ts";
import { usePhoneWords } from "../i18n/use-phone-words.ts";
import { useT } from "../i18n/use-t.ts";
import { serverNow } from "../live/clock.ts";
import { DataTable, type Column } from "../ui/data-table.tsx";
import { Empty } from "../ui/outcome.tsx";
import { Panel } from "../ui/panel.tsx";
import { mediumIcons } from "./media-panel.tsx";
import { StateMark } from "../ui/state-mark.tsx";
import { Since } from "../ui/ticking.tsx";

export function WaitingPanel({ board }: { readonly board: BoardView }) {
  const t = useT();
  const format = useFormat();
  const phone = usePhoneWords();
  const rows = Object.values(board.waiting);
  const queueName = ({ queue }: WaitingRow) => board.queues[queue]?.name ?? "–";
  const columns: readonly Column<WaitingRow>[] = [
    { key: "queue", title: t("call.queue"), isWideOnly: true, sortBy: queueName, cell: queueName },
    {
      key: "position",
      title: t("waiting.position"),
      hint: t("formula.position"),
      isNumber: true,
      sortBy: ({ position }) => position,
      cell: ({ position }) => format.count(position),
    },
    {
      key: "caller",
      title: t("waiting.caller"),
      cell: ({ id, number, medium }) => (
        <>
          {medium === undefined ? null : (
            <StateMark look="off" icon={mediumIcons[medium]}>
              {t(`medium.${medium}`)}
            </StateMark>
          )}{" "}
          <Link
            to="/dry-run"
            search={{ call: id }}
            className="cb-link cb-figure"
            title={t("nav.dryRun")}
            aria-label={t("waiting.whoTakes", { caller: number === undefined ? t("pop.withheld") : phone(number) })}
          >
            {number === undefined ? t("pop.withheld") : phone(number)}
          </Link>
        </>
      ),
    },
    {
      key: "waited",
      title: t("waiting.waited"),
      isNumber: true,
      sortBy: ({ since }) => serverNow() - since,
      cell: ({ since }) => <Since instant={since} />,
    },
    {
      key: "priority",
      title: t("waiting.priority"),
      isNumber: true,
      isWideOnly: true,
      sortBy: ({ priority }) => priority,
      cell: ({ priority }) => format.count(priority),
    },
    { key: "step", title: t("waiting.step"), cell: (row) => <Step row={row} /> },
  ];
  const hidden = board.tiles.waiting - rows.filter(({ medium }) => medium === undefined).length;
  return (
    <Panel title={t("waiting.title")} isFlush>
      {rows.length === 0 ? (
        <Empty title={t("waiting.none")} />
      ) : (
        <DataTable
          label={t("waiting.title")}
          columns={columns}
          rows={rows}
          rowKey={({ id }) => id}
          first={{ key: "waited", isDown: true }}
        />
      )}
      {hidden > 0 ? (
        <p className="cb-sentences cb-dim" style={{ padding: "0 0.8rem" }}>
          {t("waiting.more", { count: hidden })}
        </p>
      ) : null}
    </Panel>
  );
}

/** Whose phone rings, else who is waited for by name, else the relaxation step. */
function Step({ row: { alerting, particular, relaxedTo } }: { readonly row: WaitingRow }) {
  const t = useT();
  return (
    <>
      {alerting.length === 0 ? null : (
        <StateMark look="ringing">{t("waiting.rings", { names: alerting.join(", ") })}</StateMark>
      )}{" "}
      {particular === undefined ? null : (
        <StateMark look="accent">{t("waiting.for", { names: particular.agents.join(", ") })}</StateMark>
      )}{" "}
      {relaxedTo ?? (particular === undefined && alerting.length === 0 ? t("waiting.noStep") : null)}
    </>
  );
}
