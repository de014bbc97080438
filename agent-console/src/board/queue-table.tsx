/** One row a queue; the service level carries its goal, its word and its formula. */

import type { BoardView, QueueRow } from "#protocol/views/board.ts";
import type { ExpectedWaitView } from "#protocol/views/expected-wait.ts";
import { Link } from "@tanstack/react-router";
import { clockText, useFormat } from "../i18n/format.ts";
import { useT } from "../i18n/use-t.ts";
import { useNow } from "../live/clock.ts";
import { DataTable, type Column } from "../ui/data-table.tsx";
import { Empty } from "../ui/outcome.tsx";
import { StateMark, type Look } from "../ui/state-mark.tsx";
import { Since } from "../ui/ticking.tsx";
import { EmergencySwitch } from "./emergency-switch.tsx";
import { abandonedShare, averageWaitMs, goalVerdict, type GoalVerdict } from "./figures.ts";

const looks: Readonly<Record<GoalVerdict, Look>> = { above: "ready", near: "paused", below: "fault" };

export function QueueTable({ board }: { readonly board: BoardView }) {
  const t = useT();
  const format = useFormat();
  const rows = Object.values(board.queues);
  if (rows.length === 0) return <Empty title={t("queues.none")} />;
  const columns: readonly Column<QueueRow>[] = [
    { key: "name", title: t("queue.name"), cell: (queue) => <QueueName queue={queue} />, sortBy: ({ name }) => name },
    {
      key: "waiting",
      title: t("queue.waiting"),
      isNumber: true,
      hint: t("formula.waiting"),
      sortBy: ({ waiting }) => waiting,
      cell: ({ waiting }) => (waiting === 0 ? "0" : <StateMark look="ringing">{format.count(waiting)}</StateMark>),
    },
    {
      key: "longest",
      title: t("queue.longest"),
      isNumber: true,
      isWideOnly: true,
      hint: t("formula.longest"),
      sortBy: ({ longestSince }) => -(longestSince ?? Number.MAX_SAFE_INTEGER),
      cell: (queue) => <LongestWait queue={queue} />,
    },
    {
      key: "expectedWait",
      title: t("queue.expectedWait"),
      isNumber: true,
      hint: t("formula.expectedWait"),
      sortBy: ({ expectedWait }) => expectedWait?.expectedMs ?? -1,
      cell: ({ expectedWait }) => <ExpectedWait wait={expectedWait} />,
    },
    {
      key: "serviceLevel",
      title: t("queue.serviceLevel"),
      hint: t("formula.serviceLevel", { formula: board.serviceLevelFormula }),
      sortBy: ({ serviceLevel }) => serviceLevel ?? -1,
      cell: (queue) => <ServiceLevel queue={queue} formula={board.serviceLevelFormula} />,
    },
    {
      key: "agents",
      title: t("queue.agents"),
      isNumber: true,
      hint: t("formula.agents"),
      sortBy: ({ ready }) => ready,
      cell: ({ ready, staffed }) => `${format.count(ready)} / ${format.count(staffed)}`,
    },
    {
      key: "busy",
      title: t("queue.talkingWrapUp"),
      isNumber: true,
      isWideOnly: true,
      hint: `${t("formula.talking")}. ${t("formula.wrapUp")}.`,
      sortBy: ({ talking, wrapUp }) => talking + wrapUp,
      cell: ({ talking, wrapUp }) => `${format.count(talking)} / ${format.count(wrapUp)}`,
    },
    {
      key: "answered",
      title: t("queue.answeredOffered"),
      isNumber: true,
      isWideOnly: true,
      hint: t("formula.answeredOffered"),
      sortBy: ({ counts }) => counts.answered,
      cell: ({ counts }) => `${format.count(counts.answered)} / ${format.count(counts.offered)}`,
    },
    {
      key: "abandoned",
      title: t("queue.abandoned"),
      isNumber: true,
      isWideOnly: true,
      hint: t("formula.abandoned"),
      sortBy: ({ counts }) => abandonedShare(counts) ?? -1,
      cell: ({ counts }) => {
        const share = abandonedShare(counts);
        return share === undefined ? "–" : `${format.count(counts.abandoned)} · ${format.percent(share)}`;
      },
    },
    {
      key: "callbacks",
      title: t("queue.callbacks"),
      isNumber: true,
      isWideOnly: true,
      hint: t("formula.callbacks"),
      sortBy: ({ callbacks = 0 }) => callbacks,
      cell: ({ callbacks = 0, counts }) => `${format.count(callbacks)} / ${format.count(counts.callbackAccepted)}`,
    },
    {
      key: "flowedOut",
      title: t("queue.flowedOut"),
      isNumber: true,
      isWideOnly: true,
      hint: t("formula.flowedOut"),
      sortBy: ({ counts }) => counts.flowedOut,
      cell: ({ counts }) => format.count(counts.flowedOut),
    },
    {
      key: "asa",
      title: t("queue.asa"),
      isNumber: true,
      isWideOnly: true,
      hint: t("formula.asa"),
      sortBy: ({ counts }) => averageWaitMs(counts) ?? -1,
      cell: ({ counts }) => {
        const average = averageWaitMs(counts);
        return average === undefined ? "–" : clockText(average);
      },
    },
  ];
  return (
    <DataTable
      label={t("queues.title")}
      columns={columns}
      rows={rows}
      rowKey={({ id }) => id}
      first={{ key: "waiting", isDown: true }}
      isDense
    />
  );
}

