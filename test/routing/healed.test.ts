/** After a silence: what the facts say is what the switch has, whatever became of its legs meanwhile. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { emptyState, evolve } from "#routing/evolve.ts";
import type { LegSnapshot } from "#routing/inputs.ts";
import { comparable } from "../simulation/comparable.ts";
import { given, site, type Scene } from "./given.ts";

/** One who talks, one on hold, one who is rung for, one who waits, one passed on to a number, one in a menu. */
function busy(): Scene {
  const scene = given(site({ agents: [{}, {}, {}, {}] }));
  for (const [n, name] of ["ann", "bea", "cid"].entries()) {
    scene.signsIn(name);
    scene.waits();
    scene.talks(`caller${n + 1}`, `leg${n + 1}`);
  }
  scene.holds("bea", "call2", true);
  scene.parked("leg2");
  scene.parked("caller2");
  scene.transfers("cid", "call3", { kind: "number", number: "34911222333" });
  scene.hangsUp("leg3");
  scene.parked("caller3");
  scene.signsIn("dan");
  scene.waits();
  scene.rings("leg5");
  scene.waits();
  scene.arrives("900300");
  scene.parked("caller6");
  return scene;
}

const names = ["caller1", "leg1", "caller2", "leg2", "caller3", "leg4", "caller4", "leg5", "caller5", "caller6"];

test("[INV7] whatever ended, answered or was joined unseen: the folded facts have the legs of the switch, and no others", () => {
  fc.assert(
    fc.property(
      fc.subarray(names),
      fc.boolean(),
      fc.boolean(),
      fc.boolean(),
      (alive, isPickedUp, isJoined, isNewProcess) => {
        const scene = busy();
        const has = (leg: string) => alive.includes(leg);
        if (isNewProcess) scene.when({ kind: "engine.started", epoch: 2, seed: "again" });
        scene.linkLost();
        scene.passes(30_000);
        const pairs = [["caller1", "leg1"], ...(isJoined ? [["caller3", "leg4"]] : [])];
        const partnerOf = (leg: string) => {
          const pair = pairs.find((each) => each.includes(leg) && each.every(has));
          return pair?.find((other) => other !== leg);
        };
        const legs: Record<string, Partial<LegSnapshot>> = {};
        for (const leg of alive) {
          const partner = partnerOf(leg);
          const isRinging = (leg === "leg4" && !isJoined) || (leg === "leg5" && !isPickedUp);
          legs[leg] = {
            isAnswered: !isRinging,
            ...(partner === undefined ? {} : { bridgedTo: scene.leg(partner) }),
            tags: { call: "known" },
          };
        }
        scene.resynced(legs);

        const folded = emptyState();
        for (const fact of scene.facts) evolve(folded, JSON.parse(JSON.stringify(fact)) as typeof fact);
        expect(comparable(folded)).toEqual(comparable(scene.state));
        // Legs that were only just asked for may come yet; there are none that nobody asked for.
        const known = [...folded.legs.values()].filter(({ openedAt }) => openedAt < scene.now);
        expect(new Set(known.map(({ id }) => id))).toEqual(new Set(alive.map(scene.leg)));
        for (const leg of known) {
          const seen = Object.entries(legs).find(([name]) => scene.leg(name) === leg.id)?.[1];
          expect({ leg: leg.id, to: leg.bridgedTo, isAnswered: leg.isAnswered }).toEqual({
            leg: leg.id,
            to: seen?.bridgedTo,
            isAnswered: seen?.isAnswered,
          });
        }
      },
    ),
    { numRuns: 300 },
  );
});
