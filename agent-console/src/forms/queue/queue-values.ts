/** A queue as its form shows it (times in seconds, shares in per cent) and as it travels (milliseconds, shares). */

import { queueInput, type QueueAdminView } from "#protocol/api/admin.ts";
import type { skillView } from "#protocol/api/people.ts";
import type { UseFormReturnType } from "@mantine/form";
import type { z } from "zod";
import type { Requirement } from "../requirement-field.tsx";
import { milliseconds, seconds, type Amount } from "../seconds.ts";

export type QueueInput = z.input<typeof queueInput>;

export interface QueueValues {
  readonly name: string;
  readonly requirement: Requirement;
  readonly relaxation: readonly { readonly afterS: Amount; readonly requirement: Requirement }[];
  readonly priority: number;
  readonly answerWithinS: Amount;
  readonly goalPercent: Amount;
  readonly shortAbandonS: Amount;
  readonly formula: QueueAdminView["serviceLevelFormula"];
  readonly alertS: Amount;
  readonly wrapUpS: Amount;
  readonly overflowS: Amount;
  readonly leaveWhenNobodySignedIn: boolean;
  readonly waitingMax: Amount;
  readonly announceS: Amount;
}

/** What every section of the form works with. */
export interface QueueSectionProps {
  readonly form: UseFormReturnType<QueueValues>;
  readonly skills: readonly z.infer<typeof skillView>[];
}

export function valuesOfQueue(queue: QueueAdminView | undefined): QueueValues {
  const from = queue ?? { id: "", version: 0, ...queueInput.parse({ name: "-" }), name: "" };
  return {
    name: from.name,
    requirement: from.requirement,
    relaxation: from.relaxation.map(({ afterMs, requirement }) => ({ afterS: seconds(afterMs), requirement })),
    priority: from.priority,
    answerWithinS: seconds(from.answerWithinMs),
    goalPercent: Math.round(from.serviceLevelGoal * 100),
    shortAbandonS: seconds(from.shortAbandonMs),
    formula: from.serviceLevelFormula,
    alertS: seconds(from.alertMs),
    wrapUpS: seconds(from.wrapUpMs),
    overflowS: seconds(from.overflowAfterMs),
    leaveWhenNobodySignedIn: from.leaveWhenNobodySignedIn,
    waitingMax: from.waitingMax ?? "",
    announceS: seconds(from.announceEveryMs),
  };
}

export function queueInputOf(values: QueueValues): QueueInput {
  return {
    name: values.name,
    requirement: [...values.requirement],
    relaxation: values.relaxation.map(({ afterS, requirement }) => ({
      afterMs: milliseconds(afterS) ?? 0,
      requirement: [...requirement],
    })),
    priority: values.priority,
    answerWithinMs: milliseconds(values.answerWithinS),
    serviceLevelGoal: values.goalPercent === "" ? undefined : values.goalPercent / 100,
    shortAbandonMs: milliseconds(values.shortAbandonS),
    serviceLevelFormula: values.formula,
    alertMs: milliseconds(values.alertS),
    wrapUpMs: milliseconds(values.wrapUpS),
    overflowAfterMs: milliseconds(values.overflowS),
    leaveWhenNobodySignedIn: values.leaveWhenNobodySignedIn,
    waitingMax: values.waitingMax === "" ? undefined : values.waitingMax,
    announceEveryMs: milliseconds(values.announceS),
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
  announceEveryMs: "announceS",
};

/** Problems by the path of the wire, as problems by the path of the form. */
export function shownProblems(errors: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors).map(([path, message]) => [shownAs[path] ?? path.replace("afterMs", "afterS"), message]),
  );
}
