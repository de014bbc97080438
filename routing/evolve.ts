/** Folds one fact into the state: the only place in `routing` where state changes. Decides nothing, asks nothing. */

import type { AgentConfig, QueueConfig, RoutingConfig } from "./config.ts";
import { DeadlineHeap } from "./deadlines.ts";
import type { Fact, FactBody } from "./facts.ts";
import type { AgentId, InteractionId, LegId, NodeId, QueueId } from "./ids.ts";
import { NEVER, type Instant } from "./instant.ts";
import { agentConfig } from "./matching/eligible.ts";
import { WaitingLine, type Place } from "./queue/order.ts";
import type { Agent, Engagement, Interaction, Stage, State, Waiting } from "./state.ts";

/** How long a leg that ended is remembered, so that late events about it are known to be late. */
export const ENDED_LEG_KEPT_MS = 60_000;
/** A console that stays away this long after it was given up on signs its agent out. */
export const SIGN_OUT_AFTER_MS = 15 * 60_000;
/** An agent's leg that answered is parked by then, or the bridge is tried without having seen it. */
export const PARK_OVERDUE_MS = 1_000;
/** A claim is parked by then, or the flow begins without having seen it. The switch refuses an unclaimed caller earlier. */
export const CLAIM_MS = 5_000;
/** After a silence, a flow that hears nothing for this long asks its step again. */
export const RESUME_MS = 8_000;
/** A recording that should have ended this long ago has ended unseen. */
export const RECORDING_OVERDUE_MS = 5_000;

const emptyConfig: RoutingConfig = {
  version: 0,
  skills: [],
  queues: [],
  agents: [],
  flows: [],
  numbers: [],
  schedules: [],
  trunks: [],
  dialPrefixes: [],
  missedReason: "missed",
  consoleGraceMs: 15_000,
  nodes: [],
};

/** A state before anything has happened. */
export function emptyState(): State {
  return {
    epoch: 0,
    seed: "",
    lastFact: 0,
    now: 0,
    config: emptyConfig,
    interactions: new Map(),
    agents: new Map(),
    legs: new Map(),
    available: new Set(),
    reservations: new Map(),
    nodes: new Map(),
    lines: new Map(),
    endedLegs: new Map(),
    deadlines: new DeadlineHeap(),
  };
}

/** Changes `state` to what it is after `fact`. Facts about things that are gone are harmless: they change nothing. */
export function evolve(state: State, fact: Fact): void {
  state.lastFact = fact.n;
  state.now = Math.max(state.now, fact.at);
  apply(state, fact, fact.at);
}

