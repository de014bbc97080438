/**
 * A promise to ring back: from a flow, from an agent or the web, or because a caller gave up. One callback for a number and
 * a queue; the older place counts.
 */

import type { CallbackPolicy, QueueConfig } from "../config.ts";
import type { AgentId, ContactId, InteractionId, NodeId } from "../ids.ts";
import type { Instant } from "../instant.ts";
import { dialable, mayDial } from "../interaction/dial.ts";
import { agentConfig, needsOf, queueConfig } from "../matching/eligible.ts";
import type { RefusalCode } from "../refusals.ts";
import type { Interaction, Waiting } from "../state.ts";
import type { Turn } from "../turn.ts";
import { endAside } from "./aside.ts";
import type { CallbackOrigin } from "./facts.ts";
import type { CallbackRequest } from "./inputs.ts";
import { askCheck, scheduleNext } from "./due.ts";
import { promisedTo } from "./promised.ts";
import type { Needs } from "../config.ts";

/** A year and a day: further than any promise makes sense. */
export const DUE_AHEAD_MAX_MS = 366 * 86_400_000;

interface Promise {
  readonly origin: CallbackOrigin;
  readonly from: InteractionId | undefined;
  readonly node: NodeId;
  readonly queue: QueueConfig;
  readonly policy: CallbackPolicy;
  readonly number: string;
  readonly name: string | undefined;
  readonly contact: ContactId | undefined;
  readonly timeZone: string | undefined;
  readonly language: string;
  readonly priority: number;
  readonly needs: Needs;
  readonly weight: number;
  readonly enteredAt: Instant;
  readonly dueAt: Instant;
  readonly agent: AgentId | undefined;
  readonly note: string;
  readonly by: AgentId | undefined;
}

/** Why a number cannot be promised a call; undefined: it can. */
function problemWith(turn: Turn, number: string | undefined): RefusalCode | undefined {
  if (number === undefined) return "numberMalformed";
  if (!mayDial(turn, number)) return "numberNotAllowed";
  return turn.state.config.trunks.length === 0 ? "noTrunk" : undefined;
}

/** [RT151] [RT152] Books, or adds to the callback that this number has in this queue already. */
function promise(turn: Turn, wanted: Promise): void {
  const { queue, policy, ...told } = wanted;
  const known = promisedTo(turn.state, queue.id, wanted.number);
  if (known !== undefined) {
    const { callback, stage } = known;
    const dueAt = Math.min(callback.dueAt, wanted.dueAt);
    const isEarlier = dueAt < callback.dueAt && callback.attempts === 0 && stage.kind === "postponed";
    turn.record({
      kind: "callback.repeated",
      interaction: known.id,
      from: wanted.from,
      enteredAt: Math.min(callback.enteredAt, wanted.enteredAt),
      dueAt,
    });
    if (isEarlier) scheduleNext(turn, known, dueAt, "notDue");
    return;
  }
  const interaction = turn.newInteractionId();
  turn.record({
    kind: "callback.booked",
    interaction,
    ...told,
    queue: queue.id,
    expiresAt: Math.max(turn.at, wanted.dueAt) + policy.expiresAfterMs,
  });
  turn.askContact({ interaction, number: wanted.number });
  const booked = promisedTo(turn.state, queue.id, wanted.number);
  if (booked === undefined) return;
  askCheck(turn, booked);
  scheduleNext(turn, booked, wanted.dueAt, "notDue");
}

/** [RT150] What a flow's callback node asks for. */
export interface FlowBooking {
  /** undefined: the queue that he has just left. */
  readonly queue: string | undefined;
  readonly number: string;
}

/**
 * [RT150] The caller of a flow has confirmed his number. With the place of the visit that goes on aside, if it is the same
 * queue's; otherwise behind everybody. Returns undefined when it is promised.
 */
