/** Rules over a configuration as a whole, which no single table can hold. Pure. */

import { Temporal } from "temporal-polyfill";
import type { QueueConfig, Requirement, RoutingConfig, SkillCondition } from "#routing/config.ts";
import type { Hours, Schedule } from "#routing/schedule/schedule.ts";
import type { Field } from "./refusals.ts";

/** Everything that is wrong, in the words of an admin; empty when the configuration may be adopted. */
export function configProblems(config: RoutingConfig): readonly Field[] {
  const skills = new Set<string>(config.skills.map((skill) => skill.id));
  return [
    ...config.queues.flatMap((queue) => queueProblems(queue, skills)),
    ...config.agents.flatMap((agent) => skillProblems(`agents.${agent.name}.skills`, agent.skills, skills)),
    ...config.schedules.flatMap(scheduleProblems),
  ];
}

function queueProblems(queue: QueueConfig, skills: ReadonlySet<string>): readonly Field[] {
  const path = `queues.${queue.name}`;
  const problems: Field[] = [...skillProblems(`${path}.requirement`, queue.requirement, skills)];
  for (const [index, step] of queue.relaxation.entries()) {
    problems.push(...skillProblems(`${path}.relaxation.${index}`, step.requirement, skills));
    const before = queue.relaxation[index - 1];
    if (before !== undefined && before.afterMs >= step.afterMs) {
      problems.push({ path: `${path}.relaxation.${index}`, message: "steps must come one after the other" });
    }
  }
  return problems;
}

function skillProblems(path: string, requirement: Requirement, skills: ReadonlySet<string>): readonly Field[] {
  const ids = requirement.flatMap((each) => ("skill" in each ? [each.skill] : []));
  const problems: Field[] = [];
  if (requirement.flatMap(skillsNamed).some((id) => !skills.has(id)))
    problems.push({ path, message: "there is no such skill" });
  if (new Set(ids).size !== ids.length) problems.push({ path, message: "a skill is named twice" });
  return problems;
}

/** Every skill that a condition speaks of, however deep. */
function skillsNamed(condition: SkillCondition): readonly string[] {
  if ("anyOf" in condition) return condition.anyOf.flatMap(skillsNamed);
  if ("noneOf" in condition) return condition.noneOf.flatMap(skillsNamed);
  return [condition.skill];
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
