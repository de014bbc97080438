/** Folds one fact into the state: with `evolve/`, the only place in `routing` where state changes. Decides nothing, asks nothing. */

import { PLAIN_SITE, type RoutingConfig } from "./config.ts";
import { EndedLately } from "./ended-lately.ts";
import { DeadlineHeap } from "./deadlines.ts";
import { evolveAgent, type AgentFact } from "./evolve/agents.ts";
import { evolveCallback } from "./evolve/callbacks.ts";
import type { CallbackFact } from "./callback/facts.ts";
import { evolveInteraction } from "./evolve/interactions.ts";
import { evolveLeg, type LegFact } from "./evolve/legs.ts";
import { evolveReservation, type ReservationFact } from "./evolve/reservations.ts";
import { evolveSite, type SiteFact } from "./evolve/site.ts";
import { observeWaits } from "./evolve/waits.ts";
import { evolveWork, type WorkFact } from "./evolve/work.ts";
import type { Fact } from "./facts.ts";
import { Floor } from "./matching/floor.ts";
import { idSeed } from "./random.ts";
import type { State } from "./state.ts";

const emptyConfig: RoutingConfig = {
  version: 0,
  ...PLAIN_SITE,
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

/** [RT9] So long an ended leg is remembered. */
const ENDED_LEG_KEPT_MS = 60_000;
/** [RT246] For so long an ended piece of work is known; after that its record is there to be asked. */
const ENDED_WORK_KEPT_MS = 600_000;

/** A state before anything has happened. */
export function emptyState(): State {
  return {
    epoch: 0,
    seed: idSeed(""),
    lastFact: 0,
    now: 0,
    config: emptyConfig,
    interactions: new Map(),
    agents: new Map(),
    legs: new Map(),
    available: new Set(),
    floor: new Floor(),
    shares: new Map(),
    reservations: new Map(),
    nodes: new Map(),
    lines: new Map(),
    waits: new Map(),
    emergencies: new Set(),
    handedOver: new Map(),
    takingOver: new Set(),
    agentPrompts: new Map(),
    callbacks: new Map(),
    endedLegs: new EndedLately(ENDED_LEG_KEPT_MS),
    endedWork: new EndedLately(ENDED_WORK_KEPT_MS),
    deadlines: new DeadlineHeap(),
  };
}

/** Changes `state` to what it is after `fact`. Facts about things that are gone are harmless: they change nothing. */
export function evolve(state: State, fact: Fact): void {
  state.lastFact = fact.n;
  state.now = Math.max(state.now, fact.at);
  observeWaits(state, fact);
  if (isAgentFact(fact)) return evolveAgent(state, fact, fact.at);
  if (isLegFact(fact)) return evolveLeg(state, fact, fact.at);
  if (isReservationFact(fact)) return evolveReservation(state, fact, fact.at);
  if (isCallbackFact(fact)) return evolveCallback(state, fact, fact.at);
  if (isSiteFact(fact)) return evolveSite(state, fact, fact.at);
  if (isWorkFact(fact)) return evolveWork(state, fact, fact.at);
  evolveInteraction(state, fact, fact.at);
}

const isAgentFact = (fact: Fact): fact is Fact & AgentFact => fact.kind.startsWith("agent.");
const isLegFact = (fact: Fact): fact is Fact & LegFact => fact.kind.startsWith("leg.");
const isReservationFact = (fact: Fact): fact is Fact & ReservationFact => fact.kind.startsWith("reservation.");
const isCallbackFact = (fact: Fact): fact is Fact & CallbackFact => fact.kind.startsWith("callback.");
const isWorkFact = (fact: Fact): fact is Fact & WorkFact => fact.kind === "work.arrived";
const isSiteFact = (fact: Fact): fact is Fact & SiteFact =>
  fact.kind.startsWith("switch.") ||
  fact.kind === "engine.started" ||
  fact.kind === "emergency.switched" ||
  fact.kind === "config.adopted" ||
  fact.kind === "input.ignored";
