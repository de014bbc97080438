/** A small call centre made of data, typed by the protocol, for the console's own tests and screenshots. */

import { plainReservationPolicy, plainWrapUp } from "#protocol/api/at-the-agent.ts";
import type { ApiTokenView } from "#protocol/api/api-tokens.ts";
import type { CapacityProfile } from "#protocol/api/capacity.ts";
import { callbackPolicy, type CallbackView } from "#protocol/api/callbacks.ts";
import type { DoNotCallRow } from "#protocol/api/do-not-call.ts";
import type { GroupView, RoutingSettings, RuleList } from "#protocol/api/routing-set-up.ts";
import type { AgentAdminView } from "#protocol/api/people.ts";
import type { DispositionView, QueueAdminView, ReasonView, ScheduleView } from "#protocol/api/admin.ts";
import type { CallRecord, CallRow } from "#protocol/api/calls.ts";
import type { Account, Activity, Contact, TimelineEntry } from "#protocol/api/crm.ts";
import type { ruleTrialInput } from "#protocol/api/rule-trial.ts";
import type { newcomer } from "#protocol/api/dry-run.ts";
import type { z } from "zod";
import type { Me } from "#protocol/api/session.ts";
import type { BoardView } from "#protocol/views/board.ts";
import type { DeskView } from "#protocol/views/desk.ts";
import { makeCallbacks } from "./callback-answers.ts";
import { id, ids } from "./ids.ts";
import { makeBoard } from "./world-board.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export interface World {
  me: Me;
  readonly password: string;
  agents: AgentAdminView[];
  skills: { id: string; name: string }[];
  capacity: CapacityProfile;
  tokens: ApiTokenView[];
  groups: GroupView[];
  routingSettings: RoutingSettings;
  rules: RuleList;
  queues: QueueAdminView[];
  contacts: Contact[];
  accounts: Account[];
  activities: Activity[];
  timeline: TimelineEntry[];
  calls: CallRecord[];
  dispositions: DispositionView[];
  reasons: ReasonView[];
  schedules: ScheduleView[];
  callbacks: CallbackView[];
  doNotCall: DoNotCallRow[];
  desk: DeskView;
  board: BoardView;
  /** What dry runs were asked about. */
  readonly newcomers: z.output<typeof newcomer>[];
  /** Whom the rules were tried on. */
  readonly trials: z.output<typeof ruleTrialInput>[];
}

const three = (en: string, zh: string, es: string) => ({ en, zh, es });

