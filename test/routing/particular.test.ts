/** Agents who are tried first: alone, in order, for a bounded time. */

import { expect, test } from "vitest";
import type { AgentConfig } from "#routing/config.ts";
import { evolve } from "#routing/evolve.ts";
import type { FactBody } from "#routing/facts.ts";
import { groupId } from "#routing/ids.ts";
import { id, skills } from "../simulation/site.ts";
import { given, site, type Scene } from "./given.ts";

const north = groupId(id("96", 1));

/** The newest caller waits again, asking for these agents for so long; nobody is asked in this step. */
function asksFor(scene: Scene, names: readonly string[], forMs: number): void {
  const interaction = [...scene.state.interactions.values()].at(-1);
  if (interaction?.stage.kind !== "waiting") throw new Error("nobody waits");
  const { queue, needs, priority, enteredAt, overflowAt } = interaction.stage;
  const particular = { agents: names.map(scene.agent), why: "named" as const, until: scene.now + forMs };
  const bodies: readonly FactBody[] = [
    { kind: "queue.left", interaction: interaction.id, queue, outcome: "flowedOut", waitMs: 0, flowOut: undefined },
    {
      kind: "interaction.queued",
      interaction: interaction.id,
      queue,
      needs,
      priority,
      weight: 1,
      particular,
      enteredAt,
      overflowAt,
      isReturn: false,
      keys: [],
    },
  ];
  for (const body of bodies) evolve(scene.state, { ...body, n: scene.state.lastFact + 1, at: scene.now });
  scene.when({ kind: "time.passed" });
}

const able = [{ skill: skills.sales, proficiency: 3 as const }];

/** ann, bea and cid are on a break; a caller waits. */
function waiting(agents: readonly Partial<AgentConfig>[] = [{}, {}, {}]): Scene {
  const scene = given(site({ agents, queue: { leaveWhenNobodySignedIn: false, groups: [] } }));
  for (const { name } of scene.config.agents) {
    scene.signsIn(name);
    scene.presence(name, "notReady", "break");
  }
  scene.waits();
  return scene;
}

test("[RT224] who is named takes it, in the order of the names, whoever has been idle for longer", () => {
  const scene = waiting();
  asksFor(scene, ["cid", "bea"], 20_000);
  expect(scene.presence("ann", "ready")).not.toContain("reservation.made");
  scene.passes(1_000);
  expect(scene.presence("bea", "ready")).toContain(
    "agent=bea queue=Sales leg=leg1 until=+16000 eligible=1 passedOver=[{agent=ann reason=notParticular}] rule=particularAgent order=onlyOne",
  );
  scene.hangsUp("leg1", "USER_BUSY");
  expect(scene.presence("cid", "ready")).toContain("agent=cid");
});

test("[RT224] at the moment and not before, everybody may take it", () => {
  const scene = waiting();
  asksFor(scene, ["cid"], 20_000);
  scene.presence("ann", "ready");
  expect(scene.passes(19_999)).toBe("");
  expect(scene.passes(1)).toContain("particular.released interaction=call1 because=timeout");
  expect(scene.facts.at(-2)).toMatchObject({ kind: "reservation.made", agent: scene.agent("ann"), rule: "onlyOne" });
});

test("[RT224] at once when the last of them signs out, not when the first does", () => {
  const scene = waiting();
  asksFor(scene, ["bea", "cid"], 20_000);
  scene.presence("ann", "ready");
  expect(scene.presence("bea", "signedOut")).not.toContain("particular.released");
  const told = scene.presence("cid", "signedOut");
  expect(told).toContain("particular.released interaction=call1 because=signedOut");
  expect(told).toContain("agent=ann");
});

test("[RT224] her group is not asked, her skills are", () => {
  const scene = waiting([{}, { skills: able, groups: [north] }, { skills: [] }]);
  asksFor(scene, ["cid", "bea"], 20_000);
  expect(scene.presence("cid", "ready")).not.toContain("reservation.made");
  expect(scene.presence("bea", "ready")).toContain("rule=particularAgent");
});

test("[RT224] whoever asks for her takes his turn with the others by the same rules", () => {
  const scene = waiting();
  scene.passes(1_000);
  scene.waits();
  asksFor(scene, ["cid"], 20_000);
  // The older caller asks for anybody and goes first.
  scene.presence("cid", "ready");
  expect(scene.facts.findLast((fact) => fact.kind === "reservation.made")).toMatchObject({
    interaction: scene.call("call1"),
    order: "oldest",
  });
});
