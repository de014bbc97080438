/** Folds facts about agents: consoles, presence, engagement, wrap-up. */

import type { AgentConfig } from "../config.ts";
import type { FactBody } from "../facts.ts";
import { NEVER, type Instant } from "../instant.ts";
import { agentConfig } from "../matching/eligible.ts";
import type { IdleAgent } from "../matching/pool.ts";
import type { Agent, Engagement, Shift, State } from "../state.ts";
import { leavesRoomForCall, leavesRoomForWork, WORK_LANES, type Capacity } from "../work/capacity.ts";
import { forgetIfDone, withAgent, withInteraction } from "./reach.ts";

/** A console that stays away this long after it was given up on signs its agent out. */
export const SIGN_OUT_AFTER_MS = 15 * 60_000;

/** Who stays away for longer begins another shift. */
export const SHIFT_GAP_MS = 4 * 3_600_000;

export const NONE_IN_A_ROW: Agent["inARow"] = { missed: 0, declined: 0, busy: 0, unreachable: 0 };

export type AgentFact = Extract<FactBody, { kind: `agent.${string}` }>;

export function evolveAgent(state: State, fact: AgentFact, at: Instant): void {
  switch (fact.kind) {
    case "agent.consoleConnected":
      withAgent(state, fact.agent, (agent) => {
        agent.isConsoleConnected = true;
        agent.consoleGraceUntil = NEVER;
      });
      return;
    case "agent.consoleLost":
      withAgent(state, fact.agent, (agent) => {
        agent.isConsoleConnected = false;
        waitForConsole(state, agent, fact.until);
      });
      return;
    case "agent.presenceChanged":
      withAgent(state, fact.agent, (agent) => {
        countTime(agent, at);
        if (agent.presence.kind === "signedOut" && at - agent.presenceSince > SHIFT_GAP_MS) beginShift(agent.shift, at);
        agent.presence = fact.presence;
        agent.presenceSince = at;
        agent.nextPresence = undefined;
        agent.backOff = undefined;
        if (fact.by === "agent") agent.inARow = NONE_IN_A_ROW;
        if (fact.presence.kind === "notReady" && fact.presence.reason === "connectionLost") {
          waitForConsole(state, agent, at + SIGN_OUT_AFTER_MS);
        }
        agent.idleSince = at;
        state.floor.setSignedIn(agent.id, agent.presence.kind !== "signedOut");
        refreshAvailability(state, agent);
        forgetIfRemoved(state, agent);
      });
      return;
    case "agent.nextPresenceChosen":
      withAgent(state, fact.agent, (agent) => {
        agent.nextPresence = fact.presence;
        const isGivenUp = fact.presence?.kind === "notReady" && fact.presence.reason === "connectionLost";
        if (isGivenUp && !agent.isConsoleConnected) waitForConsole(state, agent, at + SIGN_OUT_AFTER_MS);
        refreshAvailability(state, agent);
      });
      return;
    case "agent.backedOff":
      withAgent(state, fact.agent, (agent) => {
        agent.backOff = { outcome: fact.outcome, until: fact.until };
        // Whoever does not take a call goes to the end of the idle line.
        agent.idleSince = at;
        state.deadlines.push(fact.until, { kind: "agent", agent: agent.id });
        refreshAvailability(state, agent);
      });
      return;
    case "agent.backOffEnded":
      withAgent(state, fact.agent, (agent) => {
        agent.backOff = undefined;
        refreshAvailability(state, agent);
      });
      return;
    case "agent.wrapUpRequested":
      withAgent(state, fact.agent, (agent) => {
        if (agent.engagement.kind !== "talking") return;
        agent.engagement = { ...agent.engagement, isWrapUpWanted: fact.isWanted };
      });
      return;
    case "agent.wrapUpStarted":
      withAgent(state, fact.agent, (agent) => {
        const { interaction, until, policy } = fact;
        engage(state, agent, { kind: "wrapUp", interaction, until, extensions: 0, policy }, at);
        if (until < NEVER) state.deadlines.push(until, { kind: "agent", agent: agent.id });
        // Without a clock of its own it ends when nobody is there to end it.
        else if (!agent.isConsoleConnected) waitForConsole(state, agent, Math.max(at, agent.consoleGraceUntil));
      });
      withInteraction(state, fact.interaction, (interaction) => {
        interaction.wrappingUp = [...interaction.wrappingUp, fact.agent];
      });
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
      withInteraction(state, fact.interaction, (interaction) => {
        interaction.wrappingUp = interaction.wrappingUp.filter((each) => each !== fact.agent);
      });
      forgetIfDone(state, fact.interaction);
      return;
    case "agent.released":
      withAgent(state, fact.agent, (agent) => {
        // A reservation that came to nothing does not send her to the end of the idle line.
        const idleSince = agent.engagement.kind === "reserved" ? agent.idleSince : at;
        agent.idleSince = idleSince;
        engage(state, agent, { kind: "idle" }, at);
      });
      return;
  }
}

