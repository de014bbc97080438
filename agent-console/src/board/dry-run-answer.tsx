/** The answer of a dry run: who would be rung and why, what becomes easier when, and how every agent stands. */

import { listQueues } from "#protocol/api/admin.ts";
import type { DryRunView } from "#protocol/api/dry-run.ts";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { reading } from "../api/queries.ts";
import { usePresenceWord } from "../desk/agent-state.ts";
import { clockText, useFormat } from "../i18n/format.ts";
import { useT } from "../i18n/use-t.ts";
import { DataTable } from "../ui/data-table.tsx";
import { wouldBecauseWords } from "../ui/decision-words.ts";
import { Empty } from "../ui/outcome.tsx";
import { Panel } from "../ui/panel.tsx";
import { StateMark } from "../ui/state-mark.tsx";
import { overflowWords } from "./overflow-words.ts";
import { standingLook, standingWords, stepWords } from "./standing-words.ts";

export function DryRunAnswer({ answer }: { readonly answer: DryRunView }) {
  const t = useT();
  return (
    <div className="cb-stack" aria-live="polite">
      <Panel title={t("dryRun.answer")}>
        <Verdict answer={answer} />
      </Panel>
      {answer.overflow.length === 0 ? null : (
        <Panel title={t("dryRun.overflow")} isFlush>
          <Overflow rules={answer.overflow} />
        </Panel>
      )}
      <Panel title={t("dryRun.steps")} isFlush>
        {answer.steps.length === 0 ? (
          <Empty title={t("dryRun.noSteps")} />
        ) : (
          <ol className="cb-rows">
            {answer.steps.map((step, index) => (
              <li key={index}>
                <span className="cb-figure">+{clockText(step.at - answer.enteredAt)}</span> {stepWords(t, step)}
              </li>
            ))}
          </ol>
        )}
      </Panel>
      <Panel title={t("board.agents")} isFlush>
        <div className="cb-wrapping">
          <Agents answer={answer} />
        </div>
      </Panel>
    </div>
  );
}

/** What would take him out now, whoever is free. */
function Overflow({ rules }: { readonly rules: DryRunView["overflow"] }) {
  const t = useT();
  const { data: queues = [] } = useQuery(reading(listQueues, {}));
  const nameOf = (id: string) => queues.find((queue) => queue.id === id)?.name ?? id;
  return (
    <>
      <ol className="cb-rows">
        {rules.map((rule, index) => (
          <li key={index}>
            <StateMark look="paused">{t("overflow.when")}</StateMark> {overflowWords(t, rule, nameOf)}
          </li>
        ))}
      </ol>
      <p className="cb-sentences cb-dim" style={{ padding: "0 0.8rem" }}>
        {t("dryRun.overflowRule")}
      </p>
    </>
  );
}

function Verdict({ answer }: { readonly answer: DryRunView }) {
  const t = useT();
  const format = useFormat();
  const { chosen, obstacle, alerting, particular, position, waiting, priority, relaxedTo, queue, at } = answer;
  const names = (all: readonly { readonly name: string }[]) => all.map(({ name }) => name).join(", ");
  return (
    <>
      {chosen === undefined ? (
        <StateMark look="paused">{t("dryRun.nobody")}</StateMark>
      ) : (
        <>
          <StateMark look="ready">{t("dryRun.chosen", { name: chosen.name })}</StateMark>
          <p className="cb-sentences">{wouldBecauseWords(t, chosen.rule, chosen.eligible)}</p>
        </>
      )}
      {obstacle === undefined ? null : (
        <p className="cb-sentences cb-state-text" data-look="fault">
          <IconAlertTriangle size={14} aria-hidden /> {t(`obstacle.${obstacle}`, { names: names(alerting) })}
        </p>
      )}
      <p className="cb-sentences cb-dim">
        {[
          queue.name,
          t("dryRun.place", { position: format.count(position), count: waiting }),
          t("visit.priority", { priority }),
          relaxedTo === undefined ? undefined : t("dryRun.step", { name: relaxedTo }),
          particular.length === 0 ? undefined : t("dryRun.first", { names: names(particular) }),
        ]
          .filter((part) => part !== undefined)
          .join(" · ")}
      </p>
      <p className="cb-sentences cb-dim">{t("dryRun.at", { time: format.full(at) })}</p>
    </>
  );
}

function Agents({ answer }: { readonly answer: DryRunView }) {
  const t = useT();
  const format = useFormat();
  const presence = usePresenceWord();
  if (answer.agents.length === 0) return <Empty title={t("board.noAgents")} />;
  const all = Object.values(answer.standings).reduce((sum, count) => sum + count, 0);
  return (
    <>
      <DataTable
        label={t("board.agents")}
        rows={answer.agents}
        rowKey={({ id }) => id}
        columns={[
          { key: "name", title: t("agent.name"), cell: ({ name }) => <strong>{name}</strong> },
          {
            key: "standing",
            title: t("dryRun.standing"),
            cell: ({ standing }) => (
              <StateMark look={standingLook(standing)}>{standingWords(t, standing, presence, answer.at)}</StateMark>
            ),
          },
          {
            key: "before",
            title: t("dryRun.before"),
            hint: t("formula.before"),
            isNumber: true,
            isWideOnly: true,
            cell: ({ before }) => (before === undefined ? "–" : format.count(before)),
          },
        ]}
      />
      {all > answer.agents.length ? (
        <p className="cb-sentences cb-dim" style={{ padding: "0 0.8rem" }}>
          {t("dryRun.more", { count: all - answer.agents.length })}
        </p>
      ) : null}
    </>
  );
}