/** Leads to who would take the queue's next caller; beside it the emergency switch, where there is a rule for one. */
function QueueName({
  queue: { id, name, isEmergency = false, hasEmergencyRule = false },
}: {
  readonly queue: QueueRow;
}) {
  const t = useT();
  return (
    <span className="cb-queue-name">
      <Link to="/dry-run" search={{ queue: id }} className="cb-plain-link" title={t("nav.dryRun")}>
        <strong>{name}</strong>
      </Link>
      {hasEmergencyRule || isEmergency ? <EmergencySwitch queue={{ id, name }} isOn={isEmergency} /> : null}
    </span>
  );
}

/** Red from the moment on at which the caller can no longer be answered in time. */
function LongestWait({ queue: { longestSince, answerWithinMs } }: { readonly queue: QueueRow }) {
  const now = useNow();
  if (longestSince === undefined) return "–";
  if (now - longestSince <= answerWithinMs) return <Since instant={longestSince} />;
  return (
    <StateMark look="fault">
      <Since instant={longestSince} />
    </StateMark>
  );
}

/** The mean; what lies around it and how it is known, on hover. */
function ExpectedWait({ wait }: { readonly wait: ExpectedWaitView | undefined }) {
  const t = useT();
  const format = useFormat();
  if (wait === undefined) return <span className="cb-dim">–</span>;
  const method = t(`waitMethod.${wait.method}`);
  const around = t("formula.expectedWaitOf", {
    method,
    p50: clockText(wait.p50Ms),
    p80: clockText(wait.p80Ms),
    p90: clockText(wait.p90Ms),
  });
  const error =
    wait.errorMs === undefined
      ? undefined
      : t("formula.expectedWaitError", { error: clockText(wait.errorMs), calls: format.count(wait.samples) });
  return (
    <span title={[around, error].filter((part) => part !== undefined).join(" ")}>{clockText(wait.expectedMs)}</span>
  );
}

function ServiceLevel({ queue, formula }: { readonly queue: QueueRow; readonly formula: string }) {
  const t = useT();
  const format = useFormat();
  const verdict = goalVerdict(queue);
  if (queue.serviceLevel === undefined || verdict === undefined) return <span className="cb-dim">–</span>;
  const goal = format.percent(queue.serviceLevelGoal);
  const seconds = format.count(queue.answerWithinMs / 1_000);
  return (
    <span
      title={t("formula.serviceLevelOf", {
        formula,
        goal,
        seconds,
        within: queue.counts.answeredWithin,
        offered: queue.counts.offered,
      })}
    >
      <StateMark look={looks[verdict]}>
        {format.percent(queue.serviceLevel)} {t(`goal.${verdict}`)}
      </StateMark>
    </span>
  );
}
