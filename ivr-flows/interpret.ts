/**
 * Runs a flow, one event at a time, without doing anything itself: what the caller should hear or where he should go is
 * returned as effects. The same flow, cursor, event and context always give the same answer.
 *
 *   startFlow ─▶ [ run nodes until one blocks ] ─▶ effects ─▶ outside ─▶ event ─▶ continueFlow ─▶ …
 *                        │ budget spent, exit unwired, node unknown
 *                        └─▶ play `sorry-error` ─▶ hang up
 */

import type { Move, NodeBehaviour } from "./nodes/behaviour.ts";
import { behaviourOf } from "./nodes/table.ts";
import type { Flow } from "./schema.ts";
import { assign, initialVariables } from "./variables.ts";

/** Nodes entered in a row without one that blocks. */
export const STEPS_PER_ACTIVATION_MAX = 200;

/** Nodes entered, and questions asked again, in one call; also the limit of the path's length. */
export const STEPS_PER_CALL_MAX = 1_000;

/** Heard before a flow that cannot go on hangs up; every language of every flow needs it. */
export const SORRY_PROMPT = "sorry-error";

/** Why a flow could not go on and ended with an apology. */
export type FlowFault = "activationBudget" | "callBudget" | "exitUnwired" | "nodeUnknown" | "nodeFailed";

/** Where a call stands in its flow. Plain JSON; a restart goes on from it. */
export interface FlowCursor {
  readonly node: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Names of variables whose values must not leave the cursor, see `withoutSensitive`. */
  readonly sensitive: readonly string[];
  /** Every node entered, in order; `exit` is undefined for one that was never left. */
  readonly path: readonly { readonly node: string; readonly exit: string | undefined }[];
  /** Unusable answers at the current node. */
  readonly attempts: number;
  /** Nodes entered and questions asked again since the call began. */
  readonly steps: number;
  /** One of the flow's languages. */
  readonly language: string;
  /** The one kind of event (besides `failed`) that moves this cursor; `end`: the flow is over. */
  readonly awaiting: FlowEvent["kind"] | "end";
  /** Set once the flow has gone wrong: the apology plays, then the call ends. */
  readonly fault: FlowFault | undefined;
}

/** What a flow may look at besides its cursor. Must not change during one interpretation. */
export interface FlowContext {
  /** Instant, integer ms since the epoch. */
  readonly at: number;
  /** `number` undefined: withheld. */
  readonly caller: { readonly number: string | undefined; readonly dialled: string };
  isOpen(schedule: string): "open" | "closed" | "holiday" | "unknown";
  queue(name: string): {
    readonly exists: boolean;
    readonly waiting: number;
    readonly staffed: number;
    readonly ready: number;
    readonly longestWaitMs: number;
    /** What a caller who entered now would wait on average; undefined: nothing can be said. */
    readonly expectedWaitMs: number | undefined;
  };
}

/** Which condition of the queue's own rules sent the caller on. */
export type OverflowReason =
  | "waited"
  | "expectedWait"
  | "length"
  | "agentsReady"
  | "agentsStaffed"
  | "ratio"
  | "closing"
  | "emergency";

export type FlowEvent =
  | { readonly kind: "started" }
  | { readonly kind: "answered" }
  | { readonly kind: "played" }
  /** `digits` undefined: silence, or what was pressed is in `invalid`. */
  | { readonly kind: "collected"; readonly digits: string | undefined; readonly invalid: string | undefined }
  /** `values` have bare names (`name`, `tier`, `language`); the flow reads them as `contact.name` and so on. */
  | {
      readonly kind: "contactFound";
      readonly match: "none" | "maybe" | "known";
      readonly contact: string | undefined;
      readonly values: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: "queueLeft";
      readonly reason: "timeout" | "nobodySignedIn" | "full" | "unknownQueue" | "key" | "callback" | OverflowReason;
      readonly key?: string | undefined;
    }
  | { readonly kind: "transferFailed"; readonly cause: string }
  /** `numberRefused`: it may not be dialled; `unavailable`: the queue does not call back, or there is no way out. */
  | { readonly kind: "callbackAnswered"; readonly result: "booked" | "numberRefused" | "unavailable" }
  | { readonly kind: "recorded"; readonly seconds: number }
  /** What the last effect asked for could not be done. */
  | { readonly kind: "failed"; readonly reason: string };

