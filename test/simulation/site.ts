/** A made-up site for tests and simulations: queues, skills, agents and flows, all from a few numbers. */

import salesSupport from "#ivr-flows/library/sales-support.flow.json" with { type: "json" };
import hoursVoicemail from "#ivr-flows/library/hours-voicemail.flow.json" with { type: "json" };
import { flowSchema, type Flow, type FlowNode } from "#ivr-flows/schema.ts";
import { PLAIN_WRAP_UP, type WrapUpPolicy } from "#routing/agent/wrap-up-policy.ts";
import {
  PLAIN_AGENT,
  PLAIN_QUEUE,
  PLAIN_SITE,
  type AgentConfig,
  type OverflowRule,
  type CallbackPolicy,
  type Proficiency,
  type QueueConfig,
  type RoutingConfig,
} from "#routing/config.ts";
import type { ReservationPolicy } from "#routing/reservation/policy.ts";
import { PLAIN_CAPACITY, type Capacity } from "#routing/work/capacity.ts";
import { agentId, groupId, nodeId, queueId, skillId, type AgentId } from "#routing/ids.ts";

export const node = nodeId("switch-1");

/** The nth UUID of a kind; readable in a failing test. */
export function id(kind: string, n: number): string {
  return `${kind.padEnd(8, "0").slice(0, 8)}-0000-4000-8000-${String(n).padStart(12, "0")}`;
}

export const agent = (n: number): AgentId => agentId(id("a0", n));
export const skills = {
  sales: skillId(id("5a", 1)),
  support: skillId(id("5a", 2)),
  billing: skillId(id("5a", 3)),
};
const groups = { north: groupId(id("96", 1)), south: groupId(id("96", 2)) };
export const queues = { sales: queueId(id("0e", 1)), support: queueId(id("0e", 2)), billing: queueId(id("0e", 3)) };

/** The shortest flow there is: answer, then wait in a queue; whoever leaves it without an agent hears goodbye. */
export function queueFlow(queue: string, overflowAfterMs?: number): Flow {
  return flowSchema.parse({
    formatVersion: 1,
    id: `to-${queue.toLowerCase()}`,
    name: `To ${queue}`,
    type: "voice",
    entry: "answer",
    languages: ["en"],
    nodes: {
      answer: { type: "answer", config: {}, exits: { next: "queue" } },
      queue: {
        type: "enqueue",
        config: { queue, ...(overflowAfterMs === undefined ? {} : { overflowAfterMs }) },
        exits: { overflow: "bye", nobodySignedIn: "bye", full: "bye" },
      },
      bye: { type: "hangUp", config: {}, exits: {} },
    },
  });
}

/** Who presses 1 in the queue is asked where to call him back; who would rather stay goes back to his place. */
export function callbackFlow(queue: string): Flow {
  return flowSchema.parse({
    formatVersion: 1,
    id: `to-${queue.toLowerCase()}-or-callback`,
    name: `To ${queue} or callback`,
    type: "voice",
    entry: "answer",
    languages: ["en"],
    nodes: {
      answer: { type: "answer", config: {}, exits: { next: "queue" } },
      queue: {
        type: "enqueue",
        config: { queue, keys: ["1"] },
        exits: { overflow: "callback", nobodySignedIn: "bye", full: "callback", "1": "callback" },
      },
      callback: { type: "callback", config: {}, exits: { booked: "thanks", declined: "queue", unavailable: "queue" } },
      thanks: { type: "play", config: { prompts: [{ name: "callback-booked" }] }, exits: { next: "bye" } },
      bye: { type: "hangUp", config: {}, exits: {} },
    },
  });
}

/** Calls back in the middle of the day only, so that windows open and close; gives up within the hour. */
const callbacks: CallbackPolicy = {
  mode: "agentFirst",
  attemptsMax: 3,
  retryAfterMs: 300_000,
  expiresAfterMs: 3_600_000,
  windows: [],
  timeZone: "Europe/Madrid",
  personalMs: 120_000,
  abandonedAfterMs: 60_000,
};

const always = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: 0, closes: 1440 }));

