/** The watchdog barks: each invariant is broken by hand, and said. */

import { expect, test } from "vitest";
import { reservationId } from "#routing/ids.ts";
import { breaches } from "#routing/invariants.ts";
import { Book } from "../simulation/book.ts";
import { id } from "../simulation/site.ts";
import { unfairService } from "../simulation/unfair-service.ts";
import { given, site, type Scene } from "./given.ts";

/** ann rings for the first caller; another one waits. */
function ringing(): Scene {
  const scene = given(
    site({ agents: [{}, {}], queue: { leaveWhenNobodySignedIn: false, overflowAfterMs: undefined } }),
  );
  scene.signsIn("ann");
  scene.waits();
  scene.passes(1);
  scene.waits();
  expect(breaches(scene.state)).toEqual([]);
  return scene;
}

const said = (scene: Scene): string => breaches(scene.state).join("\n");
const another = reservationId(id("fe", 1));

test("[INV1] an agent in two reservations", () => {
  const scene = ringing();
  const [first] = scene.state.reservations.values();
  if (first === undefined) throw new Error("she rings");
  scene.state.reservations.set(another, { ...first, id: another, interaction: scene.call("call2") });
  expect(said(scene)).toContain(`agent ${first.agent} is in two reservations`);
});

test("[INV2] two phones for a caller whose queue rings one at a time", () => {
  const scene = ringing();
  const [first] = scene.state.reservations.values();
  if (first === undefined) throw new Error("she rings");
  scene.state.reservations.set(another, { ...first, id: another, agent: scene.agent("bea") });
  expect(said(scene)).toContain(`interaction ${first.interaction} rings 2 agents, more than it may`);
});

test("[INV3] an interaction that ends twice, and one that never does", () => {
  const scene = ringing();
  const book = new Book();
  for (const fact of scene.facts) book.enter(fact);
  const end = { kind: "interaction.ended", interaction: scene.call("call1"), reason: "completed" } as const;
  book.enter({ ...end, n: scene.facts.length + 1, at: scene.now });
  book.enter({ ...end, n: scene.facts.length + 2, at: scene.now });
  expect(book.imbalances(scene.state).join("\n")).toContain("ended 2 times");
  scene.state.interactions.delete(scene.call("call2"));
  expect(book.imbalances(scene.state).join("\n")).toContain(
    `interaction ${scene.call("call2")} is gone without an end`,
  );
});

test("[INV5] somebody free and able while somebody waits", () => {
  const scene = ringing();
  scene.signsIn("bea");
  expect(breaches(scene.state)).toEqual([]);
  const waiting = scene.state.interactions.get(scene.call("call2"));
  if (waiting?.stage.kind !== "waiting") throw new Error("call2 waits");
  // As if the engine had overlooked both.
  scene.state.reservations.delete(waiting.stage.reservations[0] ?? another);
  waiting.stage = { ...waiting.stage, reservations: [] };
  const figures = { idleSince: 0, occupancy: 0, handled: 0, reservedLast: 0, load: 0 };
  scene.state.floor.free("voice", { id: scene.agent("bea"), ...figures });
  expect(said(scene)).toContain(`waits although agent ${scene.agent("bea")} is free and able`);
});

test("[INV6] the later caller is served, the earlier one is not", () => {
  const scene = ringing();
  expect(unfairService(scene.state, scene.facts)).toEqual([]);
  const made = scene.facts.find((fact) => fact.kind === "reservation.made");
  const [one, two] = [scene.call("call1"), scene.call("call2")].map((call) => scene.state.interactions.get(call));
  if (made === undefined || one?.stage.kind !== "waiting" || two?.stage.kind !== "waiting")
    throw new Error("both wait");
  // As if the reservation had been made for the second.
  const swapped = { ...made, interaction: two.id, at: made.at + 1 };
  two.stage = { ...two.stage, reservations: one.stage.reservations };
  one.stage = { ...one.stage, reservations: [] };
  expect(unfairService(scene.state, [swapped])).toEqual([
    `agent ${made.agent} was reserved for ${two.id}, although ${one.id} goes before it`,
  ]);
});

test("[INV8] a conversation without a leg", () => {
  const scene = ringing();
  scene.talks("caller1", "leg1");
  scene.state.legs.delete(scene.leg("leg1"));
  expect(said(scene)).toContain(`agent ${scene.agent("ann")} talks without a leg`);
});
