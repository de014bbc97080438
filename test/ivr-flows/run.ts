/** Runs a flow through a row of events and keeps what happened. */

import { expect } from "vitest";
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

export interface Run {
  /** undefined: the flow is over. */
  readonly cursor: FlowCursor | undefined;
  /** The effects of the last turn. */
  readonly effects: readonly FlowEffect[];
  readonly path: readonly string[];
}

/** The path is written as `node.exit`, or `node` where it still stands. No event may be ignored. */
export function run(flow: Flow, events: readonly FlowEvent[], site: FlowContext = context()): Run {
  const start = startFlow(flow, site);
  let cursor: FlowCursor | undefined = start.cursor;
  let { effects } = start;
  let { path } = start.cursor;
  for (const event of events) {
    if (cursor === undefined) expect.fail(`the flow ended before ${event.kind}`);
    const turn = continueFlow(flow, cursor, event, site);
    expect(turn.ignored).toBeUndefined();
    ({ cursor, effects, path } = turn);
  }
  return { cursor, effects, path: path.map(({ node, exit }) => (exit === undefined ? node : `${node}.${exit}`)) };
}

/** The cursor, of a flow that must not be over. */
export function standing({ cursor }: Run): FlowCursor {
  if (cursor === undefined) expect.fail("the flow is over");
  return cursor;
}

export function pressed(digits: string): FlowEvent {
  return { kind: "collected", digits, invalid: undefined };
}

export function wrong(invalid: string): FlowEvent {
  return { kind: "collected", digits: undefined, invalid };
}
