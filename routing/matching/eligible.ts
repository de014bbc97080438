/** Who could take an interaction at all: skills, proficiency and group, nothing about being free. */

import type {
  AgentConfig,
  FlowVersion,
  Needs,
  QueueConfig,
  Requirement,
  RoutingConfig,
  SkillCondition,
} from "../config.ts";
import type { AgentId, QueueId } from "../ids.ts";

type Skills = AgentConfig["skills"];

/** True when every condition holds. No condition: anybody. */
export function satisfies(skills: Skills, requirement: Requirement): boolean {
  return requirement.every((condition) => holds(skills, condition));
}

/** [RT42] A skill that an agent does not have meets no range, so that `noneOf` holds for her. */
function holds(skills: Skills, condition: SkillCondition): boolean {
  if ("anyOf" in condition) return condition.anyOf.some((each) => holds(skills, each));
  if ("noneOf" in condition) return !condition.noneOf.some((each) => holds(skills, each));
  const { skill, proficiency, proficiencyMax = 5 } = condition;
  return skills.some(
    (has) => has.skill === skill && has.proficiency >= proficiency && has.proficiency <= proficiencyMax,
  );
}

/** Skills and group both: able to take what needs this. */
export function isAble({ skills, groups }: Pick<AgentConfig, "skills" | "groups">, needs: Needs): boolean {
  if (needs.groups.length > 0 && !needs.groups.some((group) => groups.includes(group))) return false;
  return satisfies(skills, needs.requirement);
}

/** A configuration is a value that never changes, so that its parts need to be listed by id only once. */
const listed = new WeakMap<
  RoutingConfig,
  {
    readonly agents: ReadonlyMap<AgentId, AgentConfig>;
    readonly queues: ReadonlyMap<QueueId, QueueConfig>;
    readonly queuesByName: ReadonlyMap<string, QueueConfig>;
    readonly flowsByDigits: ReadonlyMap<string, FlowVersion>;
    readonly flowsByName: ReadonlyMap<string, readonly FlowVersion[]>;
  }
>();

function partsOf(config: RoutingConfig) {
  let parts = listed.get(config);
  if (parts === undefined) {
    parts = {
      agents: new Map(config.agents.map((agent) => [agent.id, agent])),
      queues: new Map(config.queues.map((queue) => [queue.id, queue])),
      queuesByName: new Map(config.queues.map((queue) => [queue.name, queue])),
      flowsByDigits: flowsByDigits(config),
      flowsByName: Map.groupBy(config.flows, ({ name }) => name),
    };
    listed.set(config, parts);
  }
  return parts;
}

/** Looked up for every candidate of every decision; undefined: not, or no longer, set up. */
export function agentConfig(config: RoutingConfig, id: AgentId): AgentConfig | undefined {
  return partsOf(config).agents.get(id);
}

/** undefined: not, or no longer, set up. */
export function queueConfig(config: RoutingConfig, id: QueueId | undefined): QueueConfig | undefined {
  return id === undefined ? undefined : partsOf(config).queues.get(id);
}

/** By the name that flows use. */
export function queueNamed(config: RoutingConfig, name: string): QueueConfig | undefined {
  return partsOf(config).queuesByName.get(name);
}

/** [RT2] The live version of the flow of a dialled number; `+` and no `+` are the same number. */
export function flowOfNumber(config: RoutingConfig, dialled: string): FlowVersion | undefined {
  return partsOf(config).flowsByDigits.get(digitsOf(dialled));
}

/** A version of a flow; a newer process may not know the one that was meant: the newest is better than none. */
export function flowVersion(config: RoutingConfig, name: string, version: number): FlowVersion | undefined {
  const versions = partsOf(config).flowsByName.get(name);
  return versions?.find((each) => each.version === version) ?? versions?.at(-1);
}

const digitsOf = (dialled: string): string => (dialled.startsWith("+") ? dialled.slice(1) : dialled);

function flowsByDigits({ numbers, flows }: RoutingConfig): ReadonlyMap<string, FlowVersion> {
  // The newest version of a name comes first and is the live one.
  const live = new Map(flows.toReversed().map((flow) => [flow.name, flow]));
  const found = new Map<string, FlowVersion>();
  for (const { dialled, flow } of numbers.toReversed()) {
    const version = live.get(flow);
    if (version !== undefined) found.set(digitsOf(dialled), version);
  }
  return found;
}

const needsOfQueue = new WeakMap<QueueConfig, Needs>();

/** What a visit to this queue asks for before a flow adds to it; the same object every time. */
export function needsOf(queue: QueueConfig): Needs {
  let needs = needsOfQueue.get(queue);
  if (needs === undefined) {
    const { requirement, preferred, groups, strategy } = queue;
    needs = { requirement, preferred, groups, strategy };
    needsOfQueue.set(queue, needs);
  }
  return needs;
}

/** The needs after a relaxation step: what the step does not mention stays. */
export function relaxed(needs: Needs, step: QueueConfig["relaxation"][number]): Needs {
  return {
    requirement: step.requirement,
    preferred: step.preferred ?? needs.preferred,
    groups: step.groups ?? needs.groups,
    strategy: step.strategy ?? needs.strategy,
  };
}

/** How many agents may be rung at once after the first `steps` relaxation steps. */
export function ringAgentsOf(queue: QueueConfig | undefined, steps: number): number {
  for (let step = steps - 1; step >= 0; step -= 1) {
    const ringAgents = queue?.relaxation[step]?.ringAgents;
    if (ringAgents !== undefined) return ringAgents;
  }
  return queue?.ringAgents ?? 1;
}

/** Whether this agent will do for these needs now or after any of the queue's relaxation steps from `nextStep` on. */
export function couldEverTake(
  agent: Pick<AgentConfig, "skills" | "groups">,
  needs: Needs,
  queue: QueueConfig | undefined,
  nextStep = 0,
): boolean {
  if (isAble(agent, needs)) return true;
  let later = needs;
  for (const step of queue?.relaxation.slice(nextStep) ?? []) {
    later = relaxed(later, step);
    if (isAble(agent, later)) return true;
  }
  return false;
}
