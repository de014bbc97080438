/** What an admin may change and what is refused, on a real PostgreSQL, and what routing is given. */

import { readFile, readdir } from "node:fs/promises";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { agentInput } from "#protocol/api/people.ts";
import { queueInput } from "#protocol/api/admin.ts";
import { changeAgent, createAgent, listAgents } from "#src/setup/agents.ts";
import { putDialSettings, readDialSettings } from "#src/setup/dial-settings.ts";
import { checkFlowText, listFlows, listFlowVersions, publishFlow, readFlow, rollBackFlow } from "#src/setup/flows.ts";
import { listReasons, putDisposition, putReason } from "#src/setup/lists.ts";
import { loadRoutingConfig } from "#src/setup/load-routing-config.ts";
import { deleteNumber, listNumbers, putNumber } from "#src/setup/numbers.ts";
import { changeQueue, createQueue, deleteQueue, listQueues } from "#src/setup/queues.ts";
import { isSetupRefusal } from "#src/setup/refusals.ts";
import { changeSchedule, createSchedule, deleteSchedule } from "#src/setup/schedules.ts";
import { changeSkill, createSkill, deleteSkill, listSkills } from "#src/setup/skills.ts";
import { instant } from "#src/store/instant-column.ts";
import { good, site, type Site } from "./site.ts";

const ada = agentInput.parse({ login: "ada", name: "Ada", password: "correct horse", roles: ["admin", "agent"] });

const flowText = (queue: string, prompt = "welcome"): string =>
  JSON.stringify({
    formatVersion: 1,
    id: "front-door",
    name: "Front door",
    type: "voice",
    entry: "hello",
    languages: ["en"],
    nodes: {
      hello: { type: "answer", config: {}, exits: { next: "wait" } },
      wait: {
        type: "enqueue",
        config: { queue, skills: [{ skill: "spanish", proficiency: 1 }] },
        exits: { overflow: "bye", nobodySignedIn: "bye", full: "bye" },
      },
      bye: { type: "play", config: { prompts: [{ name: prompt }] }, exits: { next: "end" } },
      end: { type: "hangUp", config: {}, exits: {} },
    },
  });

async function siteWithFlow(): Promise<Site & { readonly skill: string; readonly queue: string }> {
  const parts = await site();
  const skill = good(await createSkill(parts, { name: "Spanish" }));
  const queue = good(
    await createQueue(parts, queueInput.parse({ name: "Sales", requirement: [{ skill: skill.id, proficiency: 2 }] })),
  );
  good(await createAgent(parts, ada));
  good(await publishFlow(parts, { text: flowText("Sales") }, undefined));
  return { ...parts, skill: skill.id, queue: queue.id };
}

test("[SET1] creating an agent creates user, SIP login and skills at once, and routing knows her", async () => {
  const parts = await site();
  const skill = good(await createSkill(parts, { name: "Spanish" }));
  const agent = good(
    await createAgent(parts, { ...ada, skills: [{ skill: skill.id, proficiency: 4 }], wrapUpMs: 5_000 }),
  );
  expect(await listAgents(parts.db)).toEqual([agent]);
  expect(agent).toMatchObject({ login: "ada", sipUser: "ada", version: 1, isActive: true, wrapUpMs: 5_000 });
  expect(parts.adopted.at(-1)?.agents).toEqual([
    {
      id: agent.id,
      name: "Ada",
      sipUser: "ada",
      language: "en",
      skills: [{ skill: skill.id, proficiency: 4 }],
      groups: [],
      queueWeights: [],
      wrapUpMs: 5_000,
    },
  ]);
  const stored = await parts.db.selectFrom("sys.users").select("password_hash").executeTakeFirstOrThrow();
  expect(stored.password_hash).toBe("hash of 13");
});

test("[SET2] a login that is taken changes nothing, and neither does an unknown skill or time zone", async () => {
  const parts = await site();
  good(await createAgent(parts, ada));
  const before = parts.adopted.length;
  expect(await createAgent(parts, { ...ada, name: "Another" })).toMatchObject({ refused: "taken" });
  const unknown = { skill: "00000000-0000-4000-8000-000000000000", proficiency: 1 };
  expect(await createAgent(parts, { ...ada, login: "bob", skills: [unknown] })).toMatchObject({ refused: "invalid" });
  expect(await createAgent(parts, { ...ada, login: "bob", timeZone: "Mars/Base" })).toMatchObject({
    refused: "invalid",
    fields: [{ path: "timeZone" }],
  });
  expect((await listAgents(parts.db)).map((agent) => agent.login)).toEqual(["ada"]);
  expect(parts.adopted.length).toBe(before);
});

