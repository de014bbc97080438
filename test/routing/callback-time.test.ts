import { expect, test } from "vitest";
import { isWithin, nextWithin, windowCloses } from "#routing/schedule/windows.ts";
import { book, callbackOf, callbackSite, check, outcomes, promisedTo } from "./callback-given.ts";
import { given, startAt, type Scene } from "./given.ts";

const everyDay = (opens: number, closes: number) =>
  [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens, closes }));
const utc = (text: string): number => Date.parse(`${text}Z`);
const iso = (at: number | undefined): string | undefined => (at === undefined ? at : new Date(at).toISOString());

test("[RT158] windows are hours of the customer's wall: the day of the jump has one hour less, the other one more", () => {
  const night = everyDay(150, 210);
  // Madrid, 29 March 2026: 02:00 becomes 03:00; a window from 02:30 to 03:30 opens with the jump.
  expect(iso(nextWithin(night, "Europe/Madrid", utc("2026-03-29T00:00")))).toBe("2026-03-29T01:00:00.000Z");
  expect(iso(windowCloses(night, "Europe/Madrid", utc("2026-03-29T01:00")))).toBe("2026-03-29T01:30:00.000Z");
  // One that lies in the missing hour as a whole does not open that day.
  expect(iso(nextWithin(everyDay(130, 170), "Europe/Madrid", utc("2026-03-29T00:00")))).toBe(
    "2026-03-30T00:10:00.000Z",
  );
  // 25 October: 02:30 comes twice, and so does the window.
  expect(iso(nextWithin(night, "Europe/Madrid", utc("2026-10-25T00:00")))).toBe("2026-10-25T00:30:00.000Z");
  expect(isWithin(night, "Europe/Madrid", utc("2026-10-25T01:45"))).toBe(true);
  expect(iso(windowCloses(everyDay(60, 150), "Europe/Madrid", utc("2026-10-25T00:00")))).toBe(
    "2026-10-25T00:30:00.000Z",
  );
  expect(iso(nextWithin(everyDay(60, 150), "Europe/Madrid", utc("2026-10-25T00:30")))).toBe("2026-10-25T01:00:00.000Z");
});

test("[RT158] only the weekdays named; none at all never opens, no windows are always open", () => {
  const monday = [{ weekday: 1, opens: 540, closes: 1020 }];
  expect(iso(nextWithin(monday, "Asia/Shanghai", utc("2026-11-23T09:00")))).toBe("2026-11-30T01:00:00.000Z");
  expect(nextWithin([], "Asia/Shanghai", startAt)).toBe(startAt);
  expect(windowCloses([], "Asia/Shanghai", startAt)).toBeUndefined();
  expect(iso(windowCloses(everyDay(0, 1440), "UTC", utc("2026-11-23T09:00")))).toBe("2026-11-24T00:00:00.000Z");
});

test("[RT206] a callback is counted in the line, and its wait is no measure of callers' waits", () => {
  const scene = given(callbackSite());
  book(scene);
  scene.waits();
  const notes = [...scene.state.waits.values()].flatMap((observer) => [...observer.notes.values()]);
  expect(notes.map(({ predictions }) => predictions !== undefined)).toEqual([false, true]);
  expect(notes[0]?.pool.waiting).toBe(2);
});

test("[RT155] outside of the window it stands in no line; when it opens it takes its old place", () => {
  // 09:00 UTC is 10:00 in Madrid.
  const scene = given(callbackSite({ windows: everyDay(660, 720) }));
  scene.signsIn("ann");
  expect(book(scene)).toContain("callback.postponed interaction=call1 until=+3600000 reason=window");
  expect(scene.passes(3_599_999)).not.toContain("reservation.made");
  const told = scene.passes(1);
  expect(told).toContain("callback.due interaction=call1 until=+7200000");
  expect(told).toContain("reservation.made");
});

test("[RT155] the window closes while it waits: out of the line, and an alerting agent is let go", () => {
  const scene = given(callbackSite({ windows: everyDay(540, 601), expiresAfterMs: 172_800_000 }));
  book(scene);
  scene.when(check(scene, true));
  scene.passes(57_000);
  scene.signsIn("ann");
  const told = scene.passes(3_000);
  expect(told).toContain("outcome=withdrawn");
  expect(told).toContain("queue.left interaction=call1 queue=Sales outcome=flowedOut waitMs=60000 flowOut=callback");
  expect(told).toContain("callback.postponed interaction=call1 until=+82800000 reason=window");
});

