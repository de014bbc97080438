/** The dry run over HTTP, on the living state of a whole server. */

import { expect, test } from "vitest";
import { dryRun, nextForAgent, type DryRunView } from "#protocol/api/dry-run.ts";
import { agentId as agentOf } from "#routing/ids.ts";
import { dryRunHandlers } from "#src/http/dry-run-handlers.ts";
import { queues, skills } from "../simulation/site.ts";
import { agentId, startSite, type Site } from "./site.ts";

interface Asking {
  readonly newcomer: (body: object) => Promise<{ readonly status: number; readonly body: unknown }>;
  readonly get: (path: string) => Promise<{ readonly status: number; readonly body: unknown }>;
}

async function asking(site: Site): Promise<Asking> {
  await site.person("sara", ["supervisor"]);
  const cookie = await site.signIn("sara");
  const send = async (path: string, init: RequestInit) => {
    const response = await fetch(`${site.url}${path}`, init);
    return { status: response.status, body: (await response.json()) as unknown };
  };
  return {
    newcomer: (body) =>
      send("/api/routing/dry-run", {
        method: "POST",
        headers: { cookie, "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    get: (path) => send(path, { headers: { cookie } }),
  };
}

function signIn(site: Site, n: number): void {
  site.pump.submit({ kind: "console.connected", agent: agentOf(agentId(n)) });
  site.pump.submit({ kind: "agent.presenceRequested", agent: agentOf(agentId(n)), presence: { kind: "ready" } });
}

const kinds = ({ agents }: DryRunView) => agents.map(({ id, standing }) => [id, standing.kind]);
const caller = {
  afterMs: 0,
  from: "+34600111222",
  fromName: undefined,
  presses: [],
  patienceMs: undefined,
  talkMs: undefined,
};

test("[HT33] a supervisor asks who would take somebody who came now: names, reasons, steps; nothing is fed or recorded", async () => {
  await using site = await startSite({ handlers: dryRunHandlers });
  const ask = await asking(site);
  signIn(site, 3);
  site.advance(1_000);
  signIn(site, 0);
  const before = site.facts.length;
  const answer = dryRun.parse((await ask.newcomer({ queue: queues.sales })).body);
  expect(answer.chosen).toEqual({ id: agentId(3), name: "Agent 3", rule: "longestIdle", eligible: 2 });
  expect(kinds(answer)).toEqual([
    [agentId(3), "wouldTake"],
    [agentId(0), "nextInLine"],
    [agentId(1), "lacksSkill"],
    [agentId(2), "lacksSkill"],
  ]);
  expect(answer.agents[2]?.standing).toEqual({
    kind: "lacksSkill",
    condition: { kind: "needs", skills: [{ name: "sales", proficiency: 3 }] },
  });
  expect(answer.standings).toMatchObject({ wouldTake: 1, nextInLine: 1, lacksSkill: 2, signedOut: 0 });
  expect(answer.steps).toEqual([
    { kind: "relax", at: answer.at + 30_000, name: "any proficiency", more: 0, moreSignedIn: 0 },
  ]);
  const best = { queue: queues.sales, requirement: [{ skill: skills.sales, proficiency: 5 }] };
  expect(dryRun.parse((await ask.newcomer(best)).body).chosen).toMatchObject({ name: "Agent 0", rule: "onlyOne" });
  const named = { queue: queues.sales, particular: [agentId(0)] };
  expect(dryRun.parse((await ask.newcomer(named)).body)).toMatchObject({
    chosen: { name: "Agent 0", rule: "particularAgent" },
    particular: [{ id: agentId(0), name: "Agent 0" }],
  });
  expect(site.facts.length).toBe(before);
});

test("[HT33] what is asked for must be set up: each field that is not is named", async () => {
  await using site = await startSite({ handlers: dryRunHandlers });
  const ask = await asking(site);
  const nobody = crypto.randomUUID();
  const wrong = {
    queue: queues.sales,
    requirement: [{ noneOf: [{ anyOf: [{ skill: nobody, proficiency: 1 }] }] }],
    preferred: [{ skill: nobody, proficiency: 1, weight: 1 }],
    tier: "none such",
    particular: [nobody],
  };
  const fields = ["requirement", "preferred", "tier", "particular"].map((path) => ({ path, message: "unknown" }));
  expect(await ask.newcomer(wrong)).toMatchObject({ status: 422, body: { code: "invalid", fields } });
  expect(await ask.newcomer({ queue: nobody })).toMatchObject({
    status: 422,
    body: { fields: [{ path: "queue", message: "unknown" }] },
  });
  expect(await ask.newcomer({})).toMatchObject({ status: 400, body: { code: "malformed" } });
  expect(await ask.get(`/api/routing/agents/${nobody}/next`)).toMatchObject({ status: 404 });
});

test("[HT34] of a caller who waits, and of an agent's next: as they are now; 409 when he does not wait any more, 404 when he is gone", async () => {
  await using site = await startSite({ handlers: dryRunHandlers });
  const ask = await asking(site);
  signIn(site, 0);
  site.pump.submit({
    kind: "agent.presenceRequested",
    agent: agentOf(agentId(0)),
    presence: { kind: "notReady", reason: "lunch" },
  });
  site.sim.newCaller({ ...caller, to: "900100" });
  site.advance(2_000);
  const [call] = [...site.pump.state.interactions.keys()];
  const waits = dryRun.parse((await ask.get(`/api/interactions/${call}/decision`)).body);
  expect(waits).toMatchObject({
    queue: { name: "Sales" },
    position: 1,
    waiting: 1,
    agents: [
      { name: "Agent 0", standing: { kind: "notFree", because: { kind: "notReady", reason: "lunch" } }, before: 0 },
      { standing: { kind: "signedOut" } },
      {},
      {},
    ],
  });
  expect(waits.chosen).toBeUndefined();
  const next = nextForAgent.parse((await ask.get(`/api/routing/agents/${agentId(0)}/next`)).body);
  expect(next).toMatchObject({
    notFree: { kind: "notReady", reason: "lunch" },
    next: { interaction: call, queue: { name: "Sales" }, order: "onlyOne" },
  });
  signIn(site, 0);
  expect(dryRun.parse((await ask.get(`/api/interactions/${call}/decision`)).body)).toMatchObject({
    obstacle: "alerting",
    alerting: [{ name: "Agent 0" }],
  });
  const { engagement } = site.pump.state.agents.get(agentOf(agentId(0))) ?? {};
  if (engagement?.kind !== "reserved") throw new Error("her phone does not ring");
  const { reservation } = engagement;
  site.advance(1_000);
  site.pump.submit({ kind: "reservation.acceptRequested", agent: agentOf(agentId(0)), reservation });
  site.advance(2_000);
  expect(await ask.get(`/api/interactions/${call}/decision`)).toMatchObject({
    status: 409,
    body: { code: "notWaiting" },
  });
  expect(await ask.get(`/api/interactions/${crypto.randomUUID()}/decision`)).toMatchObject({ status: 404 });
});
