/** What every interaction begins with, folded from whichever fact begins it. */

import type { AgentId, InteractionId, LegId } from "../ids.ts";
import type { Instant } from "../instant.ts";
import type { Interaction } from "../state.ts";

const NO_VALUES: Readonly<Record<string, string>> = {};
const NO_RULES: readonly string[] = [];
const NOTHING_COLLECTED: Interaction["values"] = [];
const NO_LEGS: readonly LegId[] = [];
const NOBODY: readonly AgentId[] = [];

type Beginning = Pick<Interaction, "direction" | "node" | "from" | "fromName" | "to" | "customerLeg"> &
  Partial<Pick<Interaction, "medium" | "stage" | "contact" | "work" | "lastQueue" | "callback">>;

/** How an interaction begins, whatever it is. One literal with every field, because a hundred thousand of them may wait. */
export function newInteraction(id: InteractionId, at: Instant, its: Beginning): Interaction {
  return {
    id,
    medium: its.medium ?? "voice",
    direction: its.direction,
    node: its.node,
    startedAt: at,
    from: its.from,
    fromName: its.fromName,
    to: its.to,
    customerLeg: its.customerLeg,
    stage: its.stage ?? { kind: "ending", reason: "unknownNumber" },
    flow: undefined,
    match: undefined,
    contact: its.contact,
    work: its.work,
    contactValues: NO_VALUES,
    rules: NO_RULES,
    values: NOTHING_COLLECTED,
    lastQueue: its.lastQueue,
    lastEnteredAt: at,
    lastPriority: 0,
    lastNeeds: undefined,
    lastWeight: 1,
    lastOverflowMs: undefined,
    overflows: 0,
    waitedMs: 0,
    hadConversation: false,
    leftVoicemail: false,
    hasCallbackPromise: false,
    aside: undefined,
    hasDeclinedCallback: false,
    callback: its.callback,
    openLegs: NO_LEGS,
    disposition: undefined,
    wrappingUp: NOBODY,
  };
}
