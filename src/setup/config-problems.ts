/** Rules over a configuration as a whole, which no single table can hold. Pure. */

import { Temporal } from "temporal-polyfill";
import type {
  AgentConfig,
  Needs,
  QueueConfig,
  Requirement,
  RoutingConfig,
  SkillCondition,
  SkillRequirement,
  Strategy,
} from "#routing/config.ts";
import type { Hours, Schedule } from "#routing/schedule/schedule.ts";
import { overflowProblems } from "./overflow-problems.ts";
import type { Field } from "./refusals.ts";
import { ruleProblems } from "./rules.ts";

/** What a queue, a step or a rule asks for; a step and a rule leave out what they do not change. */
type Asked = { readonly [Part in keyof Needs]?: Needs[Part] | undefined };

/** What may be named. */
interface Known {
  readonly skills: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
}

/** Everything that is wrong, in the words of an admin; empty when the configuration may be adopted. */
export function configProblems(config: RoutingConfig): readonly Field[] {
  const known: Known = {
    skills: new Set(config.skills.map(({ id }) => id)),
    groups: new Set(config.groups.map(({ id }) => id)),
  };
  return [
    ...config.queues.flatMap((queue) => queueProblems(queue, known)),
    ...overflowProblems(config),
    ...config.agents.flatMap((agent) => agentProblems(agent, known)),
    ...tierProblems(config),
    ...config.rules.flatMap(({ name, outcome }) => needsProblems(`rules.${name}.outcome`, outcome, known)),
    ...ruleProblems(config),
    ...config.schedules.flatMap(scheduleProblems),
  ];
}

function queueProblems(queue: QueueConfig, known: Known): readonly Field[] {
  const path = `queues.${queue.name}`;
  return [
    ...needsProblems(path, queue, known),
    ...queue.relaxation.flatMap((step, index) => needsProblems(`${path}.relaxation.${index}`, step, known)),
    ...ascending(`${path}.relaxation`, queue.relaxation, "steps must come one after the other"),
    ...ascending(`${path}.ageing`, queue.ageing, "ageing must come one after the other"),
    ...repeated(
      `${path}.relaxation`,
      queue.relaxation.map(({ name }) => name),
      "two steps have one name",
    ),
  ];
}

function needsProblems(path: string, needs: Asked, known: Known): readonly Field[] {
  const { requirement = [], preferred = [], groups = [], strategy } = needs;
  return [
    ...skillProblems(`${path}.requirement`, requirement, known),
    ...skillProblems(`${path}.preferred`, preferred, known),
    ...groupProblems(`${path}.groups`, groups, known),
    ...(strategy === undefined ? [] : strategyProblems(`${path}.strategy`, strategy, known)),
  ];
}

/** Of the plain conditions each names another skill; within `anyOf` and `noneOf` one skill may stand in several ranges. */
function skillProblems(path: string, requirement: Requirement, { skills }: Known): readonly Field[] {
  const plain = requirement.flatMap((each) => ("skill" in each ? [each.skill] : []));
  const ranges = requirement.flatMap(rangesIn);
  const problems: Field[] = [...repeated(path, plain, "a skill is named twice")];
  if (ranges.some(({ skill }) => !skills.has(skill))) problems.push({ path, message: "there is no such skill" });
  if (ranges.some(({ proficiency, proficiencyMax = 5 }) => proficiency > proficiencyMax)) {
    problems.push({ path, message: "nobody can be better than the most and worse than the least proficiency" });
  }
  return problems;
}

/** Every range that a condition speaks of, however deep. */
function rangesIn(condition: SkillCondition): readonly SkillRequirement[] {
  if ("anyOf" in condition) return condition.anyOf.flatMap(rangesIn);
  if ("noneOf" in condition) return condition.noneOf.flatMap(rangesIn);
  return [condition];
}

function groupProblems(path: string, groups: readonly string[], known: Known): readonly Field[] {
  const problems = repeated(path, groups, "a group is named twice");
  return groups.every((id) => known.groups.has(id))
    ? problems
    : [...problems, { path, message: "there is no such group" }];
}

function strategyProblems(path: string, strategy: Strategy, known: Known): readonly Field[] {
  if (strategy.kind === "topDown") return groupProblems(path, strategy.groups, known);
  if (strategy.kind !== "percentage") return [];
  const problems = groupProblems(
    path,
    strategy.shares.map(({ group }) => group),
    known,
  );
  const sum = strategy.shares.reduce((total, { percent }) => total + percent, 0);
  return sum > 0 ? problems : [...problems, { path, message: "the shares must add up to more than nothing" }];
}

function agentProblems(agent: AgentConfig, known: Known): readonly Field[] {
  const path = `agents.${agent.name}`;
  return [
    ...skillProblems(`${path}.skills`, agent.skills, known),
    ...groupProblems(`${path}.groups`, agent.groups, known),
  ];
}

function tierProblems({ tiers }: RoutingConfig): readonly Field[] {
  return repeated(
    "tiers",
    tiers.map(({ name }) => name.toLowerCase()),
    "two tiers have one name",
  );
}

function ascending(path: string, steps: readonly { readonly afterMs: number }[], message: string): readonly Field[] {
  return steps.flatMap(({ afterMs }, index) =>
    afterMs > (steps[index - 1]?.afterMs ?? 0) ? [] : [{ path: `${path}.${index}`, message }],
  );
}

function repeated(path: string, names: readonly string[], message: string): readonly Field[] {
  return new Set(names).size === names.length ? [] : [{ path, message }];
}

/** What is wrong with opening hours. */
export function scheduleProblems(schedule: Schedule): readonly Field[] {
  const path = `schedules.${schedule.name}`;
  const problems: Field[] = [];
  if (!isTimeZone(schedule.timeZone))
    problems.push({ path: `${path}.timeZone`, message: "there is no such time zone" });
  for (let weekday = 1; weekday <= 7; weekday += 1) {
    const hours = schedule.weekly.filter((each) => each.weekday === weekday);
    problems.push(...hoursProblems(`${path}.weekly.${weekday}`, hours));
  }
  const dates = schedule.exceptions.map((day) => day.date);
  if (new Set(dates).size !== dates.length) {
    problems.push({ path: `${path}.exceptions`, message: "a day is named twice" });
  }
  for (const day of schedule.exceptions) problems.push(...hoursProblems(`${path}.exceptions.${day.date}`, day.hours));
  return problems;
}

function hoursProblems(path: string, hours: readonly Hours[]): readonly Field[] {
  const sorted = hours.toSorted((a, b) => a.opens - b.opens);
  if (sorted.some((each) => each.opens >= each.closes)) return [{ path, message: "opens after it closes" }];
  const isOverlapping = sorted.some((each, index) => each.opens < (sorted[index - 1]?.closes ?? 0));
  return isOverlapping ? [{ path, message: "hours overlap" }] : [];
}

/** True for a name that the clock knows (`Asia/Shanghai`); offsets such as `+08:00` have no rules and are refused. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
