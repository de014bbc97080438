import { expect, test } from "vitest";
import { flowSchema } from "#ivr-flows/schema.ts";
import type { QueueConfig, RoutingConfig } from "#routing/config.ts";
import { contactId, commandId } from "#routing/ids.ts";
import type { RoutingRule, RuleCondition, RuleOutcome } from "#routing/rules/rule.ts";
import type { Waiting } from "#routing/state.ts";
import { agent, id, queueFlow, queues, skills } from "../simulation/site.ts";
import { given, site, type Scene } from "./given.ts";

const nothing: RuleOutcome = {
  queue: undefined,
  priority: undefined,
  requirement: [],
  preferred: [],
  tier: undefined,
  particular: undefined,
};
const everybody: RuleCondition = { all: [] };
const rule = (outcome: Partial<RuleOutcome>, when: RuleCondition = everybody, name = "rule"): RoutingRule => ({
  name,
  when,
  outcome: { ...nothing, ...outcome },
  continues: true,
});
const tiers = [
  { name: "gold", weight: 2 },
  { name: "platinum", weight: 4 },
];
const ruled = (rules: readonly RoutingRule[], queue: Partial<QueueConfig> = {}, more: Partial<RoutingConfig> = {}) =>
  given(site({ agents: [able, able, able], queue, config: { rules, tiers, ...more } }));
const able = { skills: Object.values(skills).map((skill) => ({ skill, proficiency: 3 as const })) };
const maria = contactId(id("c0", 1));

/** Everybody is there, and nobody takes calls: who comes, waits. */
function staffed(scene: Scene): Scene {
  for (const name of ["ann", "bea", "cid"]) {
    scene.signsIn(name);
    scene.presence(name, "notReady", "break");
  }
  return scene;
}

/** A caller whom the CRM knew before his flow sent him to a queue. */
function comes(
  scene: Scene,
  values: Readonly<Record<string, string>>,
  match: "known" | "maybe" | "none" = "known",
  to = "900100",
): Waiting {
  scene.arrives(to);
  const caller = [...scene.state.interactions.keys()].at(-1);
  if (caller === undefined) throw new Error("nobody came");
  scene.when({
    kind: "contact.found",
    command: commandId(id("0", 1)),
    interaction: caller,
    match,
    contact: match === "known" ? maria : undefined,
    values,
  });
  scene.parked(`caller${scene.state.interactions.size}`);
  return waitingOf(scene);
}

function waitingOf(scene: Scene): Waiting {
  const stage = [...scene.state.interactions.values()].at(-1)?.stage;
  if (stage?.kind !== "waiting") throw new Error(`nobody waits: ${stage?.kind}`);
  return stage;
}

test("[RT183] which rules applied is a fact of its own, told before the queue", () => {
  const complaint: RuleCondition = { attribute: "contact.openComplaint", is: "yes" };
  const scene = staffed(
    ruled([
      rule({ priority: { kind: "add", value: 3 } }, complaint, "complaint"),
      rule({ queue: queues.support }, { attribute: "contact.debt", is: "moreThan", value: 0 }, "debt"),
    ]),
  );
  comes(scene, { openComplaint: "yes", debt: "12.5" });
  const facts = scene.facts.slice(scene.facts.findIndex(({ kind }) => kind === "rules.applied"));
  expect(facts[0]).toMatchObject({ kind: "rules.applied", rules: ["complaint", "debt"] });
  expect(facts[1]).toMatchObject({ kind: "interaction.queued", queue: queues.support, priority: 3 });
  comes(scene, { openComplaint: "no", debt: "0" });
  expect(scene.facts.filter(({ kind }) => kind === "rules.applied")).toHaveLength(1);
  expect(waitingOf(scene)).toMatchObject({ queue: queues.sales, priority: 0 });
});

test("[RT183] who is not identified in time meets the rules with what is known; the answer comes too late for them", () => {
  const scene = staffed(
    ruled([
      rule({ tier: "gold" }, { attribute: "contact.tier", is: "present" }, "has a tier"),
      rule(
        { priority: { kind: "set", value: 9 } },
        { not: { attribute: "contact.match", is: "present" } },
        "unknown yet",
      ),
      rule(
        { priority: { kind: "add", value: 1 } },
        { attribute: "caller.dialled", is: "equal", value: "900100" },
        "line",
      ),
    ]),
  );
  scene.waits();
  expect(scene.facts.find(({ kind }) => kind === "rules.applied")).toMatchObject({ rules: ["unknown yet", "line"] });
  const before = waitingOf(scene);
  scene.when({
    kind: "contact.found",
    command: commandId(id("0", 1)),
    interaction: scene.call("call1"),
    match: "known",
    contact: maria,
    values: { tier: "gold" },
  });
  expect(waitingOf(scene)).toEqual(before);
  expect(before).toMatchObject({ priority: 10, weight: 1 });
});