test("[RT155] windows that go over into each other are one; the place is kept", () => {
  const scene = given(callbackSite({ windows: [...everyDay(0, 630), ...everyDay(630, 1440)] }));
  book(scene);
  scene.when(check(scene, true));
  expect(scene.passes(1_800_000)).toBe("callback.due interaction=call1 until=+7200000");
});

test("[RT155] the customer's own time zone, as soon as it is known; one that nobody knows is the queue's", () => {
  const scene = given(callbackSite({ windows: everyDay(540, 1020), expiresAfterMs: 172_800_000 }));
  expect(book(scene)).toContain("interaction.queued");
  // 17:00 in Shanghai: too late for today.
  const told = scene.when(check(scene, true, "Asia/Shanghai"));
  expect(told).toContain("callback.postponed interaction=call1 until=+57600000 reason=window");
  expect(book(scene, { number: "34911000111", timeZone: "Nowhere/Land" })).toContain("interaction.queued");
});

test("[RT155] it expires where it stands, also when no window will come in time", () => {
  const scene = given(callbackSite());
  book(scene);
  scene.when(check(scene, true));
  expect(scene.passes(7_199_999)).toBe("");
  expect(scene.passes(1)).toContain("callback.ended interaction=call1 outcome=expired attempts=0");
  expect(scene.state.interactions.size).toBe(0);
  const late = given(callbackSite({ windows: everyDay(60, 120) }));
  expect(book(late)).toContain("outcome=expired");
});

test("[RT156] do-not-call at the booking ends it at once, before an attempt as well", () => {
  const scene = given(callbackSite());
  book(scene);
  expect(scene.when(check(scene, false))).toContain("outcome=doNotCall");
  const later = given(callbackSite());
  book(later);
  later.when(check(later, true));
  later.signsIn("ann");
  const told = later.when(check(later, false));
  expect(told).toContain("callback.ended interaction=call1 outcome=doNotCall attempts=0");
  expect(told).toContain("agent.released agent=ann");
  expect(told).toContain("> leg.hangUp leg=leg1 cause=ORIGINATOR_CANCEL");
  const first = given(callbackSite({ mode: "customerFirst" }));
  book(first);
  first.signsIn("ann");
  expect(first.when(check(first, false))).toContain("agent.released agent=ann interaction=call1");
});

test("[RT156] nobody can say, or no answer comes: not called now, tried again later, not counted", () => {
  const scene = given(callbackSite());
  book(scene);
  scene.signsIn("ann");
  scene.parked("leg1");
  expect(scene.when(check(scene, undefined))).toContain("cause=CHECK_FAILED counts=false");
  const silent = given(callbackSite({ mode: "customerFirst" }));
  book(silent);
  silent.signsIn("ann");
  expect(silent.passes(4_000)).toContain("cause=CHECK_FAILED counts=false");
  expect(callbackOf(silent).callback.attempts).toBe(0);
  // An answer that comes after all is about nothing any more.
  expect(silent.when(check(silent, true))).toContain("input.ignored input=callback.checked reason=notAwaited");
});

function gaveUp(scene: Scene, afterMs: number, from = "34600111222"): string {
  scene.arrives("900500", from);
  scene.parked("caller1");
  scene.passes(afterMs);
  return scene.hangsUp("caller1");
}

test("[RT153] who gives up after a while is called back, unless he hides his number or the queue does not do that", () => {
  const config = callbackSite({ abandonedAfterMs: 20_000 });
  const told = gaveUp(given(config), 20_000);
  expect(told).toContain("callback.booked interaction=call2 origin=abandoned");
  expect(told).toContain("callback.postponed interaction=call2 until=+620000 reason=notDue");
  expect(told).toContain("outcome=abandoned");
  expect(gaveUp(given(config), 19_999)).not.toContain("callback.booked");
  expect(gaveUp(given(config), 30_000, "anonymous")).not.toContain("callback.booked");
  expect(gaveUp(given(config), 30_000, "99123456")).not.toContain("callback.booked");
  expect(gaveUp(given(callbackSite()), 30_000)).not.toContain("callback.booked");
});

