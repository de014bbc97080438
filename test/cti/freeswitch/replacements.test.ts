/** Who takes over a call is told before the end of the leg that he replaces, whatever the order of the switch. */

import { expect, test } from "vitest";

import { graceMs, Replacements } from "#cti/freeswitch/replacements.ts";
import { nodeId } from "#routing/ids.ts";
import type { SwitchObservation } from "#routing/inputs.ts";

import { ManualTimers } from "../esl/manual-timers.ts";
import { leg, otherLeg } from "./site.ts";

const node = nodeId("fs");
const replaced: SwitchObservation = { kind: "leg.replaced", node, leg, by: otherLeg, from: undefined };

function ended(cause: string): SwitchObservation {
  return { kind: "leg.hungUp", node, leg, cause, sipStatus: undefined, by: "switch" };
}

function world() {
  const timers = new ManualTimers();
  const told: string[] = [];
  const replacements = new Replacements(timers, (observation) => told.push(observation.kind));
  return { timers, told, replacements };
}

test("[FS130] an end that comes first waits for who takes over, and is told behind", () => {
  const { told, replacements, timers } = world();
  replacements.pass(ended("ATTENDED_TRANSFER"));
  expect(told).toEqual([]);
  replacements.pass(replaced);
  expect(told).toEqual(["leg.replaced", "leg.hungUp"]);
  expect(timers.pending).toBe(0);
});

test("[FS130] the other order, and any other end, are not held up", () => {
  const { told, replacements, timers } = world();
  replacements.pass(replaced);
  replacements.pass(ended("ATTENDED_TRANSFER"));
  replacements.pass(ended("NORMAL_CLEARING"));
  expect(told).toEqual(["leg.replaced", "leg.hungUp", "leg.hungUp"]);
  expect(timers.pending).toBe(0);
});

test("[FS130] if nobody comes, the end is told a moment later, once", () => {
  const { told, replacements, timers } = world();
  replacements.pass(ended("ATTENDED_TRANSFER"));
  timers.advance(graceMs - 1);
  expect(told).toEqual([]);
  timers.advance(1);
  expect(told).toEqual(["leg.hungUp"]);
});

test("[FS130] a lost link: nothing is told late, the next list says what is gone", () => {
  const { told, replacements, timers } = world();
  replacements.pass(ended("ATTENDED_TRANSFER"));
  replacements.pass({ kind: "switch.lost", node, cause: "cut" });
  timers.advance(graceMs);
  expect(told).toEqual(["switch.lost"]);
  expect(timers.pending).toBe(0);
});