test("[SET3] a stale version is refused; of two at once, one wins", async () => {
  const parts = await site();
  const agent = good(await createAgent(parts, ada));
  const answers = await Promise.all([
    changeAgent(parts, agent.id, { version: 1, name: "Ada One" }),
    changeAgent(parts, agent.id, { version: 1, name: "Ada Two" }),
  ]);
  expect(
    answers.filter((answer) => isSetupRefusal(answer)).map((answer) => isSetupRefusal(answer) && answer.refused),
  ).toEqual(["stale"]);
  const queue = good(await createQueue(parts, queueInput.parse({ name: "Sales" })));
  const changed = good(
    await changeQueue(parts, queue.id, { ...queueInput.parse({ name: "Sales", priority: 3 }), version: 1 }),
  );
  expect(changed).toMatchObject({ version: 2, priority: 3 });
  expect(await changeQueue(parts, queue.id, { ...queueInput.parse({ name: "X" }), version: 1 })).toMatchObject({
    refused: "stale",
  });
  expect((await listQueues(parts.db))[0]).toEqual(changed);
});

test("[SET4] the last admin stays, and who loses a role or password loses her sessions", async () => {
  const parts = await site();
  const agent = good(await createAgent(parts, ada));
  expect(await changeAgent(parts, agent.id, { version: 1, roles: ["agent"] })).toMatchObject({ refused: "inUse" });
  expect(await changeAgent(parts, agent.id, { version: 1, isActive: false })).toMatchObject({ refused: "inUse" });
  const bob = good(await createAgent(parts, { ...ada, login: "bob" }));
  for (const user of [agent.id, bob.id]) {
    await sql`insert into sys.sessions (token_hash, user_id, created_at, last_seen_at, expires_at)
      values (${user}, ${user}, now(), now(), now())`.execute(parts.db);
  }
  good(await changeAgent(parts, bob.id, { version: 1, roles: ["agent"], skills: [] }));
  const sessions = await parts.db
    .selectFrom("sys.sessions")
    .select("user_id")
    .where("revoked_at", "is not", null)
    .execute();
  expect(sessions).toEqual([{ user_id: bob.id }]);
  good(await changeAgent(parts, bob.id, { version: 2, isActive: false }));
  expect(parts.adopted.at(-1)?.agents.map((each) => each.id)).toEqual([agent.id]);
});

test("[SET5] what a live flow, queue or agent uses is neither deleted nor renamed away", async () => {
  const parts = await siteWithFlow();
  expect(await deleteSkill(parts, parts.skill)).toMatchObject({ refused: "inUse", detail: "Sales" });
  expect(await changeSkill(parts, parts.skill, { name: "Castellano" })).toMatchObject({ refused: "inUse" });
  expect(await deleteQueue(parts, parts.queue)).toMatchObject({ refused: "inUse" });
  const renamed = { ...queueInput.parse({ name: "Verkauf" }), version: 1 };
  expect(await changeQueue(parts, parts.queue, renamed)).toMatchObject({ refused: "inUse" });
  expect(await listSkills(parts.db)).toEqual([{ id: parts.skill, name: "spanish" }]);
  const spare = good(await createSkill(parts, { name: "Chess" }));
  expect(good(await deleteSkill(parts, spare.id))).toBeUndefined();
  expect(await deleteSkill(parts, spare.id)).toMatchObject({ refused: "notFound" });
  const relaxed = good(await createSkill(parts, { name: "Polish" }));
  good(
    await createQueue(
      parts,
      queueInput.parse({
        name: "Support",
        relaxation: [{ afterMs: 5_000, requirement: [{ skill: relaxed.id, proficiency: 1 }] }],
      }),
    ),
  );
  expect(await deleteSkill(parts, relaxed.id)).toMatchObject({ refused: "inUse", detail: "Support" });
});

test("[SET6] a flow with errors is refused with its problems, and a good one is a new version that can be rolled back", async () => {
  const parts = await siteWithFlow();
  const refused = await publishFlow(parts, { text: flowText("Nowhere") }, undefined);
  expect(refused).toMatchObject({
    refused: "invalid",
    fields: [{ path: "wait", message: "queueUnknown queue: Nowhere" }],
  });
  expect(await publishFlow(parts, { text: "{" }, undefined)).toMatchObject({ refused: "invalid" });
  const author = (await listAgents(parts.db))[0];
  const second = good(
    await publishFlow(parts, { text: flowText("Sales", "sorry-error"), note: "shorter" }, author?.id),
  );
  expect(second.version).toBe(2);
  expect(await readFlow(parts.db, "front-door", parts.prompts())).toMatchObject({
    version: 2,
    text: flowText("Sales", "sorry-error"),
  });
  expect((await listFlowVersions(parts.db, "front-door")).map((row) => [row.version, row.note, row.author])).toEqual([
    [2, "shorter", "Ada"],
    [1, undefined, undefined],
  ]);
  expect(parts.adopted.at(-1)?.flows.map((flow) => flow.version)).toEqual([2]);
  expect(good(await rollBackFlow(parts, "front-door", 1)).version).toBe(1);
  expect((await listFlows(parts.db)).map((row) => row.version)).toEqual([1]);
  expect(parts.adopted.at(-1)?.flows.map((flow) => flow.version)).toEqual([1]);
  expect(await rollBackFlow(parts, "front-door", 9)).toMatchObject({ refused: "notFound" });
});

