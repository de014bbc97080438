/** What the test's server answers to the routes of the set-up. */

import * as admin from "#protocol/api/admin.ts";
import * as tokens from "#protocol/api/api-tokens.ts";
import * as capacity from "#protocol/api/capacity.ts";
import * as flowFiles from "#protocol/api/flow-files.ts";
import * as overflow from "#protocol/api/overflow.ts";
import * as people from "#protocol/api/people.ts";
import * as routing from "#protocol/api/routing-set-up.ts";
import { found, newId, on, Refusal, type RouteAnswer } from "./route-answer.ts";

export const adminAnswers: readonly RouteAnswer[] = [
  on(people.listAgents, (world) => world.agents),
  on(people.listPeople, (world) =>
    world.agents.filter(({ roles }) => roles.includes("agent")).map(({ id, name }) => ({ id, name })),
  ),
  on(people.createAgent, (world, { body }) => {
    if (world.agents.some(({ login }) => login === body.login))
      throw new Refusal(409, "taken", {}, [{ path: "login", message: "This login is taken" }]);
    const { password: _, ...rest } = body;
    const agent: people.AgentAdminView = {
      ...rest,
      id: newId(),
      version: 1,
      sipUser: `seat-${body.login}`,
      isActive: true,
    };
    world.agents.push(agent);
    return agent;
  }),
  on(people.changeAgent, (world, { params, body }) => {
    const at = world.agents.findIndex((agent) => agent.id === params.id);
    const before = found(world.agents[at]);
    const { capacity: own, ...others } = before;
    const profile = body.capacity === undefined ? own : (body.capacity ?? undefined);
    const changed = {
      ...others,
      ...(profile === undefined ? {} : { capacity: profile }),
      version: before.version + 1,
      skills: body.skills ?? before.skills,
      name: body.name ?? before.name,
      groups: body.groups ?? before.groups,
      queueWeights: body.queueWeights ?? before.queueWeights,
      isActive: body.isActive ?? before.isActive,
    };
    world.agents[at] = changed;
    return changed;
  }),
  on(tokens.listApiTokens, (world) => world.tokens),
  on(tokens.createApiToken, (world, { body }) => {
    if (world.tokens.some(({ name }) => name === body.name))
      throw new Refusal(409, "taken", {}, [{ path: "name", message: "is taken" }]);
    const token = { ...body, id: newId(), createdAt: Date.now(), createdByName: world.me.name };
    world.tokens.unshift(token);
    return { ...token, token: `cbt_${"x".repeat(43)}` };
  }),
  on(tokens.revokeApiToken, (world, { params }) => {
    world.tokens = world.tokens.filter((token) => token.id !== params.id);
  }),
  on(capacity.readCapacity, (world) => world.capacity),
  on(capacity.putCapacity, (world, { body }) => (world.capacity = body)),
  on(people.listSkills, (world) => world.skills),
  on(people.createSkill, (world, { body }) => {
    const skill = { id: newId(), name: body.name };
    world.skills.push(skill);
    return skill;
  }),
  on(people.deleteSkill, () => {
    throw new Refusal(409, "inUse");
  }),
  on(admin.listQueues, (world) => world.queues),
  on(admin.changeQueue, (world, { params, body }) => {
    const at = world.queues.findIndex((queue) => queue.id === params.id);
    found(world.queues[at]);
    const changed = { ...body, id: params.id, version: body.version + 1 };
    world.queues[at] = changed;
    return changed;
  }),
  on(overflow.switchEmergency, (world, { body }) => {
    const row = body.queue === undefined ? world.board : world.board.queues[body.queue];
    found(row).isEmergency = body.isOn;
    return body;
  }),
  on(routing.listGroups, (world) => world.groups),
  on(routing.createGroup, (world, { body }) => {
    const group = { ...body, id: newId(), version: 1 };
    world.groups.push(group);
    return group;
  }),
  on(routing.changeGroup, (world, { params, body }) => {
    const at = world.groups.findIndex((group) => group.id === params.id);
    if (found(world.groups[at]).version !== body.version) throw new Refusal(409, "stale");
    const changed = { id: params.id, name: body.name, version: body.version + 1 };
    world.groups[at] = changed;
    return changed;
  }),
  on(routing.deleteGroup, () => {
    throw new Refusal(409, "inUse");
  }),
  on(routing.readRoutingSettings, (world) => world.routingSettings),
  on(routing.putRoutingSettings, (world, { body }) => {
    world.routingSettings = { ...body, version: body.version + 1 };
    return world.routingSettings;
  }),
  on(routing.readRoutingRules, (world) => world.rules),
  on(routing.putRoutingRules, (world, { body }) => {
    if (body.version !== world.rules.version) throw new Refusal(409, "stale");
    world.rules = { ...body, version: body.version + 1 };
    return world.rules;
  }),
  on(admin.listNumbers, () => [
    { dialled: "+34910000000", label: "Main line", flow: "welcome" },
    { dialled: "+525550000000", label: "México", flow: "hours" },
  ]),
  on(admin.putNumber, (_world, { body }) => body),
  on(flowFiles.listFlows, () => [
    {
      name: "welcome",
      version: 3,
      publishedAt: Date.now() - 86_400_000,
      author: "Mara Ruiz",
      note: "Longer menu timeout",
    },
    { name: "hours", version: 1, publishedAt: Date.now() - 9_000_000_000 },
  ]),
  on(flowFiles.readFlow, (_world, { params }) => ({
    name: params.name,
    version: 3,
    text: JSON.stringify(
      {
        formatVersion: 1,
        id: params.name,
        name: params.name,
        type: "voice",
        entry: "answer",
        languages: ["en"],
        nodes: {},
      },
      undefined,
      2,
    ),
    problems: [],
  })),
  on(flowFiles.checkFlow, (_world, { body }) =>
    body.text.includes('"nodes": {}')
      ? [
          {
            severity: "error" as const,
            code: "entryMissing",
            node: "answer",
            detail: "The entry node does not exist.",
          },
          { severity: "warning" as const, code: "noAfterHoursPath", detail: "Nobody says what happens after hours." },
        ]
      : [],
  ),
  on(flowFiles.listFlowVersions, (_world, { params }) =>
    [3, 2, 1].map((version) => ({
      name: params.name,
      version,
      publishedAt: Date.now() - (4 - version) * 86_400_000,
      author: "Mara Ruiz",
    })),
  ),
  on(flowFiles.rollBackFlow, (_world, { params, body }) => ({
    name: params.name,
    version: body.version,
    publishedAt: Date.now(),
  })),
  on(admin.listSchedules, (world) => world.schedules),
  on(admin.changeSchedule, (world, { params, body }) => {
    const at = world.schedules.findIndex((schedule) => schedule.id === params.id);
    const changed = { ...body, id: params.id };
    world.schedules[at] = changed;
    return changed;
  }),
  on(admin.listDispositions, (world) => world.dispositions),
  on(admin.putDisposition, (world, { body }) => {
    world.dispositions = [...world.dispositions.filter(({ code }) => code !== body.code), body];
    return body;
  }),
  on(admin.listReasons, (world) => world.reasons),
  on(admin.putReason, (_world, { body }) => body),
  on(admin.readDialSettings, () => ({
    trunks: [{ gateway: "carrier-a", callerNumber: "+34910000000" }],
    dialPrefixes: ["+34", "+52"],
    followsRedirects: false,
  })),
  on(admin.putDialSettings, (_world, { body }) => body),
  on(admin.runDoctor, () => [
    { check: "Event socket", verdict: "ok" as const, found: "FreeSWITCH 1.10.12 answers in 3 ms" },
    {
      check: "Codecs",
      verdict: "warning" as const,
      found: "OPUS is not offered",
      howToMend: "Add OPUS to global_codec_prefs in vars.xml.",
    },
    {
      check: "Recordings folder",
      verdict: "fault" as const,
      found: "/var/lib/freeswitch/recordings is not writable",
      howToMend: "chown freeswitch: /var/lib/freeswitch/recordings",
    },
  ]),
];