export function makeWorld(now: number, roles: Me["roles"]): World {
  const skills = [
    { id: id(7, 1), name: "Sales" },
    { id: id(7, 2), name: "Español" },
    { id: id(7, 3), name: "中文" },
  ];
  const queue = (queueId: string, name: string, skill: string): QueueAdminView => ({
    id: queueId,
    version: 1,
    name,
    requirement: [{ skill, proficiency: 2 }],
    preferred: [{ skill: id(7, 2), proficiency: 3, weight: 20 }],
    groups: [id(9, 1)],
    strategy: { kind: "topDown", groups: [id(9, 1), id(9, 2)] },
    lastAgentMs: 15_000,
    ownerMs: 30_000,
    ageing: [{ afterMs: 2 * MINUTE, priority: 10 }],
    relaxation: [
      { name: "Anybody", afterMs: MINUTE, requirement: [{ anyOf: [{ skill, proficiency: 1 }] }], groups: [] },
    ],
    priority: 0,
    answerWithinMs: 20_000,
    serviceLevelGoal: 0.8,
    shortAbandonMs: 5_000,
    serviceLevelFormula: "SL-4",
    alertMs: 20_000,
    wrapUpMs: 30_000,
    ringAgents: 1,
    reservationPolicy: plainReservationPolicy,
    wrapUp: plainWrapUp,
    overflow: [{ when: { kind: "emergency" }, to: { kind: "voicemail", box: name } }],
    leaveWhenNobodySignedIn: true,
    announceWait: false,
    callback: callbackPolicy.parse({ timeZone: "Europe/Madrid", windows: [{ weekday: 1, opens: 540, closes: 1_080 }] }),
  });
  const agent = (agentId: string, login: string, name: string, agentRoles: Me["roles"]): AgentAdminView => ({
    id: agentId,
    version: 1,
    login,
    name,
    roles: agentRoles,
    locale: "en",
    timeZone: "Europe/Madrid",
    sipUser: `seat-${login}`,
    skills: [{ skill: id(7, 1), proficiency: 4 }],
    groups: [id(9, 1)],
    queueWeights: [{ queue: ids.sales, weight: 2 }],
    isActive: true,
  });
  const contact = (contactId: string, name: string, tier: Contact["tier"], phone: string): Contact => ({
    id: contactId,
    version: 3,
    name,
    kind: "customer",
    tier,
    language: "es",
    timeZone: "America/Mexico_City",
    jobTitle: "Head of purchasing",
    tags: ["renewal", "newsletter"],
    attributes: { debt: 120.5, openComplaint: true, campaign: "spring" },
    isDoNotCall: false,
    points: [
      {
        id: id(8, 1),
        kind: "phone",
        value: phone,
        normalised: phone,
        display: phone,
        label: "office",
        isPrimary: true,
      },
      {
        id: id(8, 2),
        kind: "email",
        value: "maria@example.com",
        normalised: "maria@example.com",
        display: "maria@example.com",
        isPrimary: false,
      },
    ],
    addresses: [
      { kind: "main", street: "Av. Reforma 222", city: "Ciudad de México", postalCode: "06600", country: "MX" },
    ],
    accounts: [{ account: ids.acme, name: "Acme México", role: "Buyer" }],
    createdAt: now - 200 * DAY,
    updatedAt: now - 2 * DAY,
  });
  const maria = contact(ids.maria, "María López", "gold", "+525512345678");
  const wang = contact(ids.wang, "王小明", "standard", "+861012345678");
  const row = (number: number, ago: number, part: Partial<CallRow>): CallRow => ({
    id: id(5, 100 + number),
    direction: "inbound",
    from: "+525512345678",
    to: "+34910000000",
    contact: ids.maria,
    contactName: "María López",
    queue: "Sales",
    agent: "Lin Chen",
    startedAt: now - ago,
    endedAt: now - ago + 4 * MINUTE,
    endReason: "completed",
    waitMs: 17_000,
    talkMs: 214_000,
    holdMs: 12_000,
    wrapUpMs: 21_000,
    disposition: "order",
    note: "Wants the blue one, delivery before Friday.",
    ...part,
  });
  const record = (base: CallRow): CallRecord => ({
    ...base,
    flow: "welcome",
    flowVersion: 3,
    path: [{ node: "menu", exit: "1" }, { node: "sales" }],
    values: [{ name: "order", label: "Order number", value: "A-77812" }],
    segments: [
      { ordinal: 1, kind: "flow", startedAt: base.startedAt, endedAt: base.startedAt + 9_000 },
      {
        ordinal: 2,
        kind: "queue",
        queue: "Sales",
        startedAt: base.startedAt + 9_000,
        endedAt: base.startedAt + 26_000,
        outcome: "answered",
        priority: 2,
        rules: ["VIP"],
        particular: { why: "owner", agents: ["Ana Sørensen"] },
        changes: [
          { kind: "particularReleased", at: base.startedAt + 14_000, because: "timeout" },
          { kind: "relaxed", at: base.startedAt + 19_000, name: "Any proficiency" },
          { kind: "aged", at: base.startedAt + 24_000, priority: 5 },
        ],
      },
      {
        ordinal: 3,
        kind: "agent",
        agent: "Lin Chen",
        startedAt: base.startedAt + 26_000,
        endedAt: base.startedAt + 4 * MINUTE,
      },
    ],
    legs: [
      {
        id: id(9, 1),
        role: "customer",
        direction: "inbound",
        remote: "+525512345678",
        node: "fs1",
        createdAt: base.startedAt,
        answeredAt: base.startedAt + 400,
        endedAt: base.startedAt + 4 * MINUTE,
        cause: "NORMAL_CLEARING",
        sipStatus: 200,
      },
      {
        id: id(9, 2),
        role: "agent",
        direction: "outbound",
        agent: "Lin Chen",
        node: "fs1",
        createdAt: base.startedAt + 20_000,
        answeredAt: base.startedAt + 26_000,
        endedAt: base.startedAt + 4 * MINUTE,
        cause: "NORMAL_CLEARING",
      },
    ],
    decisions: [
      {
        at: base.startedAt + 20_000,
        agent: "Lin Chen",
        rule: "longestIdle",
        order: "priority",
        eligible: 3,
        relaxedTo: "Any proficiency",
        outcome: "accepted",
        passedOver: [
          { agent: "Mara Ruiz", reason: "idleShorter" },
          { agent: "张伟", reason: "lessPreferred" },
          { agent: "Omar Haddad", reason: "lacksSkill" },
        ],
      },
    ],
  });
  const presence = { kind: "ready" } as const;
  return {
    me: {
      id: ids.lin,
      login: "lin",
      name: "Lin Chen",
      roles,
      locale: "en",
      timeZone: "Europe/Madrid",
      country: "ES",
      isDemo: true,
    },
    password: "correct horse",
    agents: [
      agent(ids.lin, "lin", "Lin Chen", roles),
      agent(ids.mara, "mara", "Mara Ruiz", ["agent", "supervisor"]),
      agent(id(1, 3), "omar", "Omar Haddad", ["agent"]),
    ],
    skills,
    capacity: {
      voice: 1,
      mail: 1,
      chat: 3,
      total: 4,
      interruptible: ["mail"],
      duringVoice: 0,
      whileWrappingUp: 0,
    },
    tokens: [
      {
        id: id(0, 31),
        name: "Mail connector",
        scopes: ["work"],
        createdAt: now - 40 * DAY,
        createdByName: "Lin Chen",
        lastUsedAt: now - MINUTE,
      },
      {
        id: id(0, 32),
        name: "Web site",
        scopes: ["work", "callbacks"],
        createdAt: now - 400 * DAY,
        expiresAt: now - 35 * DAY,
      },
    ],
    groups: [
      { id: id(9, 1), name: "Madrid", version: 1 },
      { id: id(9, 2), name: "México", version: 1 },
    ],
    routingSettings: {
      version: 1,
      tiers: [
        { name: "gold", weight: 2 },
        { name: "platinum", weight: 4 },
      ],
      serviceOrder: "urgency",
      weightedWaitMaxMs: 10 * MINUTE,
    },
    rules: {
      version: 1,
      rules: [
        {
          name: "Open complaint",
          isActive: true,
          continues: true,
          when: { all: [{ attribute: "contact.openComplaint", is: "yes" }] },
          outcome: {
            priority: { kind: "add", value: 20 },
            requirement: [],
            preferred: [],
            particular: { who: "owner", forMs: 30_000 },
          },
        },
        {
          name: "Debt",
          isActive: false,
          continues: false,
          when: {
            any: [
              { attribute: "contact.debt", is: "moreThan", value: 100 },
              { not: { schedule: "Office", says: "open" } },
            ],
          },
          outcome: {
            queue: ids.support,
            tier: "gold",
            requirement: [{ skill: id(7, 1), proficiency: 3 }],
            preferred: [],
          },
        },
      ],
    },
    queues: [queue(ids.sales, "Sales", id(7, 1)), queue(ids.support, "Support", id(7, 2))],
    contacts: [maria, wang],
    accounts: [
      {
        id: ids.acme,
        version: 1,
        name: "Acme México",
        kind: "customer",
        tier: "platinum",
        industry: "Furniture",
        website: "https://acme.example",
        tags: ["key"],
        attributes: { contractLevel: "premium" },
        contacts: [{ contact: ids.maria, name: "María López", role: "Buyer" }],
        createdAt: now - 300 * DAY,
        updatedAt: now - 9 * DAY,
      },
    ],
    activities: [
      task(now, 1, "Call back about the invoice", now - 3 * HOUR, true),
      task(now, 2, "Send the new price list", now + DAY, false),
      {
        ...task(now, 3, "Prefers calls after six", undefined, false),
        kind: "note",
        isPrivate: true,
        body: "Two children, school run at five.",
      },
    ],
    timeline: [
      {
        id: "t1",
        at: now - HOUR,
        kind: "interaction.ended",
        summary: "Wants the blue one, delivery before Friday.",
        by: "Lin Chen",
        interaction: id(5, 101),
      },
      { id: "t2", at: now - DAY, kind: "promise.given", summary: "Call back about the invoice", by: "Lin Chen" },
      { id: "t3", at: now - 9 * DAY, kind: "contact.changed", summary: "phone", by: "Mara Ruiz" },
    ],
    calls: [
      record(row(1, HOUR, {})),
      record(
        row(2, 3 * HOUR, {
          direction: "outbound",
          from: "+34910000000",
          to: "+861012345678",
          contact: ids.wang,
          contactName: "王小明",
          disposition: "no-answer",
          note: "",
        }),
      ),
      record(
        row(3, DAY, {
          from: undefined,
          contact: undefined,
          contactName: undefined,
          disposition: undefined,
          endReason: "abandonedInQueue",
          agent: undefined,
          note: undefined,
        }),
      ),
    ],
    dispositions: [
      { code: "order", label: three("Order taken", "已下单", "Pedido tomado"), position: 1, isActive: true },
      {
        code: "question",
        label: three("Question answered", "已解答", "Consulta resuelta"),
        position: 2,
        isActive: true,
      },
      { code: "complaint", label: three("Complaint", "投诉", "Reclamación"), position: 3, isActive: true },
      {
        code: "callback",
        label: three("Call back later", "稍后回电", "Llamar más tarde"),
        position: 4,
        isActive: true,
      },
      { code: "no-answer", label: three("No answer", "无人接听", "Sin respuesta"), position: 5, isActive: true },
      { code: "wrong-number", label: three("Wrong number", "打错", "Número equivocado"), position: 6, isActive: true },
    ],
    reasons: [
      { code: "break", label: three("Break", "休息", "Pausa"), position: 1, isPaid: true, isActive: true },
      { code: "lunch", label: three("Lunch", "午餐", "Comida"), position: 2, isPaid: false, isActive: true },
      { code: "training", label: three("Training", "培训", "Formación"), position: 3, isPaid: true, isActive: true },
    ],
    schedules: [
      {
        id: id(0, 1),
        name: "Office hours",
        timeZone: "Europe/Madrid",
        weekly: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: 540, closes: 1_080 })),
        exceptions: [{ date: "2026-12-25", name: "Navidad", hours: [] }],
      },
    ],
    callbacks: makeCallbacks(now),
    doNotCall: [
      { number: "+34911222333", reason: "Asked us on the phone, twice", since: now - HOUR, byName: "Lin Chen" },
      { number: "+861099887766", reason: "", since: now - 90 * DAY },
    ],
    desk: {
      agent: ids.lin,
      presence: { kind: "signedOut" },
      presenceSince: now - 5 * MINUTE,
      engagement: "idle",
      engagementSince: now - 5 * MINUTE,
      isSwitchUp: true,
      colleagues: {
        [ids.mara]: { id: ids.mara, name: "Mara Ruiz", presence, engagement: "talking" },
        [id(1, 3)]: {
          id: id(1, 3),
          name: "Omar Haddad",
          presence: { kind: "notReady", reason: "lunch" },
          engagement: "idle",
        },
      },
      queues: {
        [ids.sales]: { id: ids.sales, name: "Sales", waiting: 3, longestSince: now - 48_000, ready: 1 },
        [ids.support]: { id: ids.support, name: "Support", waiting: 0, ready: 2 },
      },
      today: { answered: 17, handleMs: 17 * 238_000, missed: 1 },
    },
    board: makeBoard(now),
    newcomers: [],
    trials: [],
  };
}

function task(now: number, number: number, subject: string, dueAt: number | undefined, isOverdue: boolean): Activity {
  return {
    id: id(0, 10 + number),
    version: 1,
    kind: "task",
    subject,
    body: "",
    ...(dueAt === undefined ? {} : { dueAt }),
    isPrivate: false,
    isOverdue,
    owner: ids.lin,
    ownerName: "Lin Chen",
    contact: ids.maria,
    contactName: "María López",
    createdAt: now - DAY,
  };
}
