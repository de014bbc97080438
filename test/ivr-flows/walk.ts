/** Tries everything that can happen to a caller of a flow, breadth first, and reports what was seen. */

import {
  continueFlow,
  startFlow,
  type FlowContext,
  type FlowCursor,
  type FlowEffect,
  type FlowEvent,
} from "#ivr-flows/interpret.ts";
import type { Flow } from "#ivr-flows/schema.ts";
import { context } from "./site.ts";

/** Different situations of one flow; beyond any flow that a person could draw. */
const SITUATIONS_MAX = 20_000;

export interface Standing {
  readonly cursor: FlowCursor;
  readonly effect: FlowEffect;
  readonly context: FlowContext;
}

export interface Walk {
  /** Every situation in which the flow waits. */
  readonly standings: readonly Standing[];
  /** Every exit taken, as `node.exit`. */
  readonly taken: ReadonlySet<string>;
  readonly hangUps: number;
}

export function walk(flow: Flow): Walk {
  const seen = new Map<string, Standing>();
  const taken = new Set<string>();
  let hangUps = 0;
  for (const hours of ["open", "closed", "holiday"] as const) {
    const situation = context({ hours });
    const start = startFlow(flow, situation);
    remember(start.cursor.path);
    const waiting = [visit(start.cursor, start.effects, situation)];
    for (const standing of waiting) {
      if (standing === undefined) continue;
      for (const event of everyAnswer(standing.effect)) {
        const turn = continueFlow(flow, standing.cursor, event, situation);
        remember(turn.path);
        if (turn.cursor === undefined) hangUps += 1;
        else waiting.push(visit(turn.cursor, turn.effects, situation));
      }
    }
  }
  return { standings: [...seen.values()], taken, hangUps };

  function remember(path: FlowCursor["path"]): void {
    for (const { node, exit } of path) if (exit !== undefined) taken.add(`${node}.${exit}`);
  }

  /** The situation, unless it was seen before: the way there does not matter for what follows. */
  function visit(cursor: FlowCursor, effects: readonly FlowEffect[], situation: FlowContext): Standing | undefined {
    const { node, variables, attempts, awaiting, fault } = cursor;
    const key = JSON.stringify([situation.isOpen(""), node, variables, attempts, awaiting, fault]);
    const effect = effects.at(-1);
    if (effect === undefined || seen.has(key)) return undefined;
    if (seen.size >= SITUATIONS_MAX) throw new Error("more situations than any drawn flow has");
    const standing = { cursor, effect, context: situation };
    seen.set(key, standing);
    return standing;
  }
}

/** Every kind of answer to an effect: each key, an unknown key, silence, too few digits, each outcome, and failure. */
export function everyAnswer(effect: FlowEffect): readonly FlowEvent[] {
  const failed: FlowEvent = { kind: "failed", reason: "test" };
  switch (effect.kind) {
    case "answer":
      return [{ kind: "answered" }, failed];
    case "play":
      return [{ kind: "played" }, failed];
    case "collect": {
      const good = effect.accept === "digits" ? ["7".repeat(effect.min), "7".repeat(effect.max)] : effect.accept;
      const bad = effect.accept === "digits" ? "7".repeat(effect.min - 1) : unknownKey(effect.accept);
      return [
        ...good.map((digits): FlowEvent => ({ kind: "collected", digits, invalid: undefined })),
        { kind: "collected", digits: undefined, invalid: bad },
        { kind: "collected", digits: bad, invalid: undefined },
        SILENCE,
        failed,
      ];
    }
    case "findContact":
      return [
        { kind: "contactFound", match: "none", contact: undefined, values: {} },
        { kind: "contactFound", match: "maybe", contact: undefined, values: {} },
        { kind: "contactFound", match: "known", contact: "c1", values: { tier: "gold", language: "zh" } },
        { kind: "contactFound", match: "known", contact: "c2", values: { tier: "basic" } },
        failed,
      ];
    case "enqueue":
      return [
        ...(["timeout", "nobodySignedIn", "full", "unknownQueue"] as const).map((reason): FlowEvent => ({
          kind: "queueLeft",
          reason,
        })),
        ...[...effect.keys, "9"].map((key): FlowEvent => ({ kind: "queueLeft", reason: "key", key })),
        failed,
      ];
    case "transfer":
      return [{ kind: "transferFailed", cause: "busy" }, failed];
    case "voicemail":
      return [{ kind: "recorded", seconds: 12 }, { kind: "recorded", seconds: 0 }, failed];
    case "callback":
      return [
        ...(["booked", "numberRefused", "unavailable"] as const).map((result): FlowEvent => ({
          kind: "callbackAnswered",
          result,
        })),
        failed,
      ];
    case "hangUp":
    case "collectedValue":
      return [];
  }
}

export const SILENCE: FlowEvent = { kind: "collected", digits: undefined, invalid: undefined };

function unknownKey(keys: readonly string[]): string {
  return ["9", "8", "7", "*", "#"].find((key) => !keys.includes(key)) ?? "";
}