export function bookFromFlow(turn: Turn, interaction: Interaction, asked: FlowBooking): RefusalCode | undefined {
  const { config } = turn.state;
  const { aside } = interaction;
  const queue =
    asked.queue === undefined
      ? queueConfig(config, aside?.visit.queue ?? interaction.lastQueue)
      : config.queues.find((each) => each.name === asked.queue);
  if (queue?.callback === undefined) return "callbacksOff";
  const number = dialable(asked.number);
  const problem = problemWith(turn, number);
  if (number === undefined || problem !== undefined) return problem ?? "numberMalformed";
  const visit = aside?.visit.queue === queue.id ? aside.visit : undefined;
  endAside(turn, interaction, "callbackAccepted");
  promise(turn, {
    origin: "virtualHold",
    from: interaction.id,
    node: interaction.node,
    queue,
    policy: queue.callback,
    number,
    name: interaction.fromName,
    contact: interaction.contact,
    timeZone: undefined,
    language: interaction.flow?.cursor.language ?? languageOfSite(turn),
    priority: visit === undefined ? queue.priority : interaction.lastPriority,
    needs: (visit === undefined ? undefined : interaction.lastNeeds) ?? needsOf(queue),
    weight: visit?.weight ?? 1,
    enteredAt: visit?.enteredAt ?? turn.at,
    dueAt: turn.at,
    agent: undefined,
    note: "",
    by: undefined,
  });
  return undefined;
}

/** [RT153] A caller who gave up after so long is called back, if his number is shown and the queue does that. */
export function bookAbandoned(turn: Turn, interaction: Interaction, visit: Waiting): void {
  const queue = queueConfig(turn.state.config, visit.queue);
  const policy = queue?.callback;
  if (queue === undefined || policy?.abandonedAfterMs === undefined || interaction.direction !== "inbound") return;
  if (interaction.hadConversation || interaction.hasCallbackPromise) return;
  if (turn.at - visit.since < policy.abandonedAfterMs) return;
  const number = interaction.from === undefined ? undefined : dialable(interaction.from);
  if (number === undefined || problemWith(turn, number) !== undefined) return;
  promise(turn, {
    origin: "abandoned",
    from: undefined,
    node: interaction.node,
    queue,
    policy,
    number,
    name: interaction.fromName,
    contact: interaction.contact,
    timeZone: undefined,
    language: interaction.flow?.cursor.language ?? languageOfSite(turn),
    priority: interaction.lastPriority,
    needs: interaction.lastNeeds ?? needsOf(queue),
    weight: visit.weight,
    // Left alone for a while first: he may call again himself.
    enteredAt: visit.enteredAt,
    dueAt: turn.at + policy.retryAfterMs,
    agent: undefined,
    note: "",
    by: undefined,
  });
}

/** [RT154] An agent promised it, or a customer asked for it outside of a call. */
export function requestBooking(turn: Turn, asked: Extract<CallbackRequest, { kind: "callback.bookRequested" }>): void {
  const { state, at } = turn;
  const queue = queueConfig(state.config, asked.queue);
  if (queue === undefined) return turn.refuse("unknownDestination");
  if (queue.callback === undefined) return turn.refuse("callbacksOff");
  if (asked.agent !== undefined && agentConfig(state.config, asked.agent) === undefined) {
    return turn.refuse("unknownAgent");
  }
  const number = dialable(asked.number);
  const problem = problemWith(turn, number);
  if (number === undefined || problem !== undefined) return turn.refuse(problem ?? "numberMalformed");
  const dueAt = asked.dueAt ?? at;
  if (!isSensible(dueAt, at) || !isTimeZone(asked.timeZone)) return turn.refuse("timeMalformed");
  const nodes = [...state.nodes.values()];
  const node = nodes.find((each) => each.isUp) ?? nodes[0];
  if (node === undefined) return turn.refuse("switchDown");
  const { origin, name, contact, timeZone, agent, note, by } = asked;
  promise(turn, {
    origin,
    from: undefined,
    node: node.id,
    queue,
    policy: queue.callback,
    number,
    name,
    contact,
    timeZone,
    language: languageOfSite(turn),
    priority: queue.priority,
    needs: needsOf(queue),
    weight: 1,
    enteredAt: Math.max(at, dueAt),
    dueAt: Math.max(at, dueAt),
    agent,
    note,
    by,
  });
}

/** A moment that has not long gone by and that somebody may live to see. */
export function isSensible(dueAt: Instant, at: Instant): boolean {
  return Number.isSafeInteger(dueAt) && dueAt > at - 86_400_000 && dueAt <= at + DUE_AHEAD_MAX_MS;
}

function isTimeZone(name: string | undefined): boolean {
  return name === undefined || /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/.test(name);
}

function languageOfSite(turn: Turn): string {
  return turn.state.config.flows[0]?.flow.languages[0] ?? "en";
}