test("[RT163] who calls again himself and is answered is not called any more; what was arranged for a date stays", () => {
  const scene = given(callbackSite({ abandonedAfterMs: 20_000 }));
  gaveUp(scene, 20_000);
  scene.signsIn("ann");
  scene.waits("900500");
  scene.parked("leg1");
  expect(scene.bridged("caller2", "leg1")).toContain("callback.ended interaction=call2 outcome=cancelled attempts=0");
  const dated = given(callbackSite());
  book(dated, { origin: "scheduled", number: "34600111222", dueAt: startAt + 3_600_000 });
  dated.signsIn("ann");
  dated.waits("900500");
  dated.parked("leg1");
  dated.bridged("caller1", "leg1");
  expect(outcomes(dated)).toEqual([]);
});

test("[RT154] arranged for a date by an agent: not before, hers for a while, then anybody's", () => {
  const scene = given(callbackSite());
  scene.signsIn("ann");
  scene.signsIn("bea");
  scene.presence("bea", "notReady", "lunch");
  const dueAt = startAt + 3_600_000;
  const bea = scene.agent("bea");
  expect(book(scene, { origin: "scheduled", by: bea, agent: bea, dueAt })).toContain("until=+3600000 reason=notDue");
  const told = scene.passes(3_600_000);
  expect(told).toContain("particular={agents=[bea] why=named until=+3660000}");
  expect(told).not.toContain("reservation.made");
  expect(scene.passes(60_000)).toContain("interaction=call1 agent=ann");
});

test("[RT157] nobody signed in: the promise waits; when its queue is gone it is refused", () => {
  const config = { ...callbackSite(), agents: callbackSite().agents };
  const queues = config.queues.map((each) => ({ ...each, leaveWhenNobodySignedIn: true }));
  const scene = given({ ...config, queues });
  scene.signsIn("ann");
  book(scene);
  scene.presence("ann", "signedOut");
  expect(outcomes(scene)).toEqual([]);
  const without = queues.filter((each) => each.name !== "Sales");
  scene.when({ kind: "config.replaced", config: { ...config, queues: without } });
  scene.passes(7_200_000);
  expect(outcomes(scene)).toEqual(["refused"]);
});

test("[RT164] cancelled and moved, but not while it is being tried; an ended one is known for a moment, others are not", () => {
  const scene = given(callbackSite());
  book(scene);
  const interaction = scene.call("call1");
  const move = {
    kind: "callback.rescheduleRequested",
    interaction,
    dueAt: startAt + 600_000,
    agent: undefined,
  } as const;
  const told = scene.when(move);
  expect(told).toContain("queue.left interaction=call1 queue=Sales outcome=flowedOut waitMs=0 flowOut=callback");
  expect(told).toContain("callback.postponed interaction=call1 until=+600000 reason=rescheduled");
  scene.signsIn("ann");
  scene.passes(600_000);
  expect(scene.when(move)).toBe("refused: busy");
  expect(scene.when({ kind: "callback.cancelRequested", interaction })).toContain("outcome=cancelled");
  expect(scene.when({ kind: "callback.cancelRequested", interaction })).toBe("refused: alreadyEnded");
  scene.hangsUp("leg1", "ORIGINATOR_CANCEL");
  expect(scene.when({ kind: "callback.cancelRequested", interaction })).toBe("refused: unknownInteraction");
});

test("[RT165] promises outlive the process and the switch: place, tries and time are what the facts say", () => {
  const scene = promisedTo();
  scene.when({ kind: "engine.started", epoch: 2, seed: "next" });
  scene.when({ kind: "config.replaced", config: scene.config });
  scene.signsIn("ann");
  expect(callbackOf(scene).stage.kind).toBe("waiting");
  // Nobody is rung before the switch has been asked, and its restart takes nothing away.
  expect(scene.resynced({}, "second")).toContain(
    "reservation.made reservation=reservation1 interaction=call2 agent=ann",
  );
  expect(callbackOf(scene).callback.enteredAt).toBe(startAt);
});
