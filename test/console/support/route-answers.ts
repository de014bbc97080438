/** What the test's server answers to each route, from the world. */

import type { z } from "zod";
import type { AnyRoute, Route } from "#protocol/api/route.ts";
import * as admin from "#protocol/api/admin.ts";
import * as calls from "#protocol/api/calls.ts";
import * as crm from "#protocol/api/crm.ts";
import * as session from "#protocol/api/session.ts";
import type { Problem } from "#protocol/errors.ts";
import { id, ids, type World } from "./world.ts";

export interface Context {
  readonly world: World;
  readonly session: { isSignedIn: boolean; failures: number };
}

/** Thrown by an answer to say no. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly fields: Problem["fields"];
  constructor(status: number, code: string, headers: Readonly<Record<string, string>> = {}, fields?: Problem["fields"]) {
    super(code);
    this.status = status;
    this.code = code;
    this.headers = headers;
    this.fields = fields;
  }
}

interface Given {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

export interface RouteAnswer {
  readonly route: AnyRoute;
  /** The placeholders' values, or undefined when the path is another. */
  readonly matches: (path: string) => Record<string, string> | undefined;
  readonly answer: (context: Context, given: Given) => unknown;
}

function on<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  route: Route<P, Q, B, R>,
  answer: (world: World, given: { params: z.output<P>; query: z.output<Q>; body: z.output<B> }, context: Context) => NoInfer<z.output<R>> | void,
): RouteAnswer {
  const pattern = new RegExp(`^${route.path.replace(/:([a-zA-Z]+)/gu, "(?<$1>[^/]+)")}$`, "u");
  const optional = <S extends z.ZodType>(schema: S, value: unknown): z.output<S> => {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const none = schema.safeParse(undefined);
    if (none.success) return none.data;
    throw new Refusal(422, "invalid", {}, parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message })));
  };
  return {
    route,
    matches: (path) => {
      const groups = pattern.exec(path);
      if (groups === null) return undefined;
      return Object.fromEntries(Object.entries(groups.groups ?? {}).map(([key, value]) => [key, decodeURIComponent(value)]));
    },
    answer: (context, given) =>
      answer(
        context.world,
        { params: optional(route.params, given.params), query: optional(route.query, given.query), body: optional(route.body, given.body) },
        context,
      ),
  };
}

function found<T>(item: T | undefined): T {
  if (item === undefined) throw new Refusal(404, "notFound");
  return item;
}

const includes = (text: string | undefined, query: string | undefined) =>
  query === undefined || (text ?? "").toLowerCase().includes(query.toLowerCase());

let made = 500;
const newId = () => id(0, (made += 1));
const SIGN_INS_MAX = 3;