test("[SET7] a version that a call is still in stays known to routing, after the live one", async () => {
  const parts = await siteWithFlow();
  await parts.db
    .insertInto("cc.interactions")
    .values({
      id: "00000000-0000-4000-8000-000000000009",
      medium: "voice",
      direction: "inbound",
      from_number: null,
      from_name: null,
      to_number: "100",
      contact_id: null,
      account_id: null,
      match_level: null,
      flow: "front-door",
      flow_version: 1,
      first_queue_id: null,
      queue_id: null,
      agent_id: null,
      started_at: instant(0),
      end_reason: null,
      disposition: null,
      note: null,
      last_fact: 1,
    })
    .execute();
  good(await publishFlow(parts, { text: flowText("Sales", "sorry-error") }, undefined));
  expect(parts.adopted.at(-1)?.flows.map((flow) => flow.version)).toEqual([2, 1]);
});

test("[SET8] hours that overlap, end before they begin or stand in no time zone are refused", async () => {
  const parts = await site();
  const hours = (opens: number, closes: number, weekday = 1) => ({ weekday, opens, closes });
  const input = {
    name: "Office",
    timeZone: "Europe/Madrid",
    weekly: [hours(540, 840), hours(960, 1_140)],
    exceptions: [],
  };
  const schedule = good(await createSchedule(parts, input));
  expect(parts.adopted.at(-1)?.schedules).toEqual([input]);
  const bad = [
    { ...input, weekly: [hours(540, 840), hours(800, 900)] },
    { ...input, weekly: [hours(540, 540)] },
    { ...input, timeZone: "+02:00" },
    { ...input, timeZone: "Europe/Nowhere" },
    {
      ...input,
      exceptions: [
        {
          date: "2026-12-25",
          name: "Christmas",
          hours: [
            { opens: 600, closes: 700 },
            { opens: 660, closes: 720 },
          ],
        },
      ],
    },
    {
      ...input,
      exceptions: [
        { date: "2026-12-25", name: "A", hours: [] },
        { date: "2026-12-25", name: "B", hours: [] },
      ],
    },
  ];
  for (const each of bad) expect(await changeSchedule(parts, schedule.id, each)).toMatchObject({ refused: "invalid" });
  expect(parts.adopted.length).toBe(1);
  expect(good(await deleteSchedule(parts, schedule.id))).toBeUndefined();
});

test("[SET9] a number needs a flow that is live", async () => {
  const parts = await siteWithFlow();
  const number = { dialled: "+34900100200", label: "Front door", flow: "front-door" };
  expect(await putNumber(parts, { ...number, flow: "nothing" })).toMatchObject({ refused: "invalid" });
  good(await putNumber(parts, number));
  good(await putNumber(parts, { ...number, label: "Main" }));
  expect(await listNumbers(parts.db)).toEqual([{ ...number, label: "Main" }]);
  expect(parts.adopted.at(-1)?.numbers).toEqual([{ dialled: "+34900100200", flow: "front-door" }]);
  expect(good(await deleteNumber(parts, number.dialled))).toBeUndefined();
  expect(await deleteNumber(parts, number.dialled)).toMatchObject({ refused: "notFound" });
});

test("[SET10] each change gives routing a higher version; a start takes the last one", async () => {
  const parts = await siteWithFlow();
  const label = { en: "Sold", zh: "已售", es: "Vendido" };
  good(await putDisposition(parts, { code: "sold", label, position: 1, isActive: true }));
  good(await putReason(parts, { code: "connectionLost", label, position: 1, isPaid: true, isActive: true }));
  good(await putReason(parts, { code: "connectionLost", label, position: 2, isPaid: false, isActive: true }));
  expect(await listReasons(parts.db)).toEqual([
    { code: "connectionLost", label, position: 2, isPaid: false, isActive: true },
  ]);
  const settings = {
    trunks: [
      { gateway: "b", callerNumber: "+34911" },
      { gateway: "a", callerNumber: "+34912" },
    ],
    dialPrefixes: ["+34", "1"],
    followsRedirects: true,
  };
  good(await putDialSettings(parts, settings, undefined));
  expect(await readDialSettings(parts.db)).toEqual(settings);
  const twice = { ...settings, trunks: [settings.trunks[0], settings.trunks[0]].flatMap((trunk) => trunk ?? []) };
  expect(await putDialSettings(parts, twice, undefined)).toMatchObject({ refused: "invalid" });
  const versions = parts.adopted.map((config) => config.version);
  expect(versions).toEqual(versions.map((_, index) => index + 1));
  const last = parts.adopted.at(-1);
  expect(last).toMatchObject({ ...settings, nodes: ["fs-1"] });
  expect(await loadRoutingConfig(parts.db, { nodes: ["fs-1"], isNewVersion: false })).toEqual({ config: last });
});

test("[SET6] every flow of the library can be checked against an empty site", async () => {
  const parts = await site();
  const folder = new URL("../../ivr-flows/library/", import.meta.url);
  const files = (await readdir(folder)).filter((name) => name.endsWith(".json"));
  for (const file of files) {
    const problems = await checkFlowText(parts.db, await readFile(new URL(file, folder), "utf8"), {});
    expect(problems.every((problem) => problem.code !== "syntax" && problem.code !== "schema")).toBe(true);
  }
});