/** Sets a variable, asks for a PIN, and goes to Sales. */
function asking() {
  const flow = queueFlow("Sales");
  const { answer, ...others } = flow.nodes;
  return flowSchema.parse({
    ...flow,
    nodes: {
      ...others,
      answer: { ...answer, exits: { next: "set" } },
      set: { type: "setVariable", config: { variable: "choice", value: "2" }, exits: { next: "pin" } },
      pin: {
        type: "collectDigits",
        config: { prompts: [{ name: "main-menu" }], min: 4, max: 4, variable: "pin", label: "PIN", sensitive: true },
        exits: { next: "queue", timeout: "bye", invalid: "bye" },
      },
    },
  });
}

test("[RT183] the flow's variables, language and opening hours can be asked; what is sensitive cannot", () => {
  const scene = staffed(
    ruled(
      [
        rule({ priority: { kind: "add", value: 1 } }, { attribute: "caller.language", is: "equal", value: "en" }, "en"),
        rule({ priority: { kind: "add", value: 2 } }, { schedule: "Office hours", says: "open" }, "open"),
        rule(
          { priority: { kind: "add", value: 4 } },
          { attribute: "queue.asked", is: "equal", value: "sales" },
          "asked",
        ),
        rule({ priority: { kind: "add", value: 8 } }, { attribute: "flow.pin", is: "present" }, "pin"),
        rule({ priority: { kind: "add", value: 16 } }, { attribute: "flow.choice", is: "equal", value: "2" }, "choice"),
        rule(
          { priority: { kind: "add", value: 32 } },
          { attribute: "caller.number", is: "startingWith", value: "+346" },
          "ES",
        ),
      ],
      {},
      { flows: [{ name: "To Sales", version: 1, flow: asking() }] },
    ),
  );
  scene.waits();
  scene.collected("caller1", "command3", "1234");
  expect(waitingOf(scene).priority).toBe(1 + 2 + 4 + 16 + 32);
});

test("[RT184] a rule leads elsewhere once: who flows out of its queue goes where his flow says", () => {
  const lead = rule({ queue: queues.support }, everybody, "to support");
  const flows = [{ name: "To Sales", version: 1, flow: twice() }];
  const scene = staffed(ruled([lead], {}, { flows, numbers: [{ dialled: "900100", flow: "To Sales" }] }));
  scene.waits();
  expect(waitingOf(scene).queue).toBe(queues.support);
  scene.passes(10_000);
  expect(waitingOf(scene).queue).toBe(queues.billing);
  expect(scene.facts.filter(({ kind }) => kind === "rules.applied")).toHaveLength(2);
});

/** To Sales for ten seconds, then to Billing. */
function twice() {
  const flow = queueFlow("Sales", 10_000);
  const { queue, ...others } = flow.nodes;
  if (queue?.type !== "enqueue") throw new Error("the flow has changed");
  return {
    ...flow,
    nodes: {
      ...others,
      queue: { ...queue, exits: { ...queue.exits, overflow: "second" } },
      second: { ...queue, config: { ...queue.config, queue: "Billing", overflowAfterMs: undefined } },
    },
  };
}

test("[RT184] a rule can lead where the flow's queue does not exist; requirements and preferences are added", () => {
  const billing = { skill: skills.billing, proficiency: 1 as const, proficiencyMax: 2 as const };
  const sales = { skill: skills.sales, proficiency: 5 as const };
  const then = { requirement: [sales, { noneOf: [billing] }], preferred: [{ ...sales, weight: 9 }] };
  const config = site({ agents: [{ skills: [sales] }], config: { rules: [rule(then)] } });
  const scene = given(config);
  scene.signsIn("ann");
  scene.presence("ann", "notReady", "break");
  scene.waits();
  expect(waitingOf(scene).needs).toMatchObject({
    requirement: [sales, { noneOf: [billing] }],
    preferred: [{ ...sales, weight: 9 }],
  });
  const lead = rule({ queue: queues.sales });
  const gone = site({
    agents: [{}],
    config: { rules: [lead], queues: config.queues.filter(({ name }) => name !== "Support") },
  });
  const other = given(gone);
  other.signsIn("ann");
  other.presence("ann", "notReady", "break");
  other.waits("900200");
  expect(waitingOf(other).queue).toBe(queues.sales);
});

