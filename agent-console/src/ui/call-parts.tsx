/** The inside of a call record: segments with their steps, legs; decisions are in a file of their own. */

import type { CallRecord } from "#protocol/api/calls.ts";
import { clockText, useFormat } from "../i18n/format.ts";
import { usePhoneWords } from "../i18n/use-phone-words.ts";
import { useT } from "../i18n/use-t.ts";
import { codeWord } from "./code-words.ts";
import { DataTable } from "./data-table.tsx";
import { Decisions } from "./decisions.tsx";
import { changeWords, particularWords, wordOf } from "./decision-words.ts";
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
          { key: "kind", title: t("segment.kind"), cell: (segment) => <SegmentKind segment={segment} /> },
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
            cell: (segment) => <SegmentOutcome segment={segment} />,
          },
        ]}
      />
    </Panel>
  );
}

/** Of a visit that flowed out also why, and where a rule of the queue sent the caller. */
function SegmentOutcome({ segment }: { readonly segment: CallRecord["segments"][number] }) {
  const t = useT();
  const { outcome, flowOut, overflowTo } = segment;
  if (outcome === undefined) return "–";
  return [
    codeWord(t, "outcome", outcome),
    ...(flowOut === undefined ? [] : [codeWord(t, "flowOut", flowOut)]),
    ...(overflowTo === undefined ? [] : [codeWord(t, "overflowTo", overflowTo)]),
  ].join(" · ");
}

/** A visit to a queue also tells with what it began and how it became easier, with the time waited until then. */
function SegmentKind({ segment }: { readonly segment: CallRecord["segments"][number] }) {
  const t = useT();
  const { kind, priority, rules = [], particular, changes = [], startedAt } = segment;
  const began = [
    priority === undefined ? undefined : t("visit.priority", { priority }),
    rules.length === 0 ? undefined : t("visit.rules", { names: rules.join(", ") }),
    particular === undefined
      ? undefined
      : t("visit.particular", {
          names: particular.agents.join(", "),
          why: wordOf(t, particularWords, particular.why),
        }),
  ].filter((part) => part !== undefined);
  return (
    <>
      {codeWord(t, "segment", kind)}
      {began.length === 0 ? null : <div className="cb-dim">{began.join(" · ")}</div>}
      {changes.length === 0 ? null : (
        <ol className="cb-steps">
          {changes.map((change, index) => (
            <li key={index}>
              <span className="cb-figure">+{clockText(change.at - startedAt)}</span> {changeWords(t, change)}
            </li>
          ))}
        </ol>
      )}
    </>
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
            cell: ({ agent, remote, replaces }) => {
              const who = agent ?? (remote === undefined ? "–" : phone(remote));
              return replaces === undefined ? who : t("leg.tookOver", { who });
            },
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
