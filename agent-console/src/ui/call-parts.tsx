/** The inside of a call record: decisions, segments, legs. */

import type { CallRecord } from "#protocol/api/calls.ts";
import { clockText, useFormat } from "../i18n/format.ts";
import { usePhoneWords } from "../i18n/use-phone-words.ts";
import { useT } from "../i18n/use-t.ts";
import { codeWord } from "./code-words.ts";
import { DataTable } from "./data-table.tsx";
import { Empty } from "./outcome.tsx";
import { Panel } from "./panel.tsx";

export function CallParts({ call }: { readonly call: CallRecord }) {
  return (
    <>
      <Decisions call={call} />
      <Segments call={call} />
      <Legs call={call} />
    </>
  );
}

function Decisions({ call }: { readonly call: CallRecord }) {
  const t = useT();
  const format = useFormat();
  return (
    <Panel title={t("decision.title")} isFlush>
      {call.decisions.length === 0 ? (
        <Empty title={t("decision.none")} />
      ) : (
        <ul className="cb-rows">
          {call.decisions.map((decision) => (
            <li key={`${decision.at} ${decision.agent}`}>
              <span className="cb-figure cb-dim">{format.time(decision.at)}</span> <strong>{decision.agent}</strong>{" "}
              {decision.outcome === undefined ? null : `· ${codeWord(t, "outcome", decision.outcome)}`}
              <div>{codeWord(t, "rule", decision.rule)}</div>
              {decision.passedOver.length === 0 ? null : (
                <div className="cb-dim">
                  {t("decision.passedOver")}{" "}
                  {decision.passedOver
                    .map(({ agent, reason }) => `${agent} (${codeWord(t, "passedOver", reason)})`)
                    .join(", ")}
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Segments({ call }: { readonly call: CallRecord }) {
  const t = useT();
  const format = useFormat();
  return (
    <Panel title={t("segment.title")} isFlush>
      <DataTable
        label={t("segment.title")}
        rows={call.segments}
        rowKey={({ ordinal }) => String(ordinal)}
        columns={[
          { key: "kind", title: t("segment.kind"), cell: ({ kind }) => codeWord(t, "segment", kind) },
          { key: "where", title: t("segment.where"), cell: ({ queue, agent }) => queue ?? agent ?? "–" },
          { key: "start", title: t("segment.start"), isNumber: true, cell: ({ startedAt }) => format.time(startedAt) },
          {
            key: "length",
            title: t("segment.length"),
            isNumber: true,
            cell: ({ startedAt, endedAt }) => (endedAt === undefined ? "–" : clockText(endedAt - startedAt)),
          },
          {
            key: "outcome",
            title: t("call.outcome"),
            isWideOnly: true,
            cell: ({ outcome }) => (outcome === undefined ? "–" : codeWord(t, "outcome", outcome)),
          },
        ]}
      />
    </Panel>
  );
}

function Legs({ call }: { readonly call: CallRecord }) {
  const t = useT();
  const phone = usePhoneWords();
  const format = useFormat();
  return (
    <Panel title={t("leg.title")} isFlush>
      <DataTable
        label={t("leg.title")}
        rows={call.legs}
        rowKey={({ id }) => id}
        columns={[
          { key: "role", title: t("leg.role"), cell: ({ role }) => codeWord(t, "legRole", role) },
          {
            key: "who",
            title: t("call.who"),
            cell: ({ agent, remote }) => agent ?? (remote === undefined ? "–" : phone(remote)),
          },
          {
            key: "created",
            title: t("leg.created"),
            isNumber: true,
            isWideOnly: true,
            cell: ({ createdAt }) => format.time(createdAt),
          },
          {
            key: "answered",
            title: t("leg.answered"),
            isNumber: true,
            cell: ({ answeredAt }) => (answeredAt === undefined ? "–" : format.time(answeredAt)),
          },
          {
            key: "ended",
            title: t("leg.ended"),
            isNumber: true,
            cell: ({ endedAt }) => (endedAt === undefined ? "–" : format.time(endedAt)),
          },
          {
            key: "cause",
            title: t("leg.cause"),
            isWideOnly: true,
            cell: ({ cause, sipStatus }) => [cause, sipStatus].filter((part) => part !== undefined).join(" · "),
          },
          { key: "node", title: t("leg.node"), isWideOnly: true, cell: ({ node }) => node },
        ]}
      />
    </Panel>
  );
}