function apply(state: State, fact: FactBody, at: Instant): void {
  switch (fact.kind) {
    case "engine.started":
      state.epoch = fact.epoch;
      state.seed = fact.seed;
      // A new process has no link yet: whatever it believes about a switch has to wait until the switch was asked.
      for (const node of state.nodes.values()) node.isUp = false;
      return;
    case "config.adopted":
      adopt(state, fact.config, at);
      return;
    case "switch.wentUp":
      state.nodes.set(fact.node, { id: fact.node, isUp: true, incarnation: fact.incarnation });
      lookAgain(state, fact.node, at);
      return;
    case "switch.wentDown": {
      const node = state.nodes.get(fact.node);
      state.nodes.set(fact.node, { id: fact.node, isUp: false, incarnation: node?.incarnation });
      return;
    }
    case "input.ignored":
    case "digits.sent":
    case "voicemail.stopAsked":
    case "reservation.acceptAsked":
    case "flow.left":
    case "interaction.transferred":
      return;

    case "agent.consoleConnected":
      withAgent(state, fact.agent, (agent) => {
        agent.isConsoleConnected = true;
        agent.consoleGraceUntil = NEVER;
      });
      return;
    case "agent.consoleLost":
      withAgent(state, fact.agent, (agent) => {
        agent.isConsoleConnected = false;
        agent.consoleGraceUntil = fact.until;
        state.deadlines.push(fact.until, { kind: "agent", agent: agent.id });
      });
      return;
    case "agent.presenceChanged":
      withAgent(state, fact.agent, (agent) => {
        agent.presence = fact.presence;
        agent.presenceSince = at;
        agent.nextPresence = undefined;
        if (fact.presence.kind === "notReady" && fact.presence.reason === "connectionLost") {
          agent.consoleGraceUntil = at + SIGN_OUT_AFTER_MS;
          state.deadlines.push(agent.consoleGraceUntil, { kind: "agent", agent: agent.id });
        }
        agent.idleSince = at;
        refreshAvailability(state, agent);
        forgetIfRemoved(state, agent);
      });
      return;
    case "agent.nextPresenceChosen":
      withAgent(state, fact.agent, (agent) => {
        agent.nextPresence = fact.presence;
        refreshAvailability(state, agent);
      });
      return;
    case "agent.wrapUpStarted":
      withAgent(state, fact.agent, (agent) => {
        engage(state, agent, { kind: "wrapUp", interaction: fact.interaction, until: fact.until, extensions: 0 }, at);
        state.deadlines.push(fact.until, { kind: "agent", agent: agent.id });
      });
      state.interactions.get(fact.interaction)?.wrappingUp.add(fact.agent);
      return;
    case "agent.wrapUpExtended":
      withAgent(state, fact.agent, (agent) => {
        if (agent.engagement.kind !== "wrapUp") return;
        agent.engagement = {
          ...agent.engagement,
          until: fact.until,
          extensions: agent.engagement.extensions + 1,
        };
        state.deadlines.push(fact.until, { kind: "agent", agent: agent.id });
      });
      return;
    case "agent.wrapUpEnded":
      withAgent(state, fact.agent, (agent) => free(state, agent, at));
      state.interactions.get(fact.interaction)?.wrappingUp.delete(fact.agent);
      forgetIfDone(state, fact.interaction);
      return;
    case "agent.released":
      withAgent(state, fact.agent, (agent) => {
        // A reservation that came to nothing does not send her to the end of the idle line.
        const idleSince = agent.engagement.kind === "reserved" ? agent.idleSince : at;
        engage(state, agent, { kind: "idle" }, at);
        agent.idleSince = idleSince;
      });
      return;

    case "interaction.arrived":
      state.interactions.set(fact.interaction, {
        ...newInteraction(fact.interaction, at),
        direction: "inbound",
        node: fact.node,
        from: fact.from,
        fromName: fact.fromName,
        to: fact.to,
        customerLeg: fact.leg,
      });
      return;
    case "interaction.adopted":
      state.interactions.set(fact.interaction, {
        ...newInteraction(fact.interaction, fact.startedAt),
        direction: "inbound",
        node: fact.node,
        from: fact.from,
        fromName: undefined,
        to: fact.to,
        customerLeg: fact.leg,
      });
      return;
    case "interaction.dialled":
      state.interactions.set(fact.interaction, {
        ...newInteraction(fact.interaction, at),
        direction: "outbound",
        node: fact.node,
        from: fact.to,
        fromName: undefined,
        to: fact.to,
        customerLeg: undefined,
        contact: fact.contact,
        stage: {
          kind: "dialling",
          agent: fact.agent,
          agentLeg: fact.leg,
          farLeg: undefined,
          trunk: 0,
          number: fact.to,
          until: fact.until,
        },
      });
      dueAt(state, fact.until, fact.interaction);
      withAgent(state, fact.agent, (agent) => {
        engage(state, agent, { kind: "dialling", interaction: fact.interaction, leg: fact.leg }, at);
      });
      return;
    case "contact.identified":
      withInteraction(state, fact.interaction, (interaction) => {
        interaction.match = fact.match;
        interaction.contact = interaction.contact ?? fact.contact;
      });
      return;
    case "contact.attached":
      withInteraction(state, fact.interaction, (interaction) => {
        interaction.contact = fact.contact;
      });
      return;
    case "flow.entered": {
      // A new process may only know a newer version than the one that this call began with; it is better than none.
      const versions = state.config.flows.filter((each) => each.name === fact.flow);
      const flow = versions.find((each) => each.version === fact.version) ?? versions.at(-1);
      if (flow === undefined) return;
      changeStage(state, fact.interaction, {
        kind: "inFlow",
        flow,
        cursor: undefined,
        awaiting: undefined,
        awaitingUntil: at + CLAIM_MS,
        pendingRecording: undefined,
        recording: undefined,
      });
      dueAt(state, at + CLAIM_MS, fact.interaction);
      return;
    }
    case "flow.advanced":
      withInteraction(state, fact.interaction, (interaction) => {
        const version = interaction.stage.kind === "inFlow" ? interaction.stage.flow : interaction.flow?.version;
        if (version === undefined) return;
        interaction.flow = { version, cursor: fact.cursor };
        changeStage(state, fact.interaction, {
          kind: "inFlow",
          flow: version,
          cursor: fact.cursor,
          awaiting: fact.awaiting,
          awaitingUntil: fact.until,
          pendingRecording: fact.pendingRecording,
          recording: undefined,
        });
        dueAt(state, fact.until, fact.interaction);
      });
      return;
    case "value.collected":
      withInteraction(state, fact.interaction, (interaction) => {
        if (!fact.isSensitive) interaction.values.push({ name: fact.name, label: fact.label, value: fact.value });
      });
      return;
    case "interaction.answered":
      return;
    case "interaction.queued":
      enterQueue(state, fact, at);
      return;
    case "requirement.relaxed":
      changeWaiting(state, fact.interaction, (waiting, queue) => {
        const next = queue?.relaxation[fact.step + 1];
        if (next !== undefined) dueAt(state, waiting.enteredAt + next.afterMs, fact.interaction);
        return { ...waiting, requirement: fact.requirement, nextStep: fact.step + 1 };
      });
      return;
    case "interaction.announced":
      changeWaiting(state, fact.interaction, (waiting, queue) => {
        const nextAnnouncementAt = queue?.announceEveryMs === undefined ? NEVER : at + queue.announceEveryMs;
        dueAt(state, nextAnnouncementAt, fact.interaction);
        return { ...waiting, nextAnnouncementAt };
      });
      return;
    case "queue.left":
      withInteraction(state, fact.interaction, (interaction) => {
        interaction.waitedMs += fact.waitMs;
        leaveLine(state, interaction);
      });
      return;
    case "interaction.connected":
      withInteraction(state, fact.interaction, (interaction) => {
        interaction.hadConversation = true;
        changeStage(state, fact.interaction, {
          kind: "talking",
          agent: fact.agent,
          leg: fact.leg,
          isHeld: false,
          isMuted: false,
          since: at,
        });
      });
      withAgent(state, fact.agent, (agent) => {
        engage(
          state,
          agent,
          { kind: "talking", interaction: fact.interaction, leg: fact.leg, reservation: undefined },
          at,
        );
      });
      return;
    case "interaction.disconnected":
      return;
    case "interaction.held":
    case "interaction.retrieved":
    case "interaction.muted":
      withInteraction(state, fact.interaction, (interaction) => {
        if (interaction.stage.kind !== "talking") return;
        interaction.stage =
          fact.kind === "interaction.muted"
            ? { ...interaction.stage, isMuted: fact.isMuted }
            : { ...interaction.stage, isHeld: fact.kind === "interaction.held" };
      });
      return;
    case "interaction.joined":
      changeStage(state, fact.interaction, { kind: "joined", leg: fact.leg });
      return;
    case "interaction.dispositioned":
      withInteraction(state, fact.interaction, (interaction) => {
        interaction.disposition = { code: fact.disposition, note: fact.note };
      });
      return;
    case "voicemail.started":
      withInteraction(state, fact.interaction, (interaction) => {
        if (interaction.stage.kind !== "inFlow") return;
        const awaitingUntil = at + (interaction.stage.pendingRecording?.maxMs ?? 0) + RECORDING_OVERDUE_MS;
        dueAt(state, awaitingUntil, fact.interaction);
        interaction.stage = {
          ...interaction.stage,
          awaiting: fact.recording,
          awaitingUntil,
          pendingRecording: undefined,
          recording: { command: fact.recording, box: fact.box, since: at },
        };
      });
      return;
    case "voicemail.left":
      withInteraction(state, fact.interaction, (interaction) => {
        interaction.leftVoicemail = true;
        if (interaction.stage.kind === "inFlow") interaction.stage = { ...interaction.stage, recording: undefined };
      });
      return;
    case "interaction.ending":
      changeStage(state, fact.interaction, { kind: "ending", reason: fact.reason });
      return;
    case "interaction.dialling":
      withInteraction(state, fact.interaction, (interaction) => {
        const before = interaction.stage.kind === "dialling" ? interaction.stage : undefined;
        changeStage(state, fact.interaction, {
          kind: "dialling",
          agent: fact.agent,
          agentLeg: before?.agentLeg,
          farLeg: fact.leg,
          trunk: fact.trunk,
          number: fact.number,
          until: fact.until,
        });
        if (interaction.direction === "outbound") interaction.customerLeg = fact.leg;
        dueAt(state, fact.until, fact.interaction);
      });
      return;
    case "interaction.ended":
      changeStage(state, fact.interaction, { kind: "ended", reason: fact.reason, at });
      forgetIfDone(state, fact.interaction);
      return;

    case "leg.opened":
      openLeg(state, fact, at);
      return;
    case "leg.rang": {
      const leg = state.legs.get(fact.leg);
      if (leg !== undefined) leg.hasRung = true;
      return;
    }
    case "leg.answered": {
      const leg = state.legs.get(fact.leg);
      if (leg === undefined) return;
      leg.isAnswered = true;
      if (leg.role !== "customer" || leg.direction === "outbound") {
        state.deadlines.push(at + PARK_OVERDUE_MS, { kind: "leg", leg: leg.id });
      }
      return;
    }
    case "leg.parked": {
      const leg = state.legs.get(fact.leg);
      if (leg === undefined) return;
      leg.isParked = true;
      unlink(state, fact.leg);
      return;
    }
    case "leg.bridgeAsked": {
      const leg = state.legs.get(fact.leg);
      if (leg === undefined) return;
      leg.bridging = { other: fact.other, command: fact.command, attempt: fact.attempt, until: fact.until };
      state.deadlines.push(fact.until, { kind: "leg", leg: leg.id });
      return;
    }
    case "leg.bridgeGivenUp": {
      const leg = state.legs.get(fact.leg);
      if (leg !== undefined) leg.bridging = undefined;
      return;
    }
    case "leg.bridged":
      // A bridge takes its legs out of any other.
      unlink(state, fact.leg);
      unlink(state, fact.other);
      for (const [one, two] of [
        [fact.leg, fact.other],
        [fact.other, fact.leg],
      ] as const) {
        const leg = state.legs.get(one);
        if (leg === undefined) continue;
        leg.bridgedTo = two;
        leg.bridging = undefined;
        leg.isParked = false;
      }
      return;
    case "leg.unbridged":
      unlink(state, fact.leg);
      return;
    case "leg.hangUpAsked": {
      const leg = state.legs.get(fact.leg);
      if (leg !== undefined) leg.isHangUpAsked = true;
      return;
    }
    case "leg.ended":
      closeLeg(state, fact.leg, fact.interaction, at);
      return;

    case "reservation.made":
      state.reservations.set(fact.reservation, {
        id: fact.reservation,
        interaction: fact.interaction,
        agent: fact.agent,
        leg: fact.leg,
        queue: fact.queue,
        until: fact.until,
        isAlerting: false,
      });
      state.deadlines.push(fact.until, { kind: "reservation", reservation: fact.reservation });
      withInteraction(state, fact.interaction, (interaction) => {
        if (interaction.stage.kind === "waiting") {
          interaction.stage = { ...interaction.stage, reservation: fact.reservation };
        } else {
          changeStage(state, fact.interaction, { kind: "connecting", reservation: fact.reservation });
        }
      });
      withAgent(state, fact.agent, (agent) => {
        engage(
          state,
          agent,
          {
            kind: "reserved",
            interaction: fact.interaction,
            reservation: fact.reservation,
            leg: fact.leg,
            isAlerting: false,
            until: fact.until,
          },
          at,
        );
      });
      return;
    case "reservation.alerting": {
      const reservation = state.reservations.get(fact.reservation);
      if (reservation !== undefined) reservation.isAlerting = true;
      withAgent(state, fact.agent, (agent) => {
        if (agent.engagement.kind === "reserved") agent.engagement = { ...agent.engagement, isAlerting: true };
      });
      return;
    }
    case "reservation.ended":
      state.reservations.delete(fact.reservation);
      withInteraction(state, fact.interaction, (interaction) => {
        const { stage } = interaction;
        if (stage.kind === "waiting" && stage.reservation === fact.reservation) {
          interaction.stage = { ...stage, reservation: undefined };
          // An overflow that came while the agent picked up had to wait for this.
          if (stage.overflowAt <= at) dueAt(state, at, fact.interaction);
        }
      });
      return;
  }
}

