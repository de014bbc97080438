/**
 * From state to views: the only place. Pure; reads the state of this moment and nothing older.
 *
 * A desk has a part of its own, projected when something happened to its agent, and a part that is the same for all
 * (colleagues, queues), projected once for everybody.
 */

import type { BoardView, QueueRow, AgentRow } from "#protocol/views/board.ts";
import type { CallerCandidate, CallView, ColleagueView, DeskView, PopView } from "#protocol/views/desk.ts";
import type { AgentId, InteractionId, ReservationId } from "#routing/ids.ts";
import { agentConfig } from "#routing/matching/eligible.ts";
import { canExtend, problemWithEnding, wrapUpPolicyOf } from "#routing/agent/wrap-up.ts";
import { expectedWait } from "#routing/queue/expected-wait.ts";
import type { Agent, Interaction, Stage, State } from "#routing/state.ts";
import { visibleTasks } from "./audience.ts";
import { mediaOf } from "./project-media.ts";
import { countQueues, isCallerWaiting } from "./queue-counts.ts";
import { workOf } from "./project-work.ts";
import { waitingRows } from "./project-waiting.ts";
import type { Sources } from "./sources.ts";

export type OwnDesk = Omit<DeskView, "colleagues" | "queues">;
export type SharedDesk = Pick<DeskView, "colleagues" | "queues">;

/** One agent's own part; undefined when routing does not know her. */
export function ownDesk(sources: Sources, id: AgentId): OwnDesk | undefined {
  const { state } = sources;
  const agent = state.agents.get(id);
  if (agent === undefined) return undefined;
  const { engagement } = agent;
  const sipUser = agentConfig(state.config, id)?.sipUser;
  return {
    agent: id,
    presence: agent.presence,
    presenceSince: agent.presenceSince,
    nextPresence: agent.nextPresence,
    engagement: engagement.kind,
    engagementSince: agent.engagementSince,
    isPhoneRegistered: sipUser === undefined ? undefined : sources.isPhoneRegistered(sipUser),
    isSwitchUp: [...state.nodes.values()].some((node) => node.isUp),
    call: callOf(sources, agent),
    work: workOf(state, agent, (interaction) => contactOf(sources, interaction)),
    backOff: agent.backOff,
    wrapUp: wrapUpOf(state, agent),
    today: sources.figures.agent(id),
  };
}

function wrapUpOf(state: State, { id, engagement }: Agent): DeskView["wrapUp"] {
  if (engagement.kind !== "wrapUp") return undefined;
  const { interaction, until, policy } = engagement;
  return {
    interaction,
    until,
    canExtend: canExtend(engagement),
    extensionMs: policy.extensionMs,
    mode: policy.mode === "none" ? undefined : policy.mode,
    canEnd: problemWithEnding(state, id, engagement) === undefined,
  };
}

/** Everybody's part, with all agents who are signed in; each desk leaves its own agent out. */
export function sharedDesk({ state }: Sources): SharedDesk {
  const colleagues: Record<string, ColleagueView> = {};
  for (const { id, name } of state.config.agents) {
    const agent = state.agents.get(id);
    if (agent === undefined || agent.presence.kind === "signedOut") continue;
    colleagues[id] = { id, name, presence: agent.presence, engagement: agent.engagement.kind };
  }
  const counts = countQueues(state);
  const queues: Record<string, SharedDesk["queues"][string]> = {};
  for (const { id, name } of state.config.queues) {
    const count = counts.get(id);
    queues[id] = {
      id,
      name,
      waiting: count?.waiting ?? 0,
      longestSince: count?.longestSince,
      ready: count?.ready ?? 0,
    };
  }
  return { colleagues, queues };
}

export function boardView(sources: Sources): BoardView {
  const { state, figures } = sources;
  const stages = [...state.interactions.values()].map(({ stage }) => stage.kind);
  return {
    queues: queueRows(sources),
    agents: agentRows(sources),
    waiting: waitingRows(state),
    nodes: Object.fromEntries(
      sources.nodes.map(({ node, isUp, version, fault, legs }) => [node, { id: node, isUp, version, fault, legs }]),
    ),
    tiles: {
      inFlow: stages.filter((kind) => kind === "inFlow").length,
      waiting: [...state.interactions.values()].filter(isCallerWaiting).length,
      talking: stages.filter((kind) => kind === "talking").length,
      callsToday: figures.callsToday(),
    },
    isRecordStoreUp: sources.isStoreUp,
    isEmergency: state.emergencies.has(undefined) || undefined,
    serviceLevelFormula: figures.serviceLevelFormula,
  };
}

