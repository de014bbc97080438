/** A place in the line that a flow asks for: inside the caller's own priority, without an order beside that of the line. */

import fc from "fast-check";
import { expect, test } from "vitest";
import type { RoutingConfig } from "#routing/config.ts";
import { interactionId } from "#routing/ids.ts";
import { newLine, type Place } from "#routing/queue/order.ts";
import { momentOfPosition } from "#routing/queue/position.ts";
import { id } from "../simulation/site.ts";
import { given, site, type Scene } from "./given.ts";

const noBound = -Infinity;

/** Nobody is signed in, and the flow of 900100 asks for this place from now on. */
function asksFor(scene: Scene, position: number | undefined, more: Partial<RoutingConfig> = {}): void {
  const flows = scene.config.flows.map((each) => {
    const nodes = Object.entries(each.flow.nodes).map(([name, entry]) =>
      entry.type === "enqueue" ? [name, { ...entry, config: { ...entry.config, position } }] : [name, entry],
    );
    return { ...each, version: each.version + 1, flow: { ...each.flow, nodes: Object.fromEntries(nodes) } };
  });
  scene.when({ kind: "config.replaced", config: { ...scene.config, ...more, flows } });
}

/** Three callers wait, a second apart. */
function threeWait(more: Partial<RoutingConfig> = {}): Scene {
  const scene = given(site({ queue: { leaveWhenNobodySignedIn: false }, config: more }));
  for (let caller = 1; caller <= 3; caller += 1) {
    scene.waits();
    scene.passes(1_000);
  }
  return scene;
}

const inLine = (scene: Scene): readonly string[] =>
  [...(scene.state.lines.get(scene.queue("Sales")) ?? [])].map(({ interaction }) =>
    String(["call1", "call2", "call3", "call4"].find((name) => scene.call(name) === interaction)),
  );

test.each([
  [-7, ["call4", "call1", "call2", "call3"]],
  [0, ["call4", "call1", "call2", "call3"]],
  [1, ["call4", "call1", "call2", "call3"]],
  [2, ["call1", "call4", "call2", "call3"]],
  [3, ["call1", "call2", "call4", "call3"]],
  [4, ["call1", "call2", "call3", "call4"]],
  [99, ["call1", "call2", "call3", "call4"]],
  [undefined, ["call1", "call2", "call3", "call4"]],
])("[AQ2, RT325] position %s among three of equal priority", (position, expected) => {
  const scene = threeWait();
  asksFor(scene, position);
  const told = scene.waits();
  expect(inLine(scene)).toEqual(expected);
  expect(told).not.toContain("call1");
});

test("[AQ2, RT325] only inside his own priority: neither before a bigger one nor behind a smaller one", () => {
  for (const [position, expected] of [
    [1, ["call3", "call4", "call1", "call2"]],
    [2, ["call3", "call1", "call4", "call2"]],
    [50, ["call3", "call1", "call2", "call4"]],
  ] as const) {
    const scene = given(site({ queue: { leaveWhenNobodySignedIn: false } }));
    scene.waits();
    scene.passes(1_000);
    scene.waits();
    scene.passes(1_000);
    const urgent = scene.config.queues.map((queue) => ({ ...queue, priority: 5 }));
    scene.when({ kind: "config.replaced", config: { ...scene.config, queues: urgent } });
    scene.waits();
    scene.passes(1_000);
    asksFor(scene, position);
    scene.waits();
    expect(inLine(scene)).toEqual(expected);
  }
});

test("[RT325] he is served from that place, and comes back to it; his waiting time is his own", () => {
  const scene = threeWait();
  asksFor(scene, 1);
  scene.waits();
  scene.passes(2_000);
  expect(scene.signsIn("ann")).toContain("reservation.made reservation=reservation1 interaction=call4 agent=ann");
  expect(scene.hangsUp("leg1", "CALL_REJECTED")).toContain("outcome=declined");
  expect(inLine(scene)[0]).toBe("call4");
  scene.signsIn("bea");
  expect(scene.talks("caller4", "leg2")).toContain(
    "queue.left interaction=call4 queue=Sales outcome=answered waitMs=2000",
  );
});

test("[AQ2, RT326] a full queue refuses him like anybody, and nobody moves", () => {
  const scene = threeWait();
  const queues = scene.config.queues.map((queue) => ({ ...queue, waitingMax: 3 }));
  asksFor(scene, 1, { queues });
  expect(scene.waits()).toContain("flowOut=full");
  expect(inLine(scene)).toEqual(["call1", "call2", "call3"]);
});

test("[RT326] who has waited for longer than the bound is overtaken by nobody", () => {
  const scene = threeWait();
  asksFor(scene, 1, { weightedWaitMaxMs: 2_500 });
  // call1 has waited for 3 s, call2 for 2 s.
  scene.waits();
  expect(inLine(scene)).toEqual(["call1", "call4", "call2", "call3"]);
});

const anyLine = fc.array(
  fc.record({ priority: fc.integer({ min: 0, max: 2 }), enteredAt: fc.integer({ min: 0, max: 12 }) }),
  { maxLength: 30 },
);

test("[RT325] in any line: at that place of his band unless others share its millisecond, and the rest stays in order", () => {
  fc.assert(
    fc.property(
      anyLine,
      fc.integer({ min: -2, max: 35 }),
      fc.integer({ min: 0, max: 2 }),
      (others, position, priority) => {
        const line = newLine();
        const places: Place[] = others.map((each, n) => ({ ...each, interaction: interactionId(id("0", n + 1)) }));
        for (const place of places) line.insert(place);
        const before = [...line];
        const me = { interaction: interactionId(id("f", 1)), priority, enteredAt: 100 };
        const mine = { ...me, enteredAt: momentOfPosition(line, { place: me, position, notBefore: noBound }) };
        line.insert(mine);
        expect([...line].filter((each) => each.interaction !== me.interaction)).toEqual(before);
        const band = [...line].filter((each) => each.priority === priority);
        const wanted = Math.min(Math.max(position, 1), band.length) - 1;
        const at = band.findIndex((each) => each.interaction === me.interaction);
        // Further back only past those who entered in the same millisecond as the one whose place it was.
        expect(at).toBeGreaterThanOrEqual(wanted);
        const passed = band.slice(wanted, at).map((each) => each.enteredAt);
        expect(new Set(passed).size).toBeLessThanOrEqual(1);
        if (at > wanted) expect(band[wanted - 1]?.enteredAt).toBe(passed[0]);
      },
    ),
    { numRuns: 500 },
  );
});