function newInteraction(id: InteractionId, at: Instant) {
  return {
    id,
    medium: "voice" as const,
    startedAt: at,
    stage: { kind: "ending", reason: "unknownNumber" } as Stage,
    flow: undefined,
    match: undefined,
    contact: undefined,
    values: [],
    lastQueue: undefined,
    lastEnteredAt: at,
    lastPriority: 0,
    lastRequirement: [],
    waitedMs: 0,
    hadConversation: false,
    leftVoicemail: false,
    openLegs: new Set<LegId>(),
    disposition: undefined,
    wrappingUp: new Set<AgentId>(),
  };
}

function adopt(state: State, config: RoutingConfig, at: Instant): void {
  state.config = config;
  const known = new Set<AgentId>();
  for (const { id } of config.agents) {
    known.add(id);
    if (!state.agents.has(id)) state.agents.set(id, newAgent(id, at));
  }
  for (const [id, agent] of state.agents) {
    // Someone who was deleted in the middle of a call stays until she is free.
    if (!known.has(id) && agent.engagement.kind === "idle") {
      state.agents.delete(id);
      state.available.delete(id);
    }
  }
  for (const queue of config.queues) {
    if (!state.lines.has(queue.id)) state.lines.set(queue.id, new WaitingLine());
    lookForNewSteps(state, queue, at);
  }
  const queues = new Set<QueueId>(config.queues.map((queue) => queue.id));
  for (const [id, line] of state.lines) if (!queues.has(id) && line.length === 0) state.lines.delete(id);
  for (const id of config.nodes) {
    if (!state.nodes.has(id)) state.nodes.set(id, { id, isUp: false, incarnation: undefined });
  }
}