function queueRows({ state, figures }: Sources): Record<string, QueueRow> {
  const counts = countQueues(state);
  const rows: Record<string, QueueRow> = {};
  for (const queue of state.config.queues) {
    const { id, name, serviceLevelGoal, answerWithinMs, overflow } = queue;
    const count = counts.get(id);
    const visits = figures.queue(id);
    const { answered, abandoned, flowedOut, callbackAccepted, lost } = visits;
    const waiting = count?.waiting ?? 0;
    rows[id] = {
      id,
      name,
      waiting,
      longestSince: count?.longestSince,
      expectedWait: expectedWait(state, queue, state.now),
      callbacks: count?.callbacks === 0 ? undefined : count?.callbacks,
      ...mediaOf(figures, id, count),
      staffed: count?.staffed ?? 0,
      ready: count?.ready ?? 0,
      talking: count?.talking ?? 0,
      wrapUp: count?.wrapUp ?? 0,
      counts: { ...visits, offered: answered + abandoned + flowedOut + callbackAccepted + lost + waiting },
      serviceLevel: figures.serviceLevel(id),
      serviceLevelGoal,
      answerWithinMs,
      isEmergency: state.emergencies.has(id) || undefined,
      hasEmergencyRule: overflow.some(({ when }) => when.kind === "emergency") || undefined,
    };
  }
  return rows;
}

function agentRows({ state, figures }: Sources): Record<string, AgentRow> {
  const queueNames = new Map(state.config.queues.map(({ id, name }) => [id, name]));
  const rows: Record<string, AgentRow> = {};
  for (const { id, name } of state.config.agents) {
    const agent = state.agents.get(id);
    if (agent === undefined) continue;
    const interaction = interactionOf(state, agent);
    rows[id] = {
      id,
      name,
      presence: agent.presence,
      presenceSince: agent.presenceSince,
      nextPresence: agent.nextPresence,
      backOff: agent.backOff,
      engagement: agent.engagement.kind,
      since: Math.max(agent.presenceSince, agent.engagementSince),
      isHeld: interaction?.stage.kind === "talking" && interaction.stage.isHeld,
      queue: interaction?.lastQueue === undefined ? undefined : queueNames.get(interaction.lastQueue),
      number: interaction === undefined ? undefined : numberOf(interaction),
      interaction: interaction?.id,
      ...figures.agent(id),
    };
  }
  return rows;
}

function interactionOf(state: State, { engagement }: Agent): Interaction | undefined {
  return engagement.kind === "idle" ? undefined : state.interactions.get(engagement.interaction);
}

/** The other side's number. */
function numberOf({ direction, from, to }: Interaction): string | undefined {
  return direction === "inbound" ? from : to;
}

function callOf(sources: Sources, agent: Agent): CallView | undefined {
  const { state } = sources;
  const interaction = interactionOf(state, agent);
  if (interaction === undefined) return undefined;
  const { engagement } = agent;
  const queueName = state.config.queues.find(({ id }) => id === interaction.lastQueue)?.name;
  const isMine = interaction.stage.kind === "talking" && interaction.stage.agent === agent.id;
  return {
    interaction: interaction.id,
    reservation: engagement.kind === "reserved" ? engagement.reservation : undefined,
    direction: interaction.direction,
    ...stageOf(sources, agent, interaction),
    startedAt: interaction.startedAt,
    number: numberOf(interaction),
    callerName: interaction.fromName,
    handedOver: state.handedOver.has(interaction.id) ? { number: state.handedOver.get(interaction.id) } : undefined,
    dialled: interaction.to,
    queue: queueName,
    waitedMs: waitedMs(interaction, state.now),
    ...callbackOf(interaction),
    isMuted: isMine && interaction.stage.kind === "talking" && interaction.stage.isMuted,
    isWrapUpWanted:
      engagement.kind === "talking" && wrapUpPolicyOf(state, interaction.id).mode === "onRequest"
        ? engagement.isWrapUpWanted
        : undefined,
    alertUntil: engagement.kind === "reserved" ? engagement.until : undefined,
    ringsAt:
      engagement.kind === "reserved" ? state.reservations.get(engagement.reservation)?.redirected?.number : undefined,
    path: menuChoices(interaction),
    values: interaction.values.map(({ name, label, value }) => ({ name, label, value })),
    pop: popOf(sources, interaction, agent.id),
    disposition: interaction.disposition?.code,
    note: interaction.disposition?.note ?? "",
  };
}

