import { expect, test } from "vitest";
import { abandonedShare, averageWaitMs, goalVerdict, tooLongMinutes } from "#agent-console/src/board/figures.ts";

const counts = {
  offered: 0,
  answered: 0,
  answeredWithin: 0,
  abandoned: 0,
  shortAbandoned: 0,
  flowedOut: 0,
  callbackAccepted: 0,
  lost: 0,
  answerWaitMs: 0,
};

test("[CON50] shares and averages of nothing are absent, not zero", () => {
  expect(abandonedShare(counts)).toBeUndefined();
  expect(averageWaitMs(counts)).toBeUndefined();
  expect(abandonedShare({ ...counts, offered: 8, abandoned: 2 })).toBe(0.25);
  expect(averageWaitMs({ ...counts, answered: 4, answerWaitMs: 10_000 })).toBe(2_500);
});

test("[CON51] a queue is above, near or below its goal, or has no service level yet", () => {
  expect(goalVerdict({ serviceLevel: 0.8, serviceLevelGoal: 0.8 })).toBe("above");
  expect(goalVerdict({ serviceLevel: 0.76, serviceLevelGoal: 0.8 })).toBe("near");
  expect(goalVerdict({ serviceLevel: 0.7, serviceLevelGoal: 0.8 })).toBe("below");
  expect(goalVerdict({ serviceLevel: undefined, serviceLevelGoal: 0.8 })).toBeUndefined();
});

test("[CON53] a state is marked once it has lasted unusually long, with the limit that it passed", () => {
  expect(tooLongMinutes("wrapUp", 180_000)).toBeUndefined();
  expect(tooLongMinutes("wrapUp", 180_001)).toBe(3);
  expect(tooLongMinutes("ready", 86_400_000)).toBeUndefined();
});
