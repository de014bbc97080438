/** What the test's server answers to each route, from the world. */

import * as calls from "#protocol/api/calls.ts";
import * as crm from "#protocol/api/crm.ts";
import * as search from "#protocol/api/search.ts";
import * as session from "#protocol/api/session.ts";
import { adminAnswers } from "./admin-answers.ts";
import { callbackAnswers } from "./callback-answers.ts";
import { doNotCallAnswers } from "./do-not-call-answers.ts";
import { dryRunAnswers } from "./dry-run-answers.ts";
import { id, ids } from "./ids.ts";
import { found, includes, newId, on, Refusal, type RouteAnswer } from "./route-answer.ts";

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
  on(
    session.setPreferences,
    (world, { body }) =>
      (world.me = {
        ...world.me,
        locale: body.locale ?? world.me.locale,
        timeZone: body.timeZone ?? world.me.timeZone,
      }),
  ),
  on(session.changePassword, (world, { body }) => {
    if (body.current !== world.password) throw new Refusal(403, "wrongPassword");
  }),
  on(session.listSessions, () => [
    {
      id: id(0, 1),
      createdAt: Date.now() - 3_600_000,
      lastSeenAt: Date.now(),
      userAgent: "Firefox on Linux",
      ip: "127.0.0.1",
      isCurrent: true,
    },
    {
      id: id(0, 2),
      createdAt: Date.now() - 86_400_000,
      lastSeenAt: Date.now() - 7_200_000,
      userAgent: "Safari on iPhone",
      ip: "192.0.2.7",
      isCurrent: false,
    },
  ]),
  on(session.revokeSession, () => undefined),
  on(session.takeSeat, () => ({ kind: "server" as const })),

  on(calls.listCalls, (world, { query }) => ({
    items: world.calls.filter(
      (call) =>
        includes(`${call.from ?? ""} ${call.to}`, query.number) &&
        (query.endReason === undefined || call.endReason === query.endReason),
    ),
  })),
  on(calls.readCall, (world, { params }) => found(world.calls.find((call) => call.id === params.id))),
  on(calls.listVoicemails, () => ({
    items: [
      {
        id: id(0, 21),
        interaction: id(5, 101),
        box: "After hours",
        from: "+34911222333",
        leftAt: Date.now() - 7_200_000,
        durationMs: 23_000,
      },
      {
        id: id(0, 22),
        interaction: id(5, 102),
        box: "Support",
        from: "+525512345678",
        contactName: "María López",
        leftAt: Date.now() - 90_000_000,
        durationMs: 41_000,
        heardAt: Date.now(),
      },
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
    const { points, accounts, version, language, timeZone, jobTitle, owner, ...plain } = body;
    const changed: crm.Contact = {
      ...before,
      ...Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)),
      version: version + 1,
      language: language === undefined ? before.language : (language ?? undefined),
      timeZone: timeZone === undefined ? before.timeZone : (timeZone ?? undefined),
      jobTitle: jobTitle === undefined ? before.jobTitle : (jobTitle ?? undefined),
      owner: owner === undefined ? before.owner : (owner ?? undefined),
      points:
        points?.map((point) => ({ ...point, id: newId(), normalised: point.value, display: point.value })) ??
        before.points,
      accounts: accounts?.map((each) => ({ ...each, name: "Acme México" })) ?? before.accounts,
      updatedAt: Date.now(),
    };
    world.contacts[at] = changed;
    return changed;
  }),
  on(crm.readTimeline, (world, { query }) => ({
    items: world.timeline.filter(({ kind }) => query.kind === undefined || kind === query.kind),
  })),
  on(crm.listAccounts, (world, { query }) => ({
    items: world.accounts
      .filter(({ name }) => includes(name, query.q))
      .map(({ id: account, name, kind, tier, contacts, updatedAt }) => ({
        id: account,
        name,
        kind,
        tier,
        contacts: contacts.length,
        updatedAt,
      })),
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
    const activity: crm.Activity = {
      ...body,
      id: newId(),
      version: 1,
      isOverdue: false,
      owner: ids.lin,
      ownerName: "Lin Chen",
      createdAt: Date.now(),
    };
    world.activities.push(activity);
    return activity;
  }),
  on(crm.changeActivity, (world, { params, body }) => {
    const at = world.activities.findIndex((each) => each.id === params.id);
    const { doneAt: _, ...before } = found(world.activities[at]);
    const changed: crm.Activity = {
      ...before,
      version: body.version + 1,
      ...(body.isDone === true ? { doneAt: Date.now() } : {}),
    };
    world.activities[at] = changed;
    return changed;
  }),
  on(search.searchPhoneBook, (world, { query }) => [
    ...world.contacts
      .filter(({ name, points }) => includes(name + points.map(({ value }) => value).join(" "), query.q))
      .map(({ id: contact, name, points }) => ({
        kind: "contact" as const,
        id: contact,
        name,
        detail: "Acme México",
        number: points[0]?.value,
      })),
    ...world.agents
      .filter(({ name }) => includes(name, query.q))
      .map((agent) => ({ kind: "colleague" as const, id: agent.id, name: agent.name })),
  ]),
  on(search.searchAll, (world, { query }) =>
    world.contacts
      .filter(({ name }) => includes(name, query.q))
      .map(({ id: contact, name }) => ({ kind: "contact" as const, id: contact, title: name, detail: "Acme México" })),
  ),

  ...callbackAnswers,
  ...doNotCallAnswers,
  ...dryRunAnswers,
  ...adminAnswers,
];
