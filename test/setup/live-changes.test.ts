/** An admin changes things while calls run: the set-up on a real PostgreSQL, the core fed with what it adopts. */

import { expect, test } from "vitest";
import { queueInput } from "#protocol/api/admin.ts";
import { agentInput } from "#protocol/api/people.ts";
import { ruleList } from "#protocol/api/routing-set-up.ts";
import { changeAgent, createAgent } from "#src/setup/agents.ts";
import { publishFlow } from "#src/setup/flows.ts";
import { putNumber } from "#src/setup/numbers.ts";
import { changeQueue, createQueue } from "#src/setup/queues.ts";
import { putRoutingRules } from "#src/setup/routing-settings.ts";
import { createSkill, deleteSkill } from "#src/setup/skills.ts";
import { isSetupRefusal } from "#src/setup/refusals.ts";
import type { SetupParts } from "#src/setup/change.ts";
import { given, type Scene } from "../routing/given.ts";
import { node, queueFlow } from "../simulation/site.ts";
import { good, site, type Site } from "./site.ts";

interface Live {
  readonly parts: SetupParts;
  readonly site: Site;
  readonly scene: Scene;
  readonly skill: string;
  readonly queue: string;
  readonly second: string;
  readonly ada: string;
  readonly bob: string;
  /** What the last change led to in the core; empty when it was refused. */
  readonly told: () => string;
}

const person = (login: string, skill: string, proficiency: number) =>
  agentInput.parse({
    login,
    name: login,
    password: "correct horse",
    roles: login === "ada" ? ["admin", "agent"] : ["agent"],
    skills: [{ skill, proficiency }],
  });
const sales = (skill: string, proficiency: number) =>
  queueInput.parse({
    name: "Sales",
    requirement: [{ skill, proficiency }],
    relaxation: [],
    announceEveryMs: undefined,
  });

/** Ada knows too little Spanish for Sales, Bob enough; both are there, neither takes calls yet. */
async function live(): Promise<Live> {
  const parts = await site([node]);
  const skill = good(await createSkill(parts, { name: "Spanish" })).id;
  const queue = good(await createQueue(parts, sales(skill, 3))).id;
  const second = good(await createQueue(parts, queueInput.parse({ name: "Support" }))).id;
  const ada = good(await createAgent(parts, person("ada", skill, 2))).id;
  const bob = good(await createAgent(parts, person("bob", skill, 4))).id;
  good(await publishFlow(parts, { text: JSON.stringify(queueFlow("Sales")) }, undefined));
  good(await putNumber(parts, { dialled: "900100", label: "Sales", flow: "to-sales" }));
  const config = parts.adopted.at(-1);
  if (config === undefined) throw new Error("routing was given nothing");
  const scene = given(config);
  for (const name of ["ada", "bob"]) {
    scene.signsIn(name);
    scene.presence(name, "notReady", "break");
  }
  let said = "";
  return {
    parts: { ...parts, onChange: (next) => void (said = scene.when({ kind: "config.replaced", config: next })) },
    site: parts,
    scene,
    skill,
    queue,
    second,
    ada,
    bob,
    told: () => {
      const last = said;
      said = "";
      return last;
    },
  };
}

const stageOf = (scene: Scene, call: string) => scene.state.interactions.get(scene.call(call))?.stage;
const engagementOf = (scene: Scene, name: string) => scene.state.agents.get(scene.agent(name))?.engagement.kind;

test("[SET16] a skill that an agent learns makes her ring for whoever waits, at once; one that she loses, never mid-call", async () => {
  const { parts, scene, skill, ada, told } = await live();
  scene.presence("ada", "ready");
  scene.waits();
  expect(stageOf(scene, "call1")?.kind).toBe("waiting");
  good(await changeAgent(parts, ada, { version: 1, skills: [{ skill, proficiency: 3 }] }));
  expect(told()).toContain("reservation.made reservation=reservation1 interaction=call1 agent=ada");
  scene.talks("caller1", "leg1");
  good(await changeAgent(parts, ada, { version: 2, skills: [] }));
  expect(told()).toBe("config.adopted config=v9");
  expect([stageOf(scene, "call1")?.kind, engagementOf(scene, "ada")]).toEqual(["talking", "talking"]);
  scene.waits();
  scene.hangsUp("caller1");
  scene.hangsUp("leg1");
  scene.when({ kind: "wrapUp.endRequested", agent: scene.agent("ada"), interaction: scene.call("call1") });
  expect([stageOf(scene, "call2")?.kind, engagementOf(scene, "ada")]).toEqual(["waiting", "idle"]);
});