/** A relaxation that is new in the configuration counts for those who wait already. */
function lookForNewSteps(state: State, queue: QueueConfig, at: Instant): void {
  for (const { interaction: id, enteredAt } of state.lines.get(queue.id)?.places() ?? []) {
    const stage = state.interactions.get(id)?.stage;
    const step = stage?.kind === "waiting" ? queue.relaxation[stage.nextStep] : undefined;
    if (step !== undefined) dueAt(state, Math.max(at, enteredAt + step.afterMs), id);
  }
}

/**
 * What came due on a switch while it could not be reached was put off: all of it is looked at again. A flow may have missed
 * its answer, or its question may never have arrived.
 */
function lookAgain(state: State, node: NodeId, at: Instant): void {
  for (const interaction of state.interactions.values()) {
    if (interaction.node !== node) continue;
    const { stage } = interaction;
    if (stage.kind === "inFlow" && stage.recording === undefined) {
      const awaitingUntil = at + (stage.cursor === undefined ? CLAIM_MS : RESUME_MS);
      interaction.stage = { ...stage, awaitingUntil };
      dueAt(state, awaitingUntil, interaction.id);
    } else dueAt(state, at, interaction.id);
  }
}

function newAgent(id: AgentConfig["id"], at: Instant): Agent {
  return {
    id,
    presence: { kind: "signedOut" },
    presenceSince: at,
    nextPresence: undefined,
    engagement: { kind: "idle" },
    engagementSince: at,
    idleSince: at,
    isConsoleConnected: false,
    consoleGraceUntil: NEVER,
  };
}