/** A prompt to be heard: the file is `<language>/<name>`. */
export interface SpokenPrompt {
  readonly language: string;
  readonly name: string;
}

/** One value that the caller chose or typed, for the agent. The value of a sensitive one is always empty. */
export interface CollectedValue {
  readonly kind: "collectedValue";
  readonly name: string;
  readonly value: string;
  readonly label: string;
  readonly sensitive: boolean;
}

/** What the flow waits for. */
export type BlockingEffect =
  | { readonly kind: "answer" }
  | { readonly kind: "play"; readonly prompts: readonly SpokenPrompt[] }
  /** One try. `accept` lists the whole inputs that count, or any digits between `min` and `max` long. */
  | {
      readonly kind: "collect";
      readonly prompts: readonly SpokenPrompt[];
      readonly min: number;
      readonly max: number;
      readonly terminators: "#" | "";
      readonly accept: "digits" | readonly string[];
      readonly timeoutMs: number;
      readonly digitTimeoutMs: number;
      readonly sensitive: boolean;
      readonly barge: boolean;
    }
  | { readonly kind: "findContact"; readonly by: "callerNumber" | "variable"; readonly value: string }
  /** `keys`: the keys that take the caller out of the queue again (`queueLeft` with reason `key`). */
  | {
      readonly kind: "enqueue";
      readonly queue: string;
      readonly priority: number;
      readonly requirement: readonly { readonly skill: string; readonly proficiency: number }[];
      readonly overflowAfterMs: number | undefined;
      readonly keys: readonly string[];
      /** The place in the line that he is to have among those of his own priority, from 1; undefined: the last one. */
      readonly position: number | undefined;
      /** The prompt that the agent hears before she is joined; `none`: none; undefined: as the queue says. */
      readonly agentPrompt: string | undefined;
    }
  /** `to`: digits, with or without a leading `+`. Whether it may be dialled is for the core to check. */
  | { readonly kind: "transfer"; readonly to: string }
  | {
      readonly kind: "voicemail";
      readonly box: string;
      readonly prompts: readonly SpokenPrompt[];
      readonly maxSeconds: number;
    }
  /** Promises to call this number back. `queue` undefined: the one that he was waiting in. */
  | { readonly kind: "callback"; readonly queue: string | undefined; readonly number: string }
  | { readonly kind: "hangUp"; readonly cause: "normal" | "busy" | "rejected" };

export type FlowEffect = BlockingEffect | CollectedValue;

/** Why an event changed nothing; `meaningless`: awaited, but without sense for the node (a key that the queue has not). */
export type IgnoredReason = "flowEnded" | "notAwaited" | "meaningless";

/** `cursor` undefined: the flow is over. `effects`: immediate ones first, at most one blocking effect, last. */
export interface FlowTurn {
  readonly cursor: FlowCursor | undefined;
  /** The path so far; here also when the flow is over. */
  readonly path: FlowCursor["path"];
  readonly effects: readonly FlowEffect[];
  readonly ignored: IgnoredReason | undefined;
}

/** Which event answers which effect. */
const AWAITED: { readonly [K in BlockingEffect["kind"]]: FlowCursor["awaiting"] } = {
  answer: "answered",
  play: "played",
  collect: "collected",
  findContact: "contactFound",
  enqueue: "queueLeft",
  transfer: "transferFailed",
  voicemail: "recorded",
  callback: "callbackAnswered",
  hangUp: "end",
};

const NOTHING: FlowCursor["sensitive"] = [];