test("[RT185] the tier's weight: of who is known for sure, in any case; a rule's tier comes first", () => {
  const scene = staffed(
    ruled([rule({ tier: "platinum" }, { attribute: "contact.campaign", is: "equal", value: "launch" })]),
  );
  expect(comes(scene, { tier: "Gold" }).weight).toBe(2);
  expect(comes(scene, { tier: "gold" }, "maybe").weight).toBe(1);
  expect(comes(scene, { tier: "standard" }).weight).toBe(1);
  expect(comes(scene, { tier: "gold", campaign: "launch" }).weight).toBe(4);
  expect(comes(scene, { campaign: "launch" }, "maybe").weight).toBe(4);
});

test("[RT185] passed on, and back because his agent was lost, a caller keeps his weight", () => {
  const scene = ruled([]);
  scene.signsIn("ann");
  scene.signsIn("bea");
  scene.presence("bea", "notReady", "break");
  comes2(scene);
  scene.talks("caller1", "leg1");
  scene.transfers("ann", "call1", { kind: "queue", queue: queues.support });
  expect(waitingOf(scene)).toMatchObject({ queue: queues.support, weight: 2 });
});

/** A gold caller who rings at once. */
function comes2(scene: Scene): void {
  scene.arrives("900100");
  scene.when({
    kind: "contact.found",
    command: commandId(id("0", 1)),
    interaction: scene.call("call1"),
    match: "known",
    contact: maria,
    values: { tier: "gold" },
  });
  scene.parked("caller1");
}

test("[RT186] owner, then last agent, for the queue's time; with none set nobody is tried first", () => {
  const record = { owner: agent(0), lastAgent: agent(1) };
  const both = staffed(ruled([], { ownerMs: 20_000, lastAgentMs: 10_000 }));
  expect(comes(both, record).particular).toEqual({ agents: [agent(0)], why: "owner", until: both.now + 20_000 });
  expect(comes(both, { lastAgent: agent(1) }).particular).toMatchObject({ agents: [agent(1)], why: "lastAgent" });
  expect(comes(both, record, "maybe").particular).toBeUndefined();
  expect(comes(both, { owner: "nobody we know" }).particular).toBeUndefined();
  const last = staffed(ruled([], { lastAgentMs: 10_000 }));
  expect(comes(last, record).particular).toMatchObject({
    agents: [agent(1)],
    why: "lastAgent",
    until: last.now + 10_000,
  });
  expect(comes(staffed(ruled([])), record).particular).toBeUndefined();
});

test("[RT186] a rule's agents come first; who is not set up, not able or signed out is left out", () => {
  const named = rule({ particular: { who: "named", agents: [agent(2), agent(9), agent(1), agent(0)], forMs: 5_000 } });
  const config = site({
    agents: [{}, { skills: [] }, {}],
    queue: { ownerMs: 20_000, lastAgentMs: 20_000 },
    config: { rules: [named] },
  });
  const scene = given(config);
  for (const name of ["ann", "bea"]) {
    scene.signsIn(name);
    scene.presence(name, "notReady", "break");
  }
  const only = { agents: [agent(0)], why: "named", until: scene.now + 5_000 };
  expect(comes(scene, { owner: agent(0) }).particular).toEqual(only);
  scene.when({ kind: "console.connected", agent: agent(2) });
  expect(comes(scene, {}, "none").particular?.agents).toEqual([agent(2), agent(0)]);
  scene.presence("cid", "signedOut");
  expect(comes(scene, {}, "none").particular).toEqual(only);
});

test("[RT187] new rules count from the next caller on; who waits keeps what he came with", () => {
  const scene = staffed(ruled([]));
  const first = comes(scene, { tier: "gold" });
  const rules = [rule({ queue: queues.billing, priority: { kind: "set", value: 50 } })];
  scene.when({ kind: "config.replaced", config: { ...scene.config, version: 2, rules } });
  expect(scene.state.interactions.get(scene.call("call1"))?.stage).toEqual(first);
  expect(comes(scene, { tier: "gold" })).toMatchObject({ queue: queues.billing, priority: 50 });
});