function withAgent(state: State, id: AgentId, change: (agent: Agent) => void): void {
  const agent = state.agents.get(id);
  if (agent !== undefined) change(agent);
}

function withInteraction(state: State, id: InteractionId, change: (interaction: Interaction) => void): void {
  const interaction = state.interactions.get(id);
  if (interaction !== undefined) change(interaction);
}

function engage(state: State, agent: Agent, engagement: Engagement, at: Instant): void {
  agent.engagement = engagement;
  agent.engagementSince = at;
  refreshAvailability(state, agent);
  forgetIfRemoved(state, agent);
}

/** Someone who was removed from the configuration in the middle of a call leaves when she is free and signed out. */
function forgetIfRemoved(state: State, agent: Agent): void {
  if (agent.engagement.kind !== "idle" || agent.presence.kind !== "signedOut") return;
  if (agentConfig(state.config, agent.id) === undefined) state.agents.delete(agent.id);
}

function free(state: State, agent: Agent, at: Instant): void {
  agent.idleSince = at;
  engage(state, agent, { kind: "idle" }, at);
}

function refreshAvailability(state: State, agent: Agent): void {
  const isAvailable =
    agent.presence.kind === "ready" && agent.engagement.kind === "idle" && agent.nextPresence === undefined;
  if (isAvailable) state.available.add(agent.id);
  else state.available.delete(agent.id);
}

function changeStage(state: State, id: InteractionId, stage: Stage): void {
  withInteraction(state, id, (interaction) => {
    leaveLine(state, interaction);
    interaction.stage = stage;
  });
}

/** Takes a waiting interaction out of its line; harmless for one that does not wait. */
function leaveLine(state: State, interaction: Interaction): void {
  if (interaction.stage.kind !== "waiting") return;
  state.lines.get(interaction.stage.queue)?.remove(placeOf(interaction.id, interaction.stage));
}

