import { expect, test } from "vitest";
import {
  asked,
  book,
  callbackOf,
  callbackSite,
  check,
  collect,
  commandOf,
  outcomes,
  promisedTo,
} from "./callback-given.ts";
import { given, startAt } from "./given.ts";

test("[RT150] his key takes him out of the line, not out of the queue; his number is read out", () => {
  const scene = given(callbackSite());
  scene.waits("900500");
  scene.passes(30_000);
  const told = scene.presses("caller1", "1");
  expect(told).toContain("callback.asked interaction=call1 reason=key");
  expect(told).not.toContain("queue.left");
  expect(told).toContain("prompts=[callback-will-call 3 4 6 0 0 1 1 1 2 2 2 callback-choice]");
  // Nobody is rung for who is being asked.
  expect(scene.signsIn("ann")).not.toContain("reservation.made");
});

test("[RT150] confirmed: the visit ends as callbackAccepted, and he is told only when it is durable", () => {
  const scene = asked();
  const told = collect(scene, "1");
  expect(told).toContain("queue.left interaction=call1 queue=Sales outcome=callbackAccepted waitMs=30000 flowOut=-");
  expect(told).toContain("callback.booked interaction=call2 origin=virtualHold from=call1");
  expect(told).toContain("> promise.keep");
  expect(told).not.toContain("> prompt.play");
  const command = commandOf(told, "promise.keep", scene);
  const kept = scene.when({ kind: "promise.kept", command, interaction: scene.call("call1") });
  expect(kept).toContain("prompts=[callback-booked]");
  expect(scene.hangsUp("caller1")).toContain("interaction.ended interaction=call1 reason=callbackBooked");
  // Said once more, it changes nothing.
  const again = scene.when({ kind: "promise.kept", command, interaction: scene.call("call1") });
  expect(again).toBe("input.ignored input=promise.kept reason=notAwaited interaction=call1");
});

test("[RT150] a promise that is not durable in time is asked for again and stays one", () => {
  const scene = asked();
  collect(scene, "1");
  const told = scene.passes(5_000);
  expect(told).toContain("callback.repeated interaction=call2 from=call1");
  expect(told).toContain("> promise.keep");
  expect(told).not.toContain("callback.booked");
});

test("[RT150] he types another number, hears it and confirms; one that may not be dialled is asked for again", () => {
  const scene = asked();
  expect(collect(scene, "2")).toContain("prompts=[callback-enter]");
  expect(collect(scene, "99123456")).toContain("prompts=[callback-will-call 9 9 1 2 3 4 5 6 callback-choice]");
  expect(collect(scene, "1")).toContain("prompts=[callback-not-possible callback-enter]");
  collect(scene, "34911000111");
  expect(collect(scene, "1")).toContain("number=34911000111");
});

test("[RT150] a withheld number has to be typed", () => {
  const scene = given(callbackSite());
  scene.arrives("900500", "");
  scene.parked("caller1");
  expect(scene.presses("caller1", "1")).toContain("prompts=[callback-enter]");
});

test("[RT150] who would rather stay goes back to his place, and his visit goes on", () => {
  const scene = asked();
  scene.passes(5_000);
  const told = collect(scene, "3");
  expect(told).toContain("enteredAt=+0 overflowAt=never isReturn=true");
  scene.signsIn("ann");
  scene.passes(1_000);
  expect(scene.talks("caller1", "leg1")).toContain("outcome=answered waitMs=36000");
  expect(scene.facts.filter((fact) => fact.kind === "queue.left")).toHaveLength(1);
});

test("[RT150] who hangs up while he is asked has abandoned the queue", () => {
  const scene = asked();
  const told = scene.hangsUp("caller1");
  expect(told).toContain("outcome=abandoned waitMs=30000");
  expect(told).toContain("interaction.ended interaction=call1 reason=abandonedInQueue");
  expect(outcomes(scene)).toEqual([]);
});

test("[RT150] a queue that does not call back: the flow goes on by the exit that says so", () => {
  const scene = asked(callbackSite({}, { trunks: [] }));
  expect(collect(scene, "1")).toContain("isReturn=true");
});

test("[RT151] the promise stands in the line at the caller's place, before who came after him", () => {
  const scene = promisedTo();
  scene.waits("900500");
  expect(scene.signsIn("ann")).toContain("reservation.made reservation=reservation1 interaction=call2 agent=ann");
  expect(callbackOf(scene).callback.enteredAt).toBe(startAt);
});

test("[RT161] agent first: she picks up, then the customer is called; they talk, and the promise is kept", () => {
  const scene = promisedTo();
  scene.signsIn("ann");
  scene.when(check(scene, true));
  const told = scene.parked("leg1");
  expect(told).toContain("reservation.ended reservation=reservation1 interaction=call2 agent=ann outcome=accepted");
  expect(told).toContain("callback.attempted interaction=call2 attempt=1 agent=ann leg=leg1");
  expect(told).toContain("role=customer target={kind=trunk gateway=carrier number=34600111222}");
  expect(told).toContain("> music.start leg=leg1 sound=ringback");
  scene.parked("leg2");
  const talk = scene.bridged("leg2", "leg1");
  expect(talk).toContain("interaction.connected interaction=call2 agent=ann leg=leg1");
  expect(talk).toContain("callback.ended interaction=call2 outcome=reached attempts=1");
  expect(scene.hangsUp("leg2")).toContain("interaction.ended interaction=call2 reason=completed");
  expect(scene.state.callbacks.size).toBe(0);
});

test("[RT161] the customer is not called before it is known that he may be", () => {
  const scene = promisedTo();
  scene.signsIn("ann");
  expect(scene.parked("leg1")).not.toContain("gateway=carrier");
  expect(scene.when(check(scene, true))).toContain("gateway=carrier");
});

