/** A journal that an older version wrote is folded by today's core. */

import { expect, test } from "vitest";
import { inTodaysShape } from "#src/engine/older-facts.ts";
import { PLAIN_NEEDS } from "#routing/config.ts";
import { emptyState, evolve } from "#routing/evolve.ts";
import type { Fact } from "#routing/facts.ts";
import { interactionId } from "#routing/ids.ts";
import { id, queues, siteConfig, skills } from "../simulation/site.ts";

const call = interactionId(id("ca", 1));
const requirement = [{ skill: skills.sales, proficiency: 3 }];
const stored = (body: object, n: number): Fact => JSON.parse(JSON.stringify({ ...body, n, at: 1_000 * n }));

/** As version 0.1.0 wrote them. */
function olderFacts(): readonly Fact[] {
  const { groups: _groups, tiers: _tiers, serviceOrder: _order, rules: _rules, ...config } = siteConfig(1);
  const olderQueues = config.queues.map(
    ({ preferred: _p, groups: _g, strategy: _s, ageing: _a, ownerMs: _o, lastAgentMs: _l, ...queue }) => queue,
  );
  const agents = config.agents.map(({ groups: _g, queueWeights: _w, ...agent }) => agent);
  return [
    stored({ kind: "config.adopted", config: { ...config, queues: olderQueues, agents } }, 1),
    stored({ kind: "interaction.arrived", interaction: call, node: "switch-1", leg: id("1e9", 1), to: "900100" }, 2),
    stored({ kind: "contact.identified", interaction: call, match: "none" }, 2),
    stored(
      {
        kind: "interaction.queued",
        interaction: call,
        queue: queues.sales,
        priority: 1,
        requirement,
        enteredAt: 3_000,
        overflowAt: 60_000,
        isReturn: false,
        keys: [],
      },
      3,
    ),
    stored({ kind: "requirement.relaxed", interaction: call, step: 0, requirement: [] }, 4),
  ];
}

test("[ST10] facts of an older journal are read in today's shape, and those of today unchanged", () => {
  const state = emptyState();
  const read = olderFacts().map(inTodaysShape);
  for (const fact of read.slice(0, 4)) evolve(state, fact);
  expect(state.interactions.get(call)?.stage).toMatchObject({ needs: { ...PLAIN_NEEDS, requirement }, weight: 1 });
  expect(state.interactions.get(call)?.contactValues).toEqual({});
  expect(state.config.rules).toEqual([]);
  for (const fact of read.slice(4)) evolve(state, fact);
  expect(state.interactions.get(call)?.stage).toMatchObject({ needs: PLAIN_NEEDS, nextStep: 1 });
  expect(read.map(inTodaysShape)).toEqual(read);
});
