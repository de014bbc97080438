/** The floor against the plain way: looking at every agent and every waiting interaction for each decision. */

import fc from "fast-check";
import { expect, test } from "vitest";
import type { AgentConfig } from "#routing/config.ts";
import { chooseAgent, chooseInteraction } from "#routing/matching/choose.ts";
import { arranged, plainAgents, plainInteractions, situation } from "./situations.ts";

test("[RT231] the agent for each who waits is the one that looking at everybody finds", () => {
  fc.assert(
    fc.property(situation, (given) => {
      const state = arranged(given);
      for (const each of given.all) {
        const entry = state.floor.entry(each.interaction);
        const choice = entry === undefined ? undefined : chooseAgent(state, entry);
        const plain = plainAgents(given, each);
        expect(choice?.agent).toBe(plain[0]);
        if (choice === undefined) continue;
        expect(choice.eligible).toBe(plain.length);
        // Those who could have taken it come first; of one tier in the order in which they would have been next.
        const able = choice.passedOver.filter(({ agent }) => plain.includes(agent)).map(({ agent }) => agent);
        expect(choice.passedOver.slice(0, able.length).map(({ agent }) => agent)).toEqual(able);
        expect(new Set(able)).toEqual(new Set(plain.slice(1)));
        if (each.particular.length === 0) expect(able).toEqual(plain.slice(1));
      }
    }),
    { numRuns: 400 },
  );
});

test("[RT231] what a free agent takes is what looking at everything that waits finds", () => {
  fc.assert(
    fc.property(situation, (given) => {
      const state = arranged(given);
      for (const { id: agent, lanes: free } of given.idle) {
        const config = given.config.agents.find((known) => known.id === agent) as AgentConfig;
        const plain = plainInteractions(given, config, free);
        const next = chooseInteraction(state, agent);
        expect(next?.entry.interaction).toBe(plain[0]);
        if (next !== undefined) expect(next.order === "onlyOne").toBe(plain.length === 1);
      }
    }),
    { numRuns: 400 },
  );
});

test("[RT231] one after the other is taken, down to nobody, in the order of looking at everything", () => {
  fc.assert(
    fc.property(situation, (given) => {
      for (const { id: agent, lanes: free } of given.idle) {
        const state = arranged(given);
        const config = given.config.agents.find((known) => known.id === agent) as AgentConfig;
        for (const expected of plainInteractions(given, config, free)) {
          const next = chooseInteraction(state, agent);
          expect(next?.entry.interaction).toBe(expected);
          if (next !== undefined) state.floor.forget(next.entry.interaction);
        }
        expect(chooseInteraction(state, agent)).toBeUndefined();
      }
    }),
    { numRuns: 200 },
  );
});