function queueConfig(
  queue: QueueConfig["id"],
  name: string,
  skill: AgentConfig["skills"][number]["skill"],
): QueueConfig {
  return {
    ...PLAIN_QUEUE,
    id: queue,
    name,
    requirement: [{ skill, proficiency: 3 }],
    relaxation: [{ name: "any proficiency", afterMs: 30_000, requirement: [{ skill, proficiency: 1 }], ringAgents: 2 }],
    priority: 0,
    answerWithinMs: 20_000,
    serviceLevelGoal: 0.8,
    shortAbandonMs: 5_000,
    alertMs: 15_000,
    wrapUpMs: 20_000,
    overflowAfterMs: undefined,
    leaveWhenNobodySignedIn: true,
    waitingMax: 500,
    announceEveryMs: 45_000,
    announceWait: true,
  };
}

/** Sales does what a queue does where nothing is said; the others go about agents and paperwork in ways of their own. */
const patient: ReservationPolicy = {
  missed: { notReadyAfter: 2, reason: "missed-two", backOffMs: 20_000 },
  declined: { notReadyAfter: 0, reason: undefined, backOffMs: 5_000 },
  busy: { notReadyAfter: 3, reason: "engaged", backOffMs: 10_000 },
  unreachable: { notReadyAfter: 2, reason: undefined, backOffMs: 0 },
};
const lenient: ReservationPolicy = {
  missed: { notReadyAfter: 0, reason: undefined, backOffMs: 0 },
  declined: { notReadyAfter: 4, reason: undefined, backOffMs: 30_000 },
  busy: { notReadyAfter: 0, reason: undefined, backOffMs: 0 },
  unreachable: { notReadyAfter: 0, reason: undefined, backOffMs: 60_000 },
};
const owed: WrapUpPolicy = { ...PLAIN_WRAP_UP, mode: "mandatory" };
const asked: WrapUpPolicy = { mode: "onRequest", canEndEarly: false, extensionsMax: 1, extensionMs: 10_000 };

/** `agents` people with one or two of the three skills each, at proficiencies that repeat in a pattern. */
export function siteConfig(agents: number): RoutingConfig {
  const order = [skills.sales, skills.support, skills.billing];
  const level = (n: number): Proficiency => ([5, 3, 1, 4, 2] as const)[n % 5] ?? 3;
  const flow = (value: unknown) => flowSchema.parse(value);
  const flows = [
    queueFlow("Sales"),
    queueFlow("Support", 120_000),
    flow(salesSupport),
    flow(hoursVoicemail),
    callbackFlow("Sales"),
    callbackFlow("Support"),
  ];
  return {
    ...PLAIN_SITE,
    version: 1,
    skills: [
      { id: skills.sales, name: "sales" },
      { id: skills.support, name: "support" },
      { id: skills.billing, name: "billing" },
    ],
    groups: [
      { id: groups.north, name: "North" },
      { id: groups.south, name: "South" },
    ],
    queues: [
      { ...queueConfig(queues.sales, "Sales", skills.sales), callback: callbacks },
      {
        ...queueConfig(queues.support, "Support", skills.support),
        reservationPolicy: patient,
        wrapUp: owed,
        ringAgents: 3,
        callback: { ...callbacks, mode: "customerFirst", windows: always.map((day) => ({ ...day, opens: 60 })) },
      },
      { ...queueConfig(queues.billing, "Billing", skills.billing), reservationPolicy: lenient, wrapUp: asked },
    ],
    agents: Array.from({ length: agents }, (_, n) => ({
      ...PLAIN_AGENT,
      groups: [n % 2 === 0 ? groups.north : groups.south],
      id: agent(n),
      name: `Agent ${n}`,
      sipUser: `agent${n}`,
      skills: order.slice(0, 1 + (n % 2)).map((_, k) => ({
        skill: order[(n + k) % order.length] ?? skills.sales,
        proficiency: level(n + k),
      })),
      wrapUpMs: n % 4 === 0 ? 0 : undefined,
    })),
    flows: flows.map((each) => ({ name: each.name, version: 1, flow: each })),
    numbers: [
      { dialled: "900100", flow: "To Sales" },
      { dialled: "900200", flow: "To Support" },
      { dialled: "900300", flow: flows[2]?.name ?? "" },
      { dialled: "900400", flow: flows[3]?.name ?? "" },
      { dialled: "900500", flow: "To Sales or callback" },
      { dialled: "900600", flow: "To Support or callback" },
    ],
    schedules: [{ name: "Office hours", timeZone: "America/Mexico_City", weekly: always, exceptions: [] }],
    trunks: [
      { gateway: "carrier", callerNumber: "5550100" },
      { gateway: "spare", callerNumber: "5550101" },
    ],
    dialPrefixes: ["34", "52", "1"],
    missedReason: "missed",
    consoleGraceMs: 15_000,
    nodes: [node],
  };
}