function stageOf(sources: Sources, agent: Agent, interaction: Interaction): Pick<CallView, "stage" | "since"> {
  const { engagement, engagementSince } = agent;
  switch (engagement.kind) {
    case "reserved":
      return { stage: "alerting", since: engagementSince };
    case "dialling":
      return { stage: "dialling", since: engagementSince };
    case "talking": {
      const { stage } = interaction;
      if (stage.kind !== "talking") return { stage: "talking", since: engagementSince };
      if (!stage.isHeld) return { stage: "talking", since: stage.since };
      return { stage: "held", since: sources.heldSince(interaction.id) ?? stage.since };
    }
    case "wrapUp":
    case "idle":
      return { stage: "ended", since: engagementSince };
  }
}

/** Up to now for a caller who still waits; a view that is not projected again while an agent alerts stays true enough. */
function waitedMs({ stage, waitedMs: before }: Interaction, now: number): number {
  return stage.kind === "waiting" ? before + Math.max(0, now - stage.since) : before;
}

function callbackOf({ callback, startedAt }: Interaction): Pick<CallView, "callback"> {
  if (callback === undefined) return {};
  const { origin, enteredAt, attempts, note } = callback;
  return { callback: { origin, bookedAt: startedAt, waitsSince: enteredAt, attempts, note } };
}

/** The names of the menu choices on the caller's way, in order. */
function menuChoices({ flow }: Interaction): string[] {
  if (flow === undefined) return [];
  const { nodes } = flow.version.flow;
  return flow.cursor.path.flatMap(({ node, exit }) => {
    const entered = nodes[node];
    const choice = entered?.type === "menu" && exit !== undefined ? entered.config.keys[exit] : undefined;
    return choice === undefined ? [] : [choice];
  });
}

/** Whom a piece of work is linked to, once it is and the look-up has said who that is. */
function contactOf(sources: Sources, id: InteractionId): CallerCandidate | undefined {
  const contact = sources.state.interactions.get(id)?.contact;
  return contact === undefined ? undefined : sources.pop(id)?.candidates.find((each) => each.contact === contact);
}

function popOf(sources: Sources, interaction: Interaction, agent: AgentId): PopView {
  const pop = sources.pop(interaction.id);
  const candidates = [...(pop?.candidates ?? [])];
  // The pop may know before the engine does; a name without a person to click on would help nobody.
  const who = interaction.match === undefined && pop?.match === "known" ? candidates[0]?.contact : interaction.contact;
  return {
    match: interaction.match ?? pop?.match ?? (numberOf(interaction) === undefined ? "withheld" : "none"),
    contact: candidates.find(({ contact }) => contact === who),
    candidates,
    lastCalls: [...(pop?.lastCalls ?? [])],
    openTasks: [...visibleTasks(pop?.tasks ?? [], agent)],
  };
}

function reservationsOf(stage: Stage): readonly ReservationId[] {
  if (stage.kind === "waiting") return stage.reservations;
  return stage.kind === "connecting" ? [stage.reservation] : [];
}

/** The agents whose desks show something of the interaction. */
export function agentsOn(state: State, id: InteractionId): readonly AgentId[] {
  const interaction = state.interactions.get(id);
  if (interaction === undefined) return [];
  const { stage } = interaction;
  const agents = [...interaction.wrappingUp];
  if (stage.kind === "talking" || stage.kind === "working") agents.push(stage.agent);
  if (stage.kind === "dialling" && stage.agent !== undefined) agents.push(stage.agent);
  for (const reservation of reservationsOf(stage)) {
    const reserved = state.reservations.get(reservation)?.agent;
    if (reserved !== undefined) agents.push(reserved);
  }
  return agents;
}