test("[SET16] a queue asks for something else: who waits keeps his place and what he came with, the next one meets the new", async () => {
  const { parts, scene, skill, queue, told } = await live();
  const chess = good(await createSkill(parts, { name: "Chess" })).id;
  scene.waits();
  const before = stageOf(scene, "call1");
  told();
  const step = { name: "anybody", afterMs: 10_000, requirement: [] };
  good(await changeQueue(parts, queue, { ...sales(chess, 1), relaxation: [step], priority: 7, version: 1 }));
  expect(told()).toMatch(/^config\.adopted config=v\d+$/);
  expect(stageOf(scene, "call1")).toEqual(before);
  scene.waits();
  expect(stageOf(scene, "call2")).toMatchObject({ priority: 7, needs: { requirement: [{ skill: chess }] } });
  expect(stageOf(scene, "call1")).toMatchObject({ priority: 0, needs: { requirement: [{ skill }] } });
  scene.presence("bob", "ready");
  expect(engagementOf(scene, "bob")).toBe("reserved");
});

test("[SET16] who is added can work, who is removed works until her call is over; nobody who waits is lost", async () => {
  const { parts, scene, skill, bob } = await live();
  scene.presence("bob", "ready");
  scene.waits();
  scene.talks("caller1", "leg1");
  scene.waits();
  const eve = good(await createAgent(parts, person("eve", skill, 5)));
  scene.names.call(eve.id, "eve");
  scene.signsIn("eve");
  expect([stageOf(scene, "call2")?.kind, engagementOf(scene, "eve")]).toEqual(["waiting", "reserved"]);
  good(await changeAgent(parts, bob, { version: 1, isActive: false }));
  expect([stageOf(scene, "call1")?.kind, engagementOf(scene, "bob")]).toEqual(["talking", "talking"]);
  scene.hangsUp("caller1");
  scene.hangsUp("leg1");
  scene.passes(60_000);
  const said = scene.facts.flatMap((fact) => (fact.kind === "agent.presenceChanged" ? [fact] : []));
  expect(said.filter(({ agent }) => agent === scene.agent("bob")).at(-1)?.presence.kind).toBe("signedOut");
});

test("[SET16] a rule counts from the next caller on; a bad one, and a bad queue, are not noticed by any call", async () => {
  const { parts, site: stored, scene, skill, queue, second, told } = await live();
  scene.waits();
  const waiting = stageOf(scene, "call1");
  const lead = { name: "lead", when: { all: [] }, outcome: { queue: second } };
  good(await putRoutingRules(parts, ruleList.parse({ version: 1, rules: [lead] })));
  expect(stageOf(scene, "call1")).toEqual(waiting);
  scene.waits();
  expect(stageOf(scene, "call2")).toMatchObject({ kind: "waiting", queue: second });
  told();

  const facts = scene.facts.length;
  const { version } = scene.state.config;
  const nobody = "00000000-0000-4000-8000-000000000000";
  const bad = [
    await putRoutingRules(
      parts,
      ruleList.parse({ version: 2, rules: [lead, { ...lead, name: "bad", outcome: { queue: nobody } }] }),
    ),
    await changeQueue(parts, queue, { ...sales(nobody, 1), version: 1 }),
    await changeQueue(parts, queue, { ...sales(skill, 1), groups: [nobody], version: 1 }),
    await changeQueue(parts, queue, { ...sales(skill, 1), name: "Support", version: 1 }),
    await deleteSkill(parts, skill),
  ];
  expect(bad.map((answer) => (isSetupRefusal(answer) ? answer.refused : "done"))).toEqual([
    "invalid",
    "invalid",
    "invalid",
    "taken",
    "inUse",
  ]);
  expect(told()).toBe("");
  expect([scene.facts.length, scene.state.config.version]).toEqual([facts, version]);
  expect([stageOf(scene, "call1"), stageOf(scene, "call2")?.kind]).toEqual([waiting, "waiting"]);
  const rows = await stored.db.selectFrom("cc.routing_settings").select("rules_version").executeTakeFirstOrThrow();
  expect(rows.rules_version).toBe(2);
});