/** The same site with another list of overflow rules in each queue, and hours that close every two hours. */
export function overflowingSite(agents: number): RoutingConfig {
  const config = siteConfig(agents);
  const hours = Array.from({ length: 12 }, (_, n) => ({ opens: n * 120, closes: n * 120 + 105 }));
  const weekly = [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) => hours.map((each) => ({ weekday, ...each })));
  const rules: Readonly<Record<string, readonly OverflowRule[]>> = {
    Sales: [
      { when: { kind: "emergency" }, to: { kind: "voicemail", box: "Sales" } },
      {
        when: { kind: "length", ahead: 5 },
        to: { kind: "queue", queue: queues.billing, keepsPriority: true, keepsTime: true },
      },
      { when: { kind: "ratio", above: 3 }, to: { kind: "exit" } },
      {
        when: { kind: "waited", afterMs: 90_000 },
        to: { kind: "queue", queue: queues.support, keepsPriority: false, keepsTime: false },
      },
    ],
    Support: [
      {
        when: { kind: "closing", schedule: "Counter hours", graceMs: 60_000 },
        to: { kind: "number", number: "34911222333" },
      },
      { when: { kind: "agentsStaffed", below: 1 }, to: { kind: "voicemail", box: "Support" } },
      { when: { kind: "expectedWait", overMs: 120_000 }, to: { kind: "callback" } },
      { when: { kind: "expectedWait", overMs: 180_000 }, to: { kind: "flow", flow: "To Sales" } },
      {
        when: { kind: "waited", afterMs: 150_000 },
        to: { kind: "queue", queue: queues.sales, keepsPriority: true, keepsTime: true },
      },
    ],
    Billing: [
      { when: { kind: "emergency" }, to: { kind: "number", number: "34911222444" } },
      {
        when: { kind: "agentsReady", below: 1 },
        to: { kind: "queue", queue: queues.support, keepsPriority: false, keepsTime: true },
      },
    ],
  };
  return {
    ...config,
    queues: config.queues.map((queue) => ({ ...queue, overflow: rules[queue.name] ?? [] })),
    schedules: [
      ...config.schedules,
      { name: "Counter hours", timeZone: "America/Mexico_City", weekly, exceptions: [] },
    ],
  };
}

function asking(flow: Flow): Flow {
  const positions: Readonly<Record<string, number>> = { Sales: 3, Support: 1 };
  const nodes = Object.entries(flow.nodes).map(([name, entry]): [string, FlowNode] =>
    entry.type === "enqueue"
      ? [name, { ...entry, config: { ...entry.config, position: positions[entry.config.queue] } }]
      : [name, entry],
  );
  return { ...flow, nodes: Object.fromEntries(nodes) };
}

/** Where phones pass calls on, to numbers that may be dialled and to others. */
export function passingSite(agents: number): RoutingConfig {
  const config = siteConfig(agents);
  // Some agents hear something before they are joined; what has no file is over at once.
  const prompts: Readonly<Record<string, string>> = { Sales: "agent-sales", Billing: "missing" };
  return {
    ...config,
    followsRedirects: true,
    weightedWaitMaxMs: 150_000,
    // Callers of two numbers ask for a place further ahead.
    flows: config.flows.map((each) => ({ ...each, flow: asking(each.flow) })),
    queues: config.queues.map((queue) => ({ ...queue, agentPrompt: prompts[queue.name] })),
  };
}

/** Agents who take mail and chat beside their calls, each by one of four profiles. */
export function mediaSite(agents: number): RoutingConfig {
  const site = siteConfig(agents);
  const profiles: readonly Partial<Capacity>[] = [
    {},
    { mail: 2, chat: 2, total: 3, duringVoice: 1, whileWrappingUp: 1 },
    { voice: 0, mail: 3, chat: 3, total: 5 },
    { interruptible: ["mail", "chat"], whileWrappingUp: 2 },
  ];
  const capacity = (n: number): Capacity => ({ ...PLAIN_CAPACITY, ...profiles[n % profiles.length] });
  return { ...site, agents: site.agents.map((each, n) => ({ ...each, capacity: capacity(n) })) };
}

/** By the name that `npm run simulate -- --site` takes. */
export const sites: Readonly<Record<string, (agents: number) => RoutingConfig>> = {
  plain: siteConfig,
  overflow: overflowingSite,
  media: mediaSite,
  passing: passingSite,
};
