/** One call in full: the figures, its stretches, its legs, and why each agent was chosen. */

import { readCall, type CallRecord } from "#protocol/api/calls.ts";
import { Button } from "@mantine/core";
import { IconPhone } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { reading } from "../api/queries.ts";
import { hasRole, useMe } from "../api/session.ts";
import { useDial } from "../desk/dial.ts";
import { useDispositionWord } from "../desk/history-panels.tsx";
import { CallParts } from "../ui/call-parts.tsx";
import { useEndReasonWord } from "../ui/end-reason.ts";
import { clockText, useFormat } from "../i18n/format.ts";
import { usePhoneWords } from "../i18n/use-phone-words.ts";
import { useT } from "../i18n/use-t.ts";
import { NumberLink } from "../ui/number-link.tsx";
import { Shown } from "../ui/outcome.tsx";
import { PageHead, Panel } from "../ui/panel.tsx";
import { Tile } from "../ui/tile.tsx";

const RUNNING_REREAD_MS = 5_000;

export function CallPage() {
  const { id } = useParams({ from: "/signedIn/calls/$id" });
  const read = useQuery({
    ...reading(readCall, { params: { id } }),
    refetchInterval: ({ state }) =>
      state.data !== undefined && state.data.endedAt === undefined ? RUNNING_REREAD_MS : false,
  });
  return <div className="cb-page">{<Shown read={read}>{(call) => <CallDetail call={call} />}</Shown>}</div>;
}

function CallDetail({ call }: { readonly call: CallRecord }) {
  const t = useT();
  const format = useFormat();
  const dial = useDial();
  const disposition = useDispositionWord();
  const endReason = useEndReasonWord();
  const isAgent = hasRole(useMe(), "agent");
  const phone = usePhoneWords();
  const other = call.direction === "inbound" ? call.from : call.to;
  return (
    <>
      <PageHead title={call.contactName ?? (other === undefined ? t("pop.withheld") : phone(other))}>
        {isAgent && other !== undefined ? (
          <Button leftSection={<IconPhone size={14} aria-hidden />} onClick={() => void dial(other, call.contact)}>
            {t("call.redial")}
          </Button>
        ) : null}
      </PageHead>
      <div className="cb-stack">
        <dl className="cb-tiles" style={{ margin: 0 }}>
          <Tile title={t("call.wait")}>{clockText(call.waitMs)}</Tile>
          <Tile title={t("call.talk")}>{clockText(call.talkMs)}</Tile>
          <Tile title={t("call.holdTime")}>{clockText(call.holdMs)}</Tile>
          <Tile title={t("wrapUp.title")}>{clockText(call.wrapUpMs)}</Tile>
        </dl>
        <Panel title={t("call.facts")}>
          <dl className="cb-facts">
            <dt>{t("call.when")}</dt>
            <dd>
              {format.full(call.startedAt)}
              {call.endedAt === undefined ? ` · ${t("call.running")}` : null}
            </dd>
            <dt>{t("call.direction")}</dt>
            <dd>{t(`direction.${call.direction}`)}</dd>
            <dt>{t("call.number")}</dt>
            <dd>{other === undefined ? t("pop.withheld") : <NumberLink number={other} contact={call.contact} />}</dd>
            {call.contact === undefined ? null : (
              <>
                <dt>{t("contact.one")}</dt>
                <dd>
                  <Link to="/contacts/$id" params={{ id: call.contact }} className="cb-link">
                    {call.contactName ?? t("contact.open")}
                  </Link>
                </dd>
              </>
            )}
            <dt>{t("call.queue")}</dt>
            <dd>{call.queue ?? "–"}</dd>
            <dt>{t("call.agent")}</dt>
            <dd>{call.agent ?? "–"}</dd>
            <dt>{t("call.endReason")}</dt>
            <dd>{call.endReason === undefined ? "–" : endReason(call.endReason)}</dd>
            <dt>{t("disposition.label")}</dt>
            <dd>{call.disposition === undefined ? "–" : disposition(call.disposition)}</dd>
            <dt>{t("note.label")}</dt>
            <dd style={{ whiteSpace: "pre-wrap" }}>{call.note === undefined || call.note === "" ? "–" : call.note}</dd>
            {call.flow === undefined ? null : (
              <>
                <dt>{t("call.flow")}</dt>
                <dd>
                  {call.flow} {call.flowVersion === undefined ? null : t("flow.version", { version: call.flowVersion })}
                </dd>
                <dt>{t("call.path")}</dt>
                <dd>
                  {call.path.map(({ node, exit }) => (exit === undefined ? node : `${node} (${exit})`)).join(" › ")}
                </dd>
              </>
            )}
            {call.values.map(({ name, label, value }) => (
              <ValuePair key={name} label={label} value={value} />
            ))}
          </dl>
        </Panel>
        <CallParts call={call} />
      </div>
    </>
  );
}

function ValuePair({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd className="cb-figure">{value}</dd>
    </>
  );
}
