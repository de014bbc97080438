/** The switch's reply and the leg's event both say that a leg we answer is answered; it is told once, by the first. */

import { expect, test } from "vitest";

import { Answers } from "#cti/freeswitch/answers.ts";
import { EslDisconnected } from "#cti/esl/faults.ts";

import { leg, otherLeg } from "./site.ts";

function world(isSeeing = true) {
  const told: string[] = [];
  const answers = new Answers((which) => {
    if (isSeeing) told.push(which);
    return isSeeing;
  });
  return { told, answers };
}

test("[FS19] the reply is first: it tells, and the event is no news", async () => {
  const { told, answers } = world();
  await answers.asked(leg, Promise.resolve("+OK\n"));
  expect(told).toEqual([leg]);
  expect(answers.seen(leg)).toBe(false);
  expect(answers.seen(leg)).toBe(true);
});

test("[FS19] the event is first: it is news, and the reply tells nothing", async () => {
  const { told, answers } = world();
  const reply = Promise.withResolvers<string>();
  const asked = answers.asked(leg, reply.promise);
  expect(answers.seen(leg)).toBe(true);
  reply.resolve("+OK\n");
  await asked;
  expect(told).toEqual([]);
});

test("[FS19] a refusal, a broken link and a leg that ended meanwhile tell nothing", async () => {
  const { told, answers } = world();
  await answers.asked(leg, Promise.resolve("-ERROR\n"));
  await answers.asked(otherLeg, Promise.reject(new EslDisconnected("closedBySwitch", "gone", true)));
  const asked = answers.asked(leg, Promise.resolve("+OK\n"));
  answers.ended(leg);
  await asked;
  const lost = answers.asked(leg, Promise.resolve("+OK\n"));
  answers.forget();
  await lost;
  expect(told).toEqual([]);
  expect(answers.seen(leg)).toBe(true);
});

test("[FS19] a reply while the legs are being listed leaves it to the event", async () => {
  const { told, answers } = world(false);
  await answers.asked(leg, Promise.resolve("+OK\n"));
  expect([told, answers.seen(leg)]).toEqual([[], true]);
});

test("[FS19] nothing is remembered of a leg that ended after it was told", async () => {
  const { answers } = world();
  await answers.asked(leg, Promise.resolve("+OK\n"));
  answers.ended(leg);
  expect(answers.seen(leg)).toBe(true);
});