/** The place of a waiting interaction in its line. */
export function placeOf(interaction: InteractionId, waiting: Waiting): Place {
  return { interaction, priority: waiting.priority, enteredAt: waiting.enteredAt };
}

function enterQueue(state: State, fact: Extract<FactBody, { kind: "interaction.queued" }>, at: Instant): void {
  const queue = state.config.queues.find((each) => each.id === fact.queue);
  const nextAnnouncementAt = queue?.announceEveryMs === undefined ? NEVER : at + queue.announceEveryMs;
  withInteraction(state, fact.interaction, (interaction) => {
    const waiting: Waiting = {
      kind: "waiting",
      queue: fact.queue,
      priority: fact.priority,
      enteredAt: fact.enteredAt,
      since: at,
      overflowAt: fact.overflowAt,
      requirement: fact.requirement,
      keys: fact.keys,
      nextStep: 0,
      nextAnnouncementAt,
      reservation: undefined,
    };
    changeStage(state, fact.interaction, waiting);
    interaction.lastQueue = fact.queue;
    interaction.lastEnteredAt = fact.enteredAt;
    interaction.lastPriority = fact.priority;
    interaction.lastRequirement = fact.requirement;
    let line = state.lines.get(fact.queue);
    if (line === undefined) {
      line = new WaitingLine();
      state.lines.set(fact.queue, line);
    }
    line.insert(placeOf(fact.interaction, waiting));
    dueAt(state, fact.overflowAt, fact.interaction);
    dueAt(state, nextAnnouncementAt, fact.interaction);
    const firstStep = queue?.relaxation[0];
    if (firstStep !== undefined) dueAt(state, fact.enteredAt + firstStep.afterMs, fact.interaction);
  });
}

function changeWaiting(
  state: State,
  id: InteractionId,
  change: (waiting: Waiting, queue: QueueConfig | undefined) => Waiting,
): void {
  withInteraction(state, id, (interaction) => {
    const { stage } = interaction;
    if (stage.kind !== "waiting") return;
    interaction.stage = change(
      stage,
      state.config.queues.find((each) => each.id === stage.queue),
    );
  });
}

function dueAt(state: State, at: Instant, interaction: InteractionId): void {
  if (at < NEVER) state.deadlines.push(at, { kind: "interaction", interaction });
}

function openLeg(state: State, fact: Extract<FactBody, { kind: "leg.opened" }>, at: Instant): void {
  state.legs.set(fact.leg, {
    id: fact.leg,
    interaction: fact.interaction,
    node: fact.node,
    role: fact.role,
    direction: fact.direction,
    agent: fact.agent,
    target: fact.target,
    openedAt: at,
    hasRung: false,
    isAnswered: false,
    isParked: false,
    bridgedTo: undefined,
    bridging: undefined,
    isHangUpAsked: false,
  });
  withInteraction(state, fact.interaction, (interaction) => {
    interaction.openLegs.add(fact.leg);
  });
}

function unlink(state: State, id: LegId): void {
  const leg = state.legs.get(id);
  if (leg?.bridgedTo === undefined) return;
  const other = state.legs.get(leg.bridgedTo);
  if (other !== undefined) other.bridgedTo = undefined;
  leg.bridgedTo = undefined;
}

function closeLeg(state: State, id: LegId, interaction: InteractionId, at: Instant): void {
  unlink(state, id);
  state.legs.delete(id);
  state.endedLegs.set(id, at);
  for (const [old, endedAt] of state.endedLegs) {
    if (at - endedAt <= ENDED_LEG_KEPT_MS) break;
    state.endedLegs.delete(old);
  }
  withInteraction(state, interaction, (each) => {
    each.openLegs.delete(id);
    for (const open of each.openLegs) {
      const leg = state.legs.get(open);
      if (leg?.bridging?.other === id) leg.bridging = undefined;
    }
    if (each.customerLeg === id && each.direction === "outbound" && each.stage.kind === "dialling") {
      each.customerLeg = undefined;
    }
  });
  forgetIfDone(state, interaction);
}

/** An interaction leaves the state when it has ended, its legs are down and nobody wraps it up. */
function forgetIfDone(state: State, id: InteractionId): void {
  const interaction = state.interactions.get(id);
  if (interaction?.stage.kind === "ended" && interaction.openLegs.size === 0 && interaction.wrappingUp.size === 0) {
    state.interactions.delete(id);
  }
}
