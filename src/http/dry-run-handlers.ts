/** The routes of the dry run: read from the state of this moment, feeding the engine nothing. */

import type { z } from "zod";
import type { newcomer } from "#protocol/api/dry-run.ts";
import type { SkillCondition } from "#routing/config.ts";
import { agentId, interactionId, queueId, type SkillId } from "#routing/ids.ts";
import { dryRunNewcomer, dryRunWaiting, type Newcomer } from "#routing/matching/explain.ts";
import type { State } from "#routing/state.ts";
import { preferredOf, requirementOf } from "../setup/needs.ts";
import { dryRunView, nextForAgentView } from "../live/project-dry-run.ts";
import { Refused } from "./refused.ts";
import type { Handlers } from "./routes.ts";
import type { WaitParts } from "./wait-handlers.ts";

type DryRunHandlers = Pick<Handlers, "dryRunNewcomer" | "dryRunWaiting" | "readNextForAgent">;

export function dryRunHandlers({ state, now }: WaitParts): DryRunHandlers {
  return {
    async dryRunNewcomer({ body }) {
      const asked = newcomerOf(state, body);
      if (asked instanceof Refused) return asked;
      const run = dryRunNewcomer(state, asked, now());
      return typeof run === "string" ? unknown("queue") : dryRunView(state, run, now());
    },
    async dryRunWaiting({ params }) {
      const run = dryRunWaiting(state, interactionId(params.id.toLowerCase()), now());
      if (run === "notWaiting") return new Refused("notWaiting");
      return typeof run === "string" ? new Refused("notFound") : dryRunView(state, run, now());
    },
    async readNextForAgent({ params }) {
      return nextForAgentView(state, agentId(params.id.toLowerCase())) ?? new Refused("notFound");
    },
  };
}

const unknown = (...paths: readonly string[]): Refused =>
  new Refused("invalid", { fields: paths.map((path) => ({ path, message: "unknown" })) });

/** What is asked for must be set up: a person who mistypes is told so, where the engine would let it count for nothing. */
function newcomerOf(state: State, body: z.output<typeof newcomer>): Newcomer | Refused {
  const { config } = state;
  const requirement = requirementOf(body.requirement);
  const preferred = preferredOf(body.preferred);
  const particular = body.particular.map((id) => agentId(id.toLowerCase()));
  const tier = config.tiers.find(({ name }) => name.toLowerCase() === body.tier?.toLowerCase());
  const skills = new Set<SkillId>(config.skills.map(({ id }) => id));
  const areSkillsKnown = (all: readonly SkillCondition[]): boolean =>
    all.every((each) =>
      "anyOf" in each
        ? areSkillsKnown(each.anyOf)
        : "noneOf" in each
          ? areSkillsKnown(each.noneOf)
          : skills.has(each.skill),
    );
  const agents = new Set<string>(config.agents.map(({ id }) => id));
  const wrong = [
    ...(areSkillsKnown(requirement) ? [] : ["requirement"]),
    ...(areSkillsKnown(preferred) ? [] : ["preferred"]),
    ...(body.tier !== undefined && tier === undefined ? ["tier"] : []),
    ...(particular.every((id) => agents.has(id)) ? [] : ["particular"]),
  ];
  if (wrong.length > 0) return unknown(...wrong);
  const queue = queueId(body.queue.toLowerCase());
  return { queue, requirement, preferred, priority: body.priority, weight: tier?.weight ?? 1, particular };
}
