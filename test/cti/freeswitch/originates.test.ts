/** Did a leg come of an originate? Its job and the leg's own events come in either order. */

import { expect, test } from "vitest";

import { graceMs, Originates } from "#cti/freeswitch/originates.ts";
import { commandId } from "#routing/ids.ts";

import { ManualTimers } from "../esl/manual-timers.ts";
import { command, leg, otherLeg } from "./site.ts";

function world() {
  const timers = new ManualTimers();
  const told: string[] = [];
  const originates = new Originates(timers, (of, by, cause) =>
    told.push(`${of === leg ? "leg" : "other"} ${by === command ? "command" : "second"} ${cause}`),
  );
  originates.expect(command, leg, "call");
  return { timers, told, originates };
}

const second = commandId("cccccccc-0000-4000-8000-000000000002");

test("[FS60] a phone that is not registered makes no leg, and that is told at once", () => {
  const { told, originates, timers } = world();
  originates.jobEnded(command, "USER_NOT_REGISTERED");
  expect(told).toEqual(["leg command USER_NOT_REGISTERED"]);
  expect(timers.pending).toBe(0);
});

test("[FS61] an error of the job counts only if no leg shows up for a moment", () => {
  const { told, originates, timers } = world();
  originates.jobEnded(command, "NORMAL_TEMPORARY_FAILURE");
  originates.created(leg);
  timers.advance(graceMs * 2);
  expect(told).toEqual([]);
});

test("[FS62] an error of the job without a leg is told after that moment, once", () => {
  const { told, originates, timers } = world();
  originates.jobEnded(command, "DESTINATION_OUT_OF_ORDER");
  timers.advance(graceMs - 1);
  expect(told).toEqual([]);
  timers.advance(1);
  originates.failed(command, "AGAIN");
  expect(told).toEqual(["leg command DESTINATION_OUT_OF_ORDER"]);
});

test("[FS63] an error for a leg that lives is no end: only its own hang-up is", () => {
  const { told, originates, timers } = world();
  originates.created(leg);
  originates.jobEnded(command, "ORIGINATOR_CANCEL");
  timers.advance(graceMs);
  originates.settle(new Set(), "LINK_DOWN");
  expect(told).toEqual([]);
});

test("[FS64] the same id twice: the second originate fails, the first leg is untouched", () => {
  const { told, originates, timers } = world();
  originates.created(leg);
  originates.expect(second, leg, "call");
  originates.jobEnded(second, "DESTINATION_OUT_OF_ORDER");
  timers.advance(graceMs);
  originates.jobEnded(command, undefined);
  expect(told).toEqual(["leg second DESTINATION_OUT_OF_ORDER"]);
});

test("[FS65] a hang-up that comes before its leg waits for it", () => {
  const { originates } = world();
  let ran = 0;
  expect(originates.whenCreated(otherLeg, () => (ran += 1))).toBe(false);
  expect(originates.whenCreated(leg, () => (ran += 1))).toBe(true);
  expect(ran).toBe(0);
  originates.created(leg)();
  expect(ran).toBe(1);
  expect(originates.whenCreated(leg, () => (ran += 1))).toBe(false);
});

test("[FS66] after a lost link, what is not there was not made", () => {
  const { told, originates } = world();
  originates.expect(second, otherLeg, "call");
  originates.settle(new Set([leg]), "LINK_DOWN");
  expect(told).toEqual(["other second LINK_DOWN"]);
});