/**
 * Begins a call. A flow that ends at once gives a cursor that awaits `end`. `spoken`: the language that an earlier flow of the
 * same call came to; kept if this one speaks it.
 */
export function startFlow(
  flow: Flow,
  context: FlowContext,
  spoken?: string,
): { cursor: FlowCursor; effects: readonly FlowEffect[] } {
  const language = flow.languages.find((each) => each === spoken) ?? flow.languages[0] ?? "en";
  const cursor: FlowCursor = {
    node: flow.entry,
    variables: initialVariables(context, language),
    sensitive: NOTHING,
    path: [],
    attempts: 0,
    steps: 0,
    language,
    awaiting: "end",
    fault: undefined,
  };
  return run(flow, enter(cursor, flow.entry), context, []);
}

/**
 * Takes one event. Never throws: an event that this cursor does not await leaves it untouched, with no effects and the
 * reason in `ignored`; a cursor that does not fit the flow ends with the apology.
 */
export function continueFlow(flow: Flow, cursor: FlowCursor, event: FlowEvent, context: FlowContext): FlowTurn {
  if (cursor.awaiting === "end") return untouched(cursor, "flowEnded");
  if (event.kind === "started" || (event.kind !== cursor.awaiting && event.kind !== "failed")) {
    return untouched(cursor, "notAwaited");
  }
  if (cursor.fault !== undefined) return finished(goodbye(cursor));
  const behaviour = behaviourAt(flow, cursor.node);
  if (behaviour === undefined) return finished(apologise(cursor, "nodeUnknown", []));

  const move = behaviour.resume(event, { cursor, context });
  if (move.kind === "ignore") return untouched(cursor, "meaningless");
  return finished(take(flow, cursor, move, context));
}

/**
 * Asks again for what the cursor waits for, when the outside has lost the question (a restart, a silent switch). Counts as
 * a step, not as an attempt of the caller. A cursor that does not fit the flow ends with the apology.
 */
export function repeatFlow(flow: Flow, cursor: FlowCursor, context: FlowContext): FlowTurn {
  if (cursor.awaiting === "end") return untouched(cursor, "flowEnded");
  const again = { ...cursor, steps: cursor.steps + 1 };
  const isSpent = again.steps > STEPS_PER_CALL_MAX;
  if (cursor.fault !== undefined) return finished(isSpent ? goodbye(again) : apologise(again, cursor.fault, []));
  if (isSpent) return finished(apologise(again, "callBudget", []));
  const behaviour = behaviourAt(flow, cursor.node);
  if (behaviour === undefined) return finished(apologise(again, "nodeUnknown", []));

  const move = behaviour.enter({ cursor: again, context });
  return finished(move.kind === "ignore" ? apologise(again, "nodeFailed", []) : take(flow, again, move, context));
}

/** A turn of `run`: the cursor awaits `end` when the flow is over. */
interface Stop {
  readonly cursor: FlowCursor;
  readonly effects: readonly FlowEffect[];
}

function finished({ cursor, effects }: Stop): FlowTurn {
  const { path } = cursor;
  return { cursor: cursor.awaiting === "end" ? undefined : cursor, path, effects, ignored: undefined };
}

function untouched(cursor: FlowCursor, ignored: IgnoredReason): FlowTurn {
  return { cursor, path: cursor.path, effects: [], ignored };
}

/** What follows from the answer to a node that waited. */
function take(flow: Flow, cursor: FlowCursor, move: Exclude<Move, { kind: "ignore" }>, context: FlowContext): Stop {
  switch (move.kind) {
    case "leave": {
      const left = leaveBy(flow, cursor, move);
      return left.isWired ? run(flow, left.cursor, context, move.collected) : unwired(left.cursor, move.collected);
    }
    case "again": {
      const asked = { ...cursor, attempts: cursor.attempts + 1, steps: cursor.steps + 1 };
      if (asked.steps > STEPS_PER_CALL_MAX) return apologise(cursor, "callBudget", []);
      return { cursor: asked, effects: [move.effect] };
    }
    case "wait": {
      const asked = { ...cursor, steps: cursor.steps + (move.sets === undefined ? 0 : 1) };
      if (asked.steps > STEPS_PER_CALL_MAX) return apologise(cursor, "callBudget", []);
      return { cursor: waiting(flow, asked, move), effects: [move.effect] };
    }
    case "giveUp":
      return apologise(cursor, "nodeFailed", []);
  }
}