test("[RT160] customer first: she is held, he is called, hears music at his place, and then her phone rings", () => {
  const scene = promisedTo(callbackSite({ mode: "customerFirst" }));
  const told = scene.signsIn("ann");
  expect(told).toContain("callback.attempted interaction=call2 attempt=1 agent=ann leg=-");
  expect(told).not.toContain("leg.originate");
  // She is taken: nobody else gets her meanwhile.
  expect(scene.waits("900500")).not.toContain("reservation.made");
  expect(scene.when(check(scene, true))).toContain("gateway=carrier");
  const reached = scene.parked("leg1");
  expect(reached).toContain("> music.start leg=leg1 sound=music");
  expect(reached).toContain("prompts=[callback-hello]");
  expect(reached).toContain("reservation.made reservation=reservation1 interaction=call2 agent=ann");
  scene.parked("leg2");
  expect(scene.bridged("leg1", "leg2")).toContain("callback.ended interaction=call2 outcome=reached attempts=1");
});

test("[RT160] customer first, and he does not wait for her: one try, and the next one later", () => {
  const scene = promisedTo(callbackSite({ mode: "customerFirst" }));
  scene.signsIn("ann");
  scene.when(check(scene, true));
  scene.parked("leg1");
  const told = scene.hangsUp("leg1");
  expect(told).toContain("reservation.ended reservation=reservation1 interaction=call2 agent=ann outcome=withdrawn");
  expect(told).toContain("callback.attemptFailed interaction=call2 attempt=1 cause=LEFT_WAITING counts=true");
  expect(told).toContain("callback.postponed interaction=call2 until=+630000 reason=retry");
});

test("[RT162] busy: she is free at once, and it is tried again after the pause, at the old place, then given up", () => {
  const scene = promisedTo();
  scene.signsIn("ann");
  scene.when(check(scene, true));
  scene.parked("leg1");
  const told = scene.hangsUp("leg2", "USER_BUSY", 486);
  expect(told).toContain("callback.attemptFailed interaction=call2 attempt=1 cause=USER_BUSY counts=true");
  expect(told).toContain("agent.released agent=ann interaction=call2");
  expect(told).not.toContain("wrapUp");
  scene.hangsUp("leg1");
  const again = scene.passes(600_000);
  expect(again).toContain("enteredAt=+0 overflowAt=never isReturn=true");
  scene.when(check(scene, true));
  scene.parked("leg3");
  expect(scene.hangsUp("leg4", "NO_USER_RESPONSE", 480)).toContain("trunk=1");
  expect(scene.hangsUp("leg5", "NO_ANSWER")).toContain("outcome=exhausted attempts=2");
  expect(scene.state.interactions.get(scene.call("call2"))?.stage).toMatchObject({ reason: "notAnswered" });
});

test("[RT162] nobody answers for 45 s: a try; a number that does not exist is not tried again", () => {
  const scene = promisedTo();
  scene.signsIn("ann");
  scene.when(check(scene, true));
  scene.parked("leg1");
  expect(scene.passes(45_000)).toContain("attempt=1 cause=NO_ANSWER counts=true");
  const other = promisedTo();
  other.signsIn("ann");
  other.when(check(other, true));
  other.parked("leg1");
  expect(other.hangsUp("leg2", "UNALLOCATED_NUMBER", 404)).toContain("outcome=refused");
});

test("[RT162] an agent who gives up is not tried on it again; the try does not count, the next one has it at once", () => {
  const scene = promisedTo();
  scene.signsIn("ann");
  scene.when(check(scene, true));
  scene.parked("leg1");
  const told = scene.hangsUpBy("ann", "call2");
  expect(told).toContain("cause=AGENT_GONE counts=false");
  expect(told).toContain("agent.presenceChanged agent=ann presence={kind=notReady reason=declined} by=system");
  expect(scene.signsIn("bea")).toContain("interaction=call2 agent=bea");
});

test("[RT162] a switch that loses the call says nothing about the customer", () => {
  const scene = promisedTo();
  scene.signsIn("ann");
  scene.when(check(scene, true));
  scene.parked("leg1");
  const told = scene.resynced({}, "second");
  expect(told).toContain("counts=false");
  expect(callbackOf(scene).callback).toMatchObject({ attempts: 0, outcome: undefined });
});

test("[RT152] the same number in the same queue is one callback, with the older place; in another queue it is another", () => {
  const scene = given(callbackSite());
  book(scene);
  scene.passes(10_000);
  expect(book(scene, { number: "+34 911 222 333" })).toContain(
    "callback.repeated interaction=call1 from=- enteredAt=+0",
  );
  expect(scene.state.interactions.size).toBe(1);
  expect(book(scene, { queue: scene.queue("Support") })).toContain("callback.booked interaction=call2");
});

test("[RT154] refused: no such queue, one that does not call back, a bad number, a bad time, an unknown agent", () => {
  const scene = given(callbackSite());
  expect(book(scene, { number: "abc" })).toBe("refused: numberMalformed");
  expect(book(scene, { number: "99123456" })).toBe("refused: numberNotAllowed");
  expect(book(scene, { dueAt: startAt - 90_000_000 })).toBe("refused: timeMalformed");
  expect(book(scene, { timeZone: "../etc" })).toBe("refused: timeMalformed");
  expect(book(scene, { agent: scene.queue("Sales") })).toBe("refused: unknownAgent");
  expect(book(scene, { queue: scene.agent("ann") })).toBe("refused: unknownDestination");
  const off = given();
  expect(book(off)).toBe("refused: callbacksOff");
});