function waitForConsole(state: State, agent: Agent, until: Instant): void {
  agent.consoleGraceUntil = until;
  if (until < NEVER) state.deadlines.push(until, { kind: "agent", agent: agent.id });
}

export function newAgent(id: AgentConfig["id"], capacity: Capacity, at: Instant): Agent {
  return {
    id,
    presence: { kind: "signedOut" },
    presenceSince: at,
    nextPresence: undefined,
    engagement: { kind: "idle" },
    engagementSince: at,
    idleSince: at,
    shift: { countedAt: at, staffedMs: 0, busyMs: 0, handled: 0, reservedLast: 0 },
    inARow: NONE_IN_A_ROW,
    backOff: undefined,
    capacity,
    work: new Map(),
    openLegs: new Set(),
    isConsoleConnected: false,
    consoleGraceUntil: NEVER,
  };
}

export function engage(state: State, agent: Agent, engagement: Engagement, at: Instant): void {
  countTime(agent, at);
  agent.engagement = engagement;
  agent.engagementSince = at;
  refreshAvailability(state, agent);
  forgetIfRemoved(state, agent);
}

/**
 * [RT223] Before presence or engagement changes: the time since the last change belongs to what she was doing. [RT245]
 * Whatever she was at, and however much of it, it was one stretch of time.
 */
export function countTime({ shift, presence, engagement, work }: Agent, at: Instant): void {
  const passedMs = Math.max(0, at - shift.countedAt);
  shift.countedAt = Math.max(at, shift.countedAt);
  const isOnCall = engagement.kind !== "idle" && engagement.kind !== "reserved";
  const isBusy = isOnCall || hasOpenWork(work);
  if (isBusy) shift.busyMs += passedMs;
  if (isBusy || presence.kind === "ready") shift.staffedMs += passedMs;
}

/** Accepted, not only offered. */
function hasOpenWork(work: Agent["work"]): boolean {
  if (work.size === 0) return false;
  for (const { reservation } of work.values()) if (reservation === undefined) return true;
  return false;
}

function beginShift(shift: Shift, at: Instant): void {
  Object.assign(shift, { countedAt: at, staffedMs: 0, busyMs: 0, handled: 0 });
}

/** Someone who was removed from the configuration in the middle of a call leaves when she is free and signed out. */
export function forgetIfRemoved(state: State, agent: Agent): void {
  if (agent.engagement.kind !== "idle" || agent.presence.kind !== "signedOut" || agent.work.size > 0) return;
  if (agentConfig(state.config, agent.id) === undefined) state.agents.delete(agent.id);
}

function free(state: State, agent: Agent, at: Instant): void {
  agent.idleSince = at;
  engage(state, agent, { kind: "idle" }, at);
}

export function refreshAvailability(state: State, agent: Agent): void {
  const { presence, engagement, nextPresence, openLegs, backOff } = agent;
  // A call beside one that is just being taken back would find her phone busy.
  const isPhoneFree = openLegs.size === 0;
  const isWilling = presence.kind === "ready" && nextPresence === undefined && backOff === undefined;
  const isFree = isWilling && engagement.kind === "idle" && isPhoneFree && hasRoomForCall(agent);
  if (isFree) {
    state.available.add(agent.id);
    state.floor.free("voice", standing(agent));
  } else {
    state.available.delete(agent.id);
    state.floor.busy("voice", agent.id);
  }
  if (state.floor.isOpenForWork) refreshWorkLanes(state, agent, isWilling);
}

function hasRoomForCall({ capacity, work }: Agent): boolean {
  return work.size === 0 ? capacity.voice > 0 : leavesRoomForCall(capacity, work.values());
}

function refreshWorkLanes({ floor }: State, agent: Agent, isWilling: boolean): void {
  for (const lane of WORK_LANES) {
    if (isWilling && hasRoomForWork(agent, lane)) floor.free(lane, standing(agent));
    else floor.busy(lane, agent.id);
  }
}

/** [RT244] Whoever rings, or is already offered something, is not offered anything else. */
function hasRoomForWork({ capacity, engagement, work }: Agent, lane: (typeof WORK_LANES)[number]): boolean {
  if (engagement.kind === "reserved") return false;
  for (const { reservation } of work.values()) if (reservation !== undefined) return false;
  const isOnCall = engagement.kind === "talking" || engagement.kind === "dialling";
  return leavesRoomForWork(capacity, lane, work, isOnCall ? "busy" : engagement.kind === "wrapUp" ? "wrapUp" : "idle");
}

function standing({ id, idleSince, work, shift }: Agent): IdleAgent {
  const { staffedMs, busyMs, handled, reservedLast } = shift;
  const occupancy = staffedMs === 0 ? 0 : busyMs / staffedMs;
  return { id, idleSince, load: work.size, occupancy, handled, reservedLast };
}
