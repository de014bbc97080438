/** A queue as its form shows it (times in seconds, shares in per cent) and as it travels (milliseconds, shares). */

import { queueInput, type QueueAdminView } from "#protocol/api/admin.ts";
import type { skillView } from "#protocol/api/people.ts";
import type { UseFormReturnType } from "@mantine/form";
import type { z } from "zod";
import type { StrategyView } from "#protocol/api/needs.ts";
import type { OverflowRuleView } from "#protocol/api/overflow.ts";
import type { GroupView } from "#protocol/api/routing-set-up.ts";
import type { Preferred } from "../preferred-field.tsx";
import type { Requirement } from "../requirement-field.tsx";
import { inputAtTheAgent, valuesAtTheAgent, type AtTheAgentValues } from "./at-the-agent-values.ts";
import { callbackShownAs, inputOfCallback, valuesOfCallback, type CallbackValues } from "./callback-values.ts";
import { milliseconds, seconds, type Amount } from "../seconds.ts";

export type QueueInput = z.input<typeof queueInput>;

export interface QueueValues extends AtTheAgentValues {
  readonly name: string;
  readonly requirement: Requirement;
  readonly preferred: Preferred;
  readonly groups: readonly string[];
  readonly strategy: StrategyView;
  readonly ownerS: Amount;
  readonly lastAgentS: Amount;
  readonly ageing: readonly { readonly afterS: Amount; readonly priority: Amount }[];
  readonly relaxation: readonly StepValues[];
  readonly priority: number;
  readonly answerWithinS: Amount;
  readonly goalPercent: Amount;
  readonly shortAbandonS: Amount;
  readonly formula: QueueAdminView["serviceLevelFormula"];
  readonly alertS: Amount;
  readonly wrapUpS: Amount;
  readonly overflow: readonly OverflowRuleView[];
  readonly overflowS: Amount;
  readonly leaveWhenNobodySignedIn: boolean;
  readonly waitingMax: Amount;
  readonly announceS: Amount;
  readonly announceWait: boolean;
  readonly callback: CallbackValues;
}

/** undefined: as it was before the step. */
interface StepValues {
  readonly name: string;
  readonly afterS: Amount;
  readonly requirement: Requirement;
  readonly preferred: Preferred | undefined;
  readonly groups: readonly string[] | undefined;
  readonly strategy: StrategyView | undefined;
  /** Empty: as many phones as before. */
  readonly ringAgents: Amount;
}

/** What every section of the form works with. */
export interface QueueSectionProps {
  readonly form: UseFormReturnType<QueueValues>;
  readonly skills: readonly z.infer<typeof skillView>[];
  readonly groups: readonly GroupView[];
}

export function valuesOfQueue(queue: QueueAdminView | undefined): QueueValues {
  const from = queue ?? { id: "", version: 0, ...queueInput.parse({ name: "-" }), name: "" };
  return {
    name: from.name,
    requirement: from.requirement,
    preferred: from.preferred,
    groups: from.groups,
    strategy: from.strategy,
    ownerS: seconds(from.ownerMs),
    lastAgentS: seconds(from.lastAgentMs),
    ageing: from.ageing.map(({ afterMs, priority }) => ({ afterS: seconds(afterMs), priority })),
    relaxation: from.relaxation.map(({ name, afterMs, requirement, preferred, groups, strategy, ringAgents }) => ({
      name,
      afterS: seconds(afterMs),
      requirement,
      preferred,
      groups,
      strategy,
      ringAgents: ringAgents ?? "",
    })),
    priority: from.priority,
    answerWithinS: seconds(from.answerWithinMs),
    goalPercent: Math.round(from.serviceLevelGoal * 100),
    shortAbandonS: seconds(from.shortAbandonMs),
    formula: from.serviceLevelFormula,
    alertS: seconds(from.alertMs),
    wrapUpS: seconds(from.wrapUpMs),
    ...valuesAtTheAgent(from),
    overflow: from.overflow,
    overflowS: seconds(from.overflowAfterMs),
    leaveWhenNobodySignedIn: from.leaveWhenNobodySignedIn,
    waitingMax: from.waitingMax ?? "",
    announceS: seconds(from.announceEveryMs),
    announceWait: from.announceWait,
    callback: valuesOfCallback(from.callback),
  };
}

export function queueInputOf(values: QueueValues): QueueInput {
  return {
    name: values.name,
    requirement: [...values.requirement],
    preferred: [...values.preferred],
    groups: [...values.groups],
    strategy: values.strategy,
    ownerMs: milliseconds(values.ownerS) ?? 0,
    lastAgentMs: milliseconds(values.lastAgentS) ?? 0,
    ageing: values.ageing.map(({ afterS, priority }) => ({
      afterMs: milliseconds(afterS) ?? 0,
      priority: priority === "" ? 0 : priority,
    })),
    relaxation: values.relaxation.map(({ name, afterS, requirement, preferred, groups, strategy, ringAgents }) => ({
      name,
      afterMs: milliseconds(afterS) ?? 0,
      requirement: [...requirement],
      preferred: preferred === undefined ? undefined : [...preferred],
      groups: groups === undefined ? undefined : [...groups],
      strategy,
      ringAgents: ringAgents === "" ? undefined : ringAgents,
    })),
    priority: values.priority,
    answerWithinMs: milliseconds(values.answerWithinS),
    serviceLevelGoal: values.goalPercent === "" ? undefined : values.goalPercent / 100,
    shortAbandonMs: milliseconds(values.shortAbandonS),
    serviceLevelFormula: values.formula,
    alertMs: milliseconds(values.alertS),
    wrapUpMs: milliseconds(values.wrapUpS),
    ...inputAtTheAgent(values),
    overflow: [...values.overflow],
    overflowAfterMs: milliseconds(values.overflowS),
    leaveWhenNobodySignedIn: values.leaveWhenNobodySignedIn,
    waitingMax: values.waitingMax === "" ? undefined : values.waitingMax,
    announceEveryMs: milliseconds(values.announceS),
    announceWait: values.announceWait,
    callback: inputOfCallback(values.callback),
  };
}

/** Where a field of the wire shows in this form. */
const shownAs: Readonly<Record<string, string>> = {
  answerWithinMs: "answerWithinS",
  serviceLevelGoal: "goalPercent",
  shortAbandonMs: "shortAbandonS",
  serviceLevelFormula: "formula",
  alertMs: "alertS",
  wrapUpMs: "wrapUpS",
  overflowAfterMs: "overflowS",
  ownerMs: "ownerS",
  lastAgentMs: "lastAgentS",
  announceEveryMs: "announceS",
  ...callbackShownAs,
};

/**
 * Problems by the path of the wire, as problems by the path of the form. What the server finds wrong with the
 * configuration as a whole stands under the queue's name there.
 */
export function shownProblems(errors: Record<string, string>, name: string): Record<string, string> {
  const prefix = `queues.${name}.`;
  return Object.fromEntries(
    Object.entries(errors).map(([whole, message]) => {
      const path = whole.startsWith(prefix) ? whole.slice(prefix.length) : whole;
      return [shownAs[path] ?? path.replace(/(after|backOff|extension)Ms$/u, "$1S"), message];
    }),
  );
}
