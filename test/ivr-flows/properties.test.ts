import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  continueFlow,
  startFlow,
  STEPS_PER_ACTIVATION_MAX,
  STEPS_PER_CALL_MAX,
  type FlowCursor,
  type FlowEffect,
  type FlowEvent,
} from "#ivr-flows/interpret.ts";
import type { Flow } from "#ivr-flows/schema.ts";
import { VALUE_LENGTH_MAX, VARIABLES_MAX } from "#ivr-flows/variables.ts";
import { arbitraryEvent, arbitraryFlow } from "./arbitrary-flow.ts";
import { context } from "./site.ts";
import { everyAnswer } from "./walk.ts";

const RUNS = { numRuns: 400 };

/** Awaited answers and random events mixed: the number chooses among what the last effect could be answered with. */
const pushes = fc.array(fc.oneof(fc.nat({ max: 20 }), arbitraryEvent), { maxLength: 60 });

const site = context();

/** Calls `visit` after each turn with what went in and what came out. */
function play(
  flow: Flow,
  events: readonly (number | FlowEvent)[],
  visit: (before: FlowCursor | undefined, event: FlowEvent | undefined, after: Turn) => void,
): void {
  let turn: Turn = { ...startFlow(flow, site), ignored: undefined };
  let waitingFor = turn.effects.at(-1);
  visit(undefined, undefined, turn);
  for (const push of events) {
    const before = turn.cursor;
    if (before === undefined || waitingFor === undefined) return;
    const answers = everyAnswer(waitingFor);
    const event = typeof push === "number" ? answers[push % Math.max(1, answers.length)] : push;
    if (event === undefined) return;
    turn = continueFlow(flow, before, event, site);
    waitingFor = turn.effects.at(-1) ?? waitingFor;
    visit(before, event, turn);
  }
}

interface Turn {
  readonly cursor: FlowCursor | undefined;
  readonly effects: readonly FlowEffect[];
  readonly ignored: string | undefined;
}

test("[FLOW4] no flow and no caller spends more than the step budgets, and everything kept is bounded", () => {
  fc.assert(
    fc.property(arbitraryFlow, pushes, (flow, events) => {
      play(flow, events, (before, _event, { cursor }) => {
        if (cursor === undefined) return;
        expect(cursor.steps - (before?.steps ?? 0)).toBeLessThanOrEqual(STEPS_PER_ACTIVATION_MAX + 1);
        expect(cursor.steps).toBeLessThanOrEqual(STEPS_PER_CALL_MAX + 1);
        expect(cursor.path.length).toBeLessThanOrEqual(cursor.steps);
        const values = Object.values(cursor.variables);
        expect(values.length).toBeLessThanOrEqual(VARIABLES_MAX);
        expect(Math.max(...values.map((value) => value.length))).toBeLessThanOrEqual(VALUE_LENGTH_MAX);
        expect(flow.languages).toContain(cursor.language);
      });
    }),
    RUNS,
  );
});

test("[FLOW2] each turn is ignored without a trace, or has one blocking effect, the last one", () => {
  fc.assert(
    fc.property(arbitraryFlow, pushes, (flow, events) => {
      play(flow, events, (before, _event, { cursor, effects, ignored }) => {
        if (ignored !== undefined) {
          expect(effects).toEqual([]);
          expect(cursor).toBe(before);
          return;
        }
        const blocking = effects.map(({ kind }) => kind !== "collectedValue");
        expect(blocking).toEqual([...effects.slice(1).map(() => false), true]);
      });
    }),
    RUNS,
  );
});

test("[FLOW1] a cursor that went through JSON continues the same", () => {
  fc.assert(
    fc.property(arbitraryFlow, pushes, (flow, events) => {
      play(flow, events, (before, event, after) => {
        if (before === undefined || event === undefined) return;
        const restored: FlowCursor = JSON.parse(JSON.stringify(before));
        const again = continueFlow(flow, restored, event, site);
        expect(JSON.stringify({ cursor: again.cursor, effects: again.effects, ignored: again.ignored })).toBe(
          JSON.stringify({ cursor: after.cursor, effects: after.effects, ignored: after.ignored }),
        );
      });
    }),
    RUNS,
  );
});

test("[FLOW3] random events alone never throw, and never move a cursor that does not await them", () => {
  fc.assert(
    fc.property(arbitraryFlow, fc.array(arbitraryEvent, { maxLength: 60 }), (flow, events) => {
      play(flow, events, (before, event, { ignored }) => {
        if (before === undefined || event === undefined) return;
        const isAwaited = event.kind !== "started" && (event.kind === before.awaiting || event.kind === "failed");
        if (!isAwaited || before.awaiting === "end") expect(ignored).toBeDefined();
      });
    }),
    RUNS,
  );
});

test("[FLOW12] no sensitive digit leaves by any effect, whatever the flow", () => {
  const SECRET = "777";
  fc.assert(
    fc.property(arbitraryFlow, fc.array(fc.nat({ max: 20 }), { maxLength: 60 }), (flow, events) => {
      const allSensitive: Flow = {
        ...flow,
        nodes: Object.fromEntries(
          Object.entries(flow.nodes).map(([id, node]) => [
            id,
            node.type === "collectDigits" ? { ...node, config: { ...node.config, min: 3, sensitive: true } } : node,
          ]),
        ),
      };
      play(allSensitive, events, (_before, _event, { effects }) => {
        const text = JSON.stringify(effects);
        expect(text).not.toContain(SECRET);
        expect(text).not.toContain('"name":"7"');
      });
    }),
    RUNS,
  );
});
