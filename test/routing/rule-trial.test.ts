/** Rules tried on somebody who does not exist come to what they come to for somebody who does. */

import { expect, test } from "vitest";
import { commandId, contactId } from "#routing/ids.ts";
import { dryRunNewcomer } from "#routing/matching/explain.ts";
import { queueConfig } from "#routing/matching/eligible.ts";
import { tryRules } from "#routing/rules/trial.ts";
import type { RoutingRule, RuleCondition, RuleOutcome } from "#routing/rules/rule.ts";
import { agent, id, queues, skills } from "../simulation/site.ts";
import { given, site, type Scene } from "./given.ts";

const nothing: RuleOutcome = {
  queue: undefined,
  priority: undefined,
  requirement: [],
  preferred: [],
  tier: undefined,
  particular: undefined,
};
const rule = (name: string, when: RuleCondition, outcome: Partial<RuleOutcome>, continues = true): RoutingRule => ({
  name,
  when,
  outcome: { ...nothing, ...outcome },
  continues,
});
const able = { skills: Object.values(skills).map((skill) => ({ skill, proficiency: 3 as const })) };
const maria = contactId(id("c0", 1));
const rules = [
  rule("complaint", { attribute: "contact.openComplaint", is: "yes" }, { priority: { kind: "add", value: 7 } }),
  rule(
    "debt",
    { attribute: "contact.debt", is: "moreThan", value: 100 },
    {
      queue: queues.support,
      tier: "gold",
      requirement: [{ skill: skills.sales, proficiency: 3, proficiencyMax: undefined }],
      particular: { who: "owner", forMs: 20_000 },
    },
    false,
  ),
  rule("everybody", { all: [] }, { priority: { kind: "set", value: 99 } }),
];
const values = { openComplaint: "yes", debt: "120.50", owner: agent(1) };

function staffed(): Scene {
  const config = { rules, tiers: [{ name: "gold", weight: 2 }] };
  const plain = site({ agents: [able, able], queue: {}, config });
  const scene = given({ ...plain, queues: plain.queues.map((queue) => ({ ...queue, priority: 4 })) });
  for (const name of ["ann", "bea"]) {
    scene.signsIn(name);
    scene.presence(name, "notReady", "break");
  }
  return scene;
}

const caller = (more: object = {}) => ({
  contact: maria,
  match: "known" as const,
  contactValues: values,
  from: "34600111222",
  to: "900100",
  flow: undefined,
  ...more,
});

test("[RT331] what a trial says is what the same caller gets: queue, priority, needs, weight, owner; and nothing is recorded", () => {
  const scene = staffed();
  const asked = queueConfig(scene.config, scene.queue("Sales"));
  if (asked === undefined) throw new Error("no Sales");
  const before = scene.facts.length;
  const trial = tryRules(scene.state, caller(), asked, scene.now);
  expect(trial.verdicts).toEqual(["holds", "holds", "notReached"]);
  expect(trial.wishes.applied).toEqual(["complaint", "debt"]);
  const run = dryRunNewcomer(scene.state, trial.newcomer, scene.now);
  expect(scene.facts.length).toBe(before);
  if (typeof run === "string") throw new Error(run);

  scene.arrives("900100");
  scene.when({
    kind: "contact.found",
    command: commandId(id("0", 1)),
    interaction: scene.call("call1"),
    match: "known",
    contact: maria,
    values,
  });
  scene.parked("caller1");
  const stage = scene.state.interactions.get(scene.call("call1"))?.stage;
  if (stage?.kind !== "waiting") throw new Error("he does not wait");
  expect(stage.queue).toBe(trial.queue.id);
  expect([stage.priority, stage.weight]).toEqual([trial.priority, trial.newcomer.weight]);
  expect(stage.needs).toEqual(run.needs);
  expect(stage.particular?.agents).toEqual(trial.particular?.agents);
  expect(trial.particular?.agents).toEqual([agent(1)]);
  expect([run.priority, run.queue, run.particular]).toEqual([stage.priority, stage.queue, [agent(1)]]);
});

test("[RT331] a rule that does not hold fails; of an unknown caller the record says nothing", () => {
  const scene = staffed();
  const asked = queueConfig(scene.config, scene.queue("Sales"));
  if (asked === undefined) throw new Error("no Sales");
  const stranger = caller({ contact: undefined, match: "none", contactValues: {} });
  const trial = tryRules(scene.state, stranger, asked, scene.now);
  expect(trial.verdicts).toEqual(["fails", "fails", "holds"]);
  expect([trial.queue.id, trial.priority, trial.particular]).toEqual([asked.id, 99, undefined]);
});

test("[RT332] a dry run names the overflow rules that hold now, in their order, and none of the others", () => {
  const overflow = [
    { when: { kind: "length", ahead: 2 }, to: { kind: "exit" } },
    { when: { kind: "agentsReady", below: 1 }, to: { kind: "voicemail", box: "main" } },
    { when: { kind: "emergency" }, to: { kind: "exit" } },
    { when: { kind: "agentsStaffed", below: 2 }, to: { kind: "exit" } },
  ] as const;
  const scene = given(site({ agents: [able], queue: { overflow: [...overflow] } }));
  scene.signsIn("ann");
  const newcomer = {
    queue: scene.queue("Sales"),
    requirement: [],
    preferred: [],
    priority: 0,
    weight: 1,
    particular: [],
  };
  const held = () => {
    const run = dryRunNewcomer(scene.state, newcomer, scene.now);
    return typeof run === "string" ? run : run.overflow.map(({ when }) => when.kind);
  };
  expect(held()).toEqual(["agentsStaffed"]);
  scene.presence("ann", "notReady", "break");
  expect(held()).toEqual(["agentsReady", "agentsStaffed"]);
});