export const answers: readonly RouteAnswer[] = [
  on(session.signIn, (world, { body }, context) => {
    if (context.session.failures >= SIGN_INS_MAX) throw new Refusal(429, "throttled", { "retry-after": "30" });
    if (body.login !== world.me.login || body.password !== world.password) {
      context.session.failures += 1;
      throw new Refusal(401, "wrongCredentials");
    }
    context.session.isSignedIn = true;
    return world.me;
  }),
  on(session.signOut, (_world, _given, context) => {
    context.session.isSignedIn = false;
  }),
  on(session.whoAmI, (world) => world.me),
  on(session.setPreferences, (world, { body }) => (world.me = { ...world.me, locale: body.locale ?? world.me.locale, timeZone: body.timeZone ?? world.me.timeZone })),
  on(session.changePassword, (world, { body }) => {
    if (body.current !== world.password) throw new Refusal(403, "wrongPassword");
  }),
  on(session.listSessions, () => [
    { id: id(0, 1), createdAt: Date.now() - 3_600_000, lastSeenAt: Date.now(), userAgent: "Firefox on Linux", ip: "127.0.0.1", isCurrent: true },
    { id: id(0, 2), createdAt: Date.now() - 86_400_000, lastSeenAt: Date.now() - 7_200_000, userAgent: "Safari on iPhone", ip: "192.0.2.7", isCurrent: false },
  ]),
  on(session.revokeSession, () => undefined),
  on(session.takeSeat, () => ({ kind: "server" as const })),

  on(calls.listCalls, (world, { query }) => ({
    items: world.calls.filter(
      (call) => includes(`${call.from ?? ""} ${call.to}`, query.number) && (query.endReason === undefined || call.endReason === query.endReason),
    ),
  })),
  on(calls.readCall, (world, { params }) => found(world.calls.find((call) => call.id === params.id))),
  on(calls.listVoicemails, () => ({
    items: [
      { id: id(0, 21), interaction: id(5, 101), box: "After hours", from: "+34911222333", leftAt: Date.now() - 7_200_000, durationMs: 23_000 },
      { id: id(0, 22), interaction: id(5, 102), box: "Support", from: "+525512345678", contactName: "María López", leftAt: Date.now() - 90_000_000, durationMs: 41_000, heardAt: Date.now() },
    ],
  })),
  on(calls.markVoicemailHeard, (_world, { params, body }) => ({
    id: params.id,
    interaction: id(5, 101),
    box: "After hours",
    leftAt: Date.now() - 7_200_000,
    durationMs: 23_000,
    ...(body.isHeard ? { heardAt: Date.now() } : {}),
  })),

  on(crm.listContacts, (world, { query }) => ({
    items: world.contacts
      .filter((contact) => includes(contact.name + contact.points.map(({ value }) => value).join(" "), query.q))
      .map(({ id: contact, name, kind, tier, accounts, points, updatedAt }) => ({
        id: contact,
        name,
        kind,
        tier,
        account: accounts[0]?.name,
        phone: points.find((point) => point.kind === "phone")?.value,
        email: points.find((point) => point.kind === "email")?.value,
        updatedAt,
      })),
  })),
  on(crm.readContact, (world, { params }) => found(world.contacts.find((contact) => contact.id === params.id))),
  on(crm.createContact, (world, { body }) => {
    const contact: crm.Contact = {
      ...body,
      id: newId(),
      version: 1,
      tier: body.tier ?? "standard",
      points: body.points.map((point) => ({ ...point, id: newId(), normalised: point.value, display: point.value })),
      accounts: body.accounts.map((each) => ({ ...each, name: "Acme México" })),
      createdAt: Date.now(),
      updatedAt: Date.now(),
    };
    world.contacts.push(contact);
    return contact;
  }),
  on(crm.changeContact, (world, { params, body }) => {
    const at = world.contacts.findIndex((contact) => contact.id === params.id);
    const before = found(world.contacts[at]);
    if (body.version !== before.version) throw new Refusal(409, "stale");
    const { points, accounts, version, language, timeZone, jobTitle, ...plain } = body;
    const changed: crm.Contact = {
      ...before,
      ...Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)),
      version: version + 1,
      language: language === undefined ? before.language : (language ?? undefined),
      timeZone: timeZone === undefined ? before.timeZone : (timeZone ?? undefined),
      jobTitle: jobTitle === undefined ? before.jobTitle : (jobTitle ?? undefined),
      points: points?.map((point) => ({ ...point, id: newId(), normalised: point.value, display: point.value })) ?? before.points,
      accounts: accounts?.map((each) => ({ ...each, name: "Acme México" })) ?? before.accounts,
      updatedAt: Date.now(),
    };
    world.contacts[at] = changed;
    return changed;
  }),
  on(crm.readTimeline, (world, { query }) => ({ items: world.timeline.filter(({ kind }) => query.kind === undefined || kind === query.kind) })),
  on(crm.listAccounts, (world, { query }) => ({
    items: world.accounts
      .filter(({ name }) => includes(name, query.q))
      .map(({ id: account, name, kind, tier, contacts, updatedAt }) => ({ id: account, name, kind, tier, contacts: contacts.length, updatedAt })),
  })),
  on(crm.readAccount, (world, { params }) => found(world.accounts.find((account) => account.id === params.id))),
  on(crm.listActivities, (world, { query }) => ({
    items: world.activities.filter(
      (each) =>
        (query.kind === undefined || each.kind === query.kind) &&
        (query.contact === undefined || each.contact === query.contact) &&
        (query.open === undefined || (query.open === "true") === (each.doneAt === undefined)),
    ),
  })),
  on(crm.createActivity, (world, { body }) => {
    const activity: crm.Activity = { ...body, id: newId(), version: 1, isOverdue: false, owner: ids.lin, ownerName: "Lin Chen", createdAt: Date.now() };
    world.activities.push(activity);
    return activity;
  }),
  on(crm.changeActivity, (world, { params, body }) => {
    const at = world.activities.findIndex((each) => each.id === params.id);
    const { doneAt: _, ...before } = found(world.activities[at]);
    const changed: crm.Activity = { ...before, version: body.version + 1, ...(body.isDone === true ? { doneAt: Date.now() } : {}) };
    world.activities[at] = changed;
    return changed;
  }),
  on(crm.searchPhoneBook, (world, { query }) => [
    ...world.contacts
      .filter(({ name, points }) => includes(name + points.map(({ value }) => value).join(" "), query.q))
      .map(({ id: contact, name, points }) => ({ kind: "contact" as const, id: contact, name, detail: "Acme México", number: points[0]?.value })),
    ...world.agents.filter(({ name }) => includes(name, query.q)).map((agent) => ({ kind: "colleague" as const, id: agent.id, name: agent.name })),
  ]),
  on(crm.searchAll, (world, { query }) =>
    world.contacts.filter(({ name }) => includes(name, query.q)).map(({ id: contact, name }) => ({ kind: "contact" as const, id: contact, title: name, detail: "Acme México" })),
  ),

  on(admin.listAgents, (world) => world.agents),
  on(admin.createAgent, (world, { body }) => {
    if (world.agents.some(({ login }) => login === body.login))
      throw new Refusal(409, "taken", {}, [{ path: "login", message: "This login is taken" }]);
    const { password: _, ...rest } = body;
    const agent: admin.AgentAdminView = { ...rest, id: newId(), version: 1, sipUser: `seat-${body.login}`, isActive: true };
    world.agents.push(agent);
    return agent;
  }),
  on(admin.changeAgent, (world, { params, body }) => {
    const at = world.agents.findIndex((agent) => agent.id === params.id);
    const before = found(world.agents[at]);
    const changed = { ...before, version: before.version + 1, skills: body.skills ?? before.skills, name: body.name ?? before.name, isActive: body.isActive ?? before.isActive };
    world.agents[at] = changed;
    return changed;
  }),
  on(admin.listSkills, (world) => world.skills),
  on(admin.createSkill, (world, { body }) => {
    const skill = { id: newId(), name: body.name };
    world.skills.push(skill);
    return skill;
  }),
  on(admin.deleteSkill, () => {
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
  on(admin.listNumbers, () => [
    { dialled: "+34910000000", label: "Main line", flow: "welcome" },
    { dialled: "+525550000000", label: "México", flow: "hours" },
  ]),
  on(admin.putNumber, (_world, { body }) => body),
  on(admin.listFlows, () => [
    { name: "welcome", version: 3, publishedAt: Date.now() - 86_400_000, author: "Mara Ruiz", note: "Longer menu timeout" },
    { name: "hours", version: 1, publishedAt: Date.now() - 9_000_000_000 },
  ]),
  on(admin.readFlow, (_world, { params }) => ({
    name: params.name,
    version: 3,
    text: JSON.stringify({ formatVersion: 1, id: params.name, name: params.name, type: "voice", entry: "answer", languages: ["en"], nodes: {} }, undefined, 2),
    problems: [],
  })),
  on(admin.checkFlow, (_world, { body }) =>
    body.text.includes('"nodes": {}')
      ? [
          { severity: "error" as const, code: "entryMissing", node: "answer", detail: "The entry node does not exist." },
          { severity: "warning" as const, code: "noAfterHoursPath", detail: "Nobody says what happens after hours." },
        ]
      : [],
  ),
  on(admin.listFlowVersions, (_world, { params }) =>
    [3, 2, 1].map((version) => ({ name: params.name, version, publishedAt: Date.now() - (4 - version) * 86_400_000, author: "Mara Ruiz" })),
  ),
  on(admin.rollBackFlow, (_world, { params, body }) => ({ name: params.name, version: body.version, publishedAt: Date.now() })),
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
  on(admin.readDialSettings, () => ({ trunks: [{ gateway: "carrier-a", callerNumber: "+34910000000" }], dialPrefixes: ["+34", "+52"] })),
  on(admin.putDialSettings, (_world, { body }) => body),
  on(admin.runDoctor, () => [
    { check: "Event socket", verdict: "ok" as const, found: "FreeSWITCH 1.10.12 answers in 3 ms" },
    { check: "Codecs", verdict: "warning" as const, found: "OPUS is not offered", howToMend: "Add OPUS to global_codec_prefs in vars.xml." },
    { check: "Recordings folder", verdict: "fault" as const, found: "/var/lib/freeswitch/recordings is not writable", howToMend: "chown freeswitch: /var/lib/freeswitch/recordings" },
  ]),
];