/** Runs from the node that the cursor has just entered, until one waits. */
function run(flow: Flow, entered: FlowCursor, context: FlowContext, before: readonly FlowEffect[]): Stop {
  let cursor = entered;
  const effects = [...before];
  for (let step = 0; step < STEPS_PER_ACTIVATION_MAX; step += 1) {
    if (cursor.steps > STEPS_PER_CALL_MAX) return apologise(cursor, "callBudget", effects);
    const behaviour = behaviourAt(flow, cursor.node);
    if (behaviour === undefined) return apologise(cursor, "nodeUnknown", effects);

    const move = behaviour.enter({ cursor, context });
    if (move.kind === "giveUp" || move.kind === "ignore") return apologise(cursor, "nodeFailed", effects);
    if (move.kind !== "leave") {
      return { cursor: waiting(flow, cursor, move), effects: [...effects, move.effect] };
    }
    effects.push(...move.collected);
    const left = leaveBy(flow, cursor, move);
    if (!left.isWired) return unwired(left.cursor, effects);
    cursor = left.cursor;
  }
  return apologise(cursor, "activationBudget", effects);
}

function waiting(flow: Flow, cursor: FlowCursor, move: Extract<Move, { kind: "wait" | "again" }>): FlowCursor {
  let asked: FlowCursor = { ...cursor, awaiting: AWAITED[move.effect.kind] };
  if (move.kind === "again" || move.sets === undefined) return asked;
  for (const assignment of move.sets) asked = assign(flow, asked, assignment);
  return { ...asked, attempts: 0 };
}

/** Writes down what the node set and the exit it took, and enters the next node if the exit leads to one. */
function leaveBy(
  flow: Flow,
  cursor: FlowCursor,
  move: Extract<Move, { kind: "leave" }>,
): { readonly isWired: boolean; readonly cursor: FlowCursor } {
  const path = [...cursor.path.slice(0, -1), { node: cursor.node, exit: move.exit }];
  let left: FlowCursor = { ...cursor, path };
  for (const assignment of move.sets) left = assign(flow, left, assignment);
  const exits = ownValue(flow.nodes, cursor.node)?.exits ?? {};
  const target = ownValue(exits, move.exit);
  return target === undefined ? { isWired: false, cursor: left } : { isWired: true, cursor: enter(left, target) };
}

function enter(cursor: FlowCursor, node: string): FlowCursor {
  const path = [...cursor.path, { node, exit: undefined }];
  return { ...cursor, node, path, attempts: 0, steps: cursor.steps + 1 };
}

function unwired(cursor: FlowCursor, effects: readonly FlowEffect[]): Stop {
  return apologise(cursor, "exitUnwired", effects);
}

function apologise(cursor: FlowCursor, fault: FlowFault, effects: readonly FlowEffect[]): Stop {
  const sorry: FlowEffect = { kind: "play", prompts: [{ language: cursor.language, name: SORRY_PROMPT }] };
  return { cursor: { ...cursor, awaiting: "played", fault }, effects: [...effects, sorry] };
}

function goodbye(cursor: FlowCursor): Stop {
  return { cursor: { ...cursor, awaiting: "end" }, effects: [{ kind: "hangUp", cause: "normal" }] };
}

function behaviourAt(flow: Flow, id: string): NodeBehaviour | undefined {
  const node = ownValue(flow.nodes, id);
  return node === undefined ? undefined : behaviourOf(node);
}

/** Ids come from files: `constructor` is a name like any other. */
function ownValue<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
