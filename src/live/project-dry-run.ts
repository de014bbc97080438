/** From the core's dry run to what the wire tells: names instead of ids, the nearest agents first. Pure. */

import type { z } from "zod";
import {
  AGENTS_TOLD_MAX,
  standingKinds,
  type DryRunView,
  type nextForAgent,
  type NotFreeView,
  type StandingView,
  type UnmetView,
} from "#protocol/api/dry-run.ts";
import type { SkillCondition } from "#routing/config.ts";
import type { AgentId, QueueId } from "#routing/ids.ts";
import type { Instant } from "#routing/instant.ts";
import { nextFor } from "#routing/matching/choose.ts";
import { agentConfig, queueConfig } from "#routing/matching/eligible.ts";
import type { AgentAnswer, AgentStanding, DryRun } from "#routing/matching/explain.ts";
import { whyNotFree, type NotFree } from "#routing/matching/not-free.ts";
import type { State } from "#routing/state.ts";

export function dryRunView(state: State, run: DryRun, at: Instant): DryRunView {
  const { queue, priority, weight, enteredAt, relaxedTo, position, waiting, obstacle, chosen, steps } = run;
  const agent = (id: AgentId) => ({ id, name: agentConfig(state.config, id)?.name ?? id });
  const nearest = run.agents.toSorted((a, b) => distanceOf(a) - distanceOf(b) || (a.before ?? 0) - (b.before ?? 0));
  return {
    at,
    queue: queueNamed(state, queue),
    priority,
    weight,
    enteredAt,
    relaxedTo,
    position,
    waiting,
    particular: run.particular.map(agent),
    alerting: run.alerting.map(agent),
    obstacle,
    chosen: chosen === undefined ? undefined : { ...agent(chosen.agent), rule: chosen.rule, eligible: chosen.eligible },
    standings: counted(run.agents),
    agents: nearest
      .slice(0, AGENTS_TOLD_MAX)
      .map(({ agent: id, standing, before }) => ({ ...agent(id), standing: standingView(state, standing), before })),
    steps: [...steps],
    overflow: run.overflow.map(({ when, to }) => ({ when, to })),
  };
}

/** undefined: there is no such agent. */
export function nextForAgentView(state: State, id: AgentId): z.output<typeof nextForAgent> | undefined {
  const config = agentConfig(state.config, id);
  if (config === undefined) return undefined;
  const agent = state.agents.get(id);
  const isThere = agent !== undefined && agent.presence.kind !== "signedOut";
  const isFree = state.floor.lanes().some(({ idle }) => idle.has(id));
  const next = nextFor(state, id);
  return {
    agent: { id, name: config.name },
    notFree: isFree ? undefined : isThere ? notFreeView(state, whyNotFree(agent)) : { kind: "signedOut" },
    next:
      next === undefined
        ? undefined
        : {
            interaction: next.entry.interaction,
            queue: queueNamed(state, next.entry.class.queue),
            priority: next.entry.priority,
            enteredAt: next.entry.enteredAt,
            order: next.order,
          },
  };
}

function queueNamed(state: State, id: QueueId) {
  return { id, name: queueConfig(state.config, id)?.name ?? id };
}

/** Ranked agents by rank, the others by their kind. */
function distanceOf({ standing }: AgentAnswer): number {
  const kinds: readonly AgentStanding["kind"][] = standingKinds;
  const rank = standing.kind === "nextInLine" ? 1 - 1 / standing.rank : 0;
  return kinds.indexOf(standing.kind) + rank;
}

function counted(agents: readonly AgentAnswer[]): DryRunView["standings"] {
  const counts = {
    wouldTake: 0,
    nextInLine: 0,
    notFree: 0,
    notParticular: 0,
    signedOut: 0,
    otherGroup: 0,
    lacksSkill: 0,
  };
  for (const { standing } of agents) counts[standing.kind] += 1;
  return counts;
}

function standingView(state: State, standing: AgentStanding): StandingView {
  switch (standing.kind) {
    case "wouldTake":
    case "nextInLine":
    case "notParticular":
    case "signedOut":
    case "otherGroup":
      return standing;
    case "notFree":
      return { kind: "notFree", because: notFreeView(state, standing.because) };
    case "lacksSkill":
      return { kind: "lacksSkill", condition: unmetView(state, standing.condition) };
  }
}

function notFreeView(state: State, because: NotFree): NotFreeView {
  if (because.kind !== "engaged") return because;
  const queue = state.interactions.get(because.interaction)?.lastQueue;
  return { ...because, queue: queueConfig(state.config, queue)?.name };
}

function unmetView(state: State, condition: SkillCondition): UnmetView {
  const kind = "anyOf" in condition ? "anyOf" : "noneOf" in condition ? "noneOf" : "needs";
  return { kind, skills: [...skillsIn(state, condition)] };
}

function* skillsIn(state: State, condition: SkillCondition): Iterable<UnmetView["skills"][number]> {
  if ("anyOf" in condition) for (const each of condition.anyOf) yield* skillsIn(state, each);
  else if ("noneOf" in condition) for (const each of condition.noneOf) yield* skillsIn(state, each);
  else {
    const { skill, proficiency, proficiencyMax } = condition;
    const name = state.config.skills.find(({ id }) => id === skill)?.name ?? skill;
    yield { name, proficiency, proficiencyMax };
  }
}
