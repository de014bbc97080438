/** What a call record keeps of how its caller waited and why each agent was rung, from the core's own facts. */

import { expect, test } from "vitest";
import { foldRecords } from "#src/records/fold.ts";
import { emptyLedger } from "#src/records/ledger.ts";
import { agent, skills } from "../simulation/site.ts";
import { given, site, startAt, type Scene } from "../routing/given.ts";

const relaxation = [{ name: "any proficiency", afterMs: 10_000, requirement: [] }];
const ageing = [{ afterMs: 20_000, priority: 3 }];
const named = { who: "named", agents: [agent(0)], forMs: 5_000 } as const;

/** A rule that asks for ann; she and bea are on a break, so that the caller waits. */
function waiting(): Scene {
  const outcome = { queue: undefined, priority: undefined, requirement: [], preferred: [], tier: undefined };
  const rule = { name: "VIP to Ann", when: { all: [] }, outcome: { ...outcome, particular: named }, continues: false };
  const knows = [{ skill: skills.sales, proficiency: 3 as const }];
  const scene = given(
    site({
      agents: [{ skills: knows }, { skills: knows }],
      queue: { relaxation, ageing, leaveWhenNobodySignedIn: false, priority: 1 },
      config: { rules: [rule] },
    }),
  );
  for (const name of ["ann", "bea"]) {
    scene.signsIn(name);
    scene.presence(name, "notReady", "break");
  }
  scene.waits();
  return scene;
}

function segmentsOf(scene: Scene) {
  const ledger = emptyLedger();
  for (const fact of scene.facts) foldRecords(ledger, fact);
  return [...ledger.dirty.segments];
}

test("[REC16] a visit tells its rules, whom it was for, and each step and band with its moment", () => {
  const scene = waiting();
  scene.passes(25_000);
  const visit = segmentsOf(scene).find(({ kind }) => kind === "queue");
  expect(visit?.more).toEqual({
    enteredAt: startAt,
    priority: 1,
    rules: ["VIP to Ann"],
    particular: { why: "named", agents: [scene.agent("ann")] },
    changes: [
      { kind: "particularReleased", at: startAt + 5_000, because: "timeout" },
      { kind: "relaxed", at: startAt + 10_000, name: "any proficiency" },
      { kind: "aged", at: startAt + 20_000, priority: 4 },
    ],
  });
});

test("[REC16] who comes back after a conversation begins a new visit; who comes back within one goes on with it and says so", () => {
  const scene = waiting();
  scene.presence("ann", "ready");
  scene.talks("caller1", "leg1");
  scene.passes(1_000);
  scene.hangsUp("leg1", "RECOVERY_ON_TIMER_EXPIRE");
  scene.passes(10_000);
  const visits = segmentsOf(scene).filter(({ kind }) => kind === "queue");
  expect(visits.map(({ more }) => [more.rules, more.changes?.map(({ kind }) => kind)])).toEqual([
    [["VIP to Ann"], undefined],
    [undefined, ["relaxed"]],
  ]);
  const within = waiting();
  within.passes(1_000);
  const queued = within.facts.find((fact) => fact.kind === "interaction.queued");
  if (queued === undefined) throw new Error("nobody waits");
  within.facts.push({ ...queued, n: within.state.lastFact + 1, at: within.now });
  const visit = segmentsOf(within).filter(({ kind }) => kind === "queue");
  expect(visit.map(({ more }) => more.changes)).toEqual([[{ kind: "returned", at: within.now }]]);
});

test("[REC16] a reservation keeps why this agent, why this caller, and of how many", () => {
  const scene = waiting();
  scene.passes(12_000);
  scene.waits();
  scene.presence("bea", "ready");
  const alert = segmentsOf(scene).find(({ kind }) => kind === "alert");
  expect(alert).toMatchObject({
    agent: scene.agent("bea"),
    more: { rule: "onlyOne", order: "onlyOne", eligible: 1, relaxedTo: "any proficiency", passedOver: [] },
  });
});
