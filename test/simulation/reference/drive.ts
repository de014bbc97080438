/**
 * The real core in virtual time, with callers of textbooks: Poisson arrivals, exponential handling times and patience, and
 * phones that are answered at once. No switch, no faults: some ten steps a call, so that theory can be met within seconds.
 */

import { seededRandom, type Random } from "#cti/simulated/random.ts";
import { emptyState } from "#routing/evolve.ts";
import type { RoutingConfig } from "#routing/config.ts";
import type { Fact } from "#routing/facts.ts";
import { legId, type InteractionId, type LegId } from "#routing/ids.ts";
import type { Input } from "#routing/inputs.ts";
import type { Instant } from "#routing/instant.ts";
import { expectedWait } from "#routing/queue/expected-wait.ts";
import type { EstimatedWait } from "#routing/queue/estimate-wait.ts";
import { step } from "#routing/step.ts";
import { id, node } from "../site.ts";
import { Agenda } from "./agenda.ts";
import { dialledOf } from "./pools.ts";

export interface Traffic {
  readonly seed: string;
  readonly config: RoutingConfig;
  /** Mean time between two arrivals of any type; types are equally likely. */
  readonly gapMs: number;
  readonly handleMs: number;
  /** Mean patience; undefined: endless. */
  readonly patienceMs: number | undefined;
  /** Callers who are there at the beginning; they are served, but not counted. */
  readonly present: number;
  /** Callers who are fed before anything is counted. */
  readonly warmUp: number;
  /** Callers who are counted. */
  readonly callers: number;
  /** Whether the expected wait is asked for each caller as he arrives. */
  readonly isEstimated: boolean;
}

/** What became of one counted caller. */
export interface Visit {
  /** Index of the queue. */
  readonly type: number;
  readonly waitMs: number;
  readonly isAnswered: boolean;
  readonly estimate: EstimatedWait | undefined;
}

interface Caller {
  readonly type: number;
  readonly leg: LegId;
  readonly arrivedAt: Instant;
  readonly isCounted: boolean;
  readonly estimate: EstimatedWait | undefined;
  readonly talkMs: number;
  agentLeg: LegId | undefined;
}

const startAt: Instant = 1_795_424_400_000;

/** Runs until every counted caller has been answered or has given up. */
export function drive(traffic: Traffic): readonly Visit[] {
  return new Drive(traffic).run();
}

class Drive {
  readonly #traffic: Traffic;
  readonly #state = emptyState();
  /** Streams of their own, so that another site with the same seed gets the same callers at the same moments. */
  readonly #arrivals: Random;
  readonly #services: Random;
  readonly #patience: Random;
  readonly #agenda = new Agenda();
  readonly #callers = new Map<InteractionId, Caller>();
  readonly #visits: Visit[] = [];
  /** Exact, so that rounding to milliseconds does not add up. */
  #clock: number = startAt;
  #made = 0;

  constructor(traffic: Traffic) {
    this.#traffic = traffic;
    this.#arrivals = seededRandom(`${traffic.seed}/arrivals`);
    this.#services = seededRandom(`${traffic.seed}/services`);
    this.#patience = seededRandom(`${traffic.seed}/patience`);
  }

  run(): readonly Visit[] {
    const { config, present, warmUp, callers, seed } = this.#traffic;
    this.#feed({ kind: "engine.started", epoch: 1, seed });
    this.#feed({ kind: "config.replaced", config });
    this.#feed({ kind: "switch.resynced", node, incarnation: "one", legs: [] });
    for (const agent of config.agents) {
      this.#feed({ kind: "console.connected", agent: agent.id });
      this.#feed({ kind: "agent.presenceRequested", agent: agent.id, presence: { kind: "ready" } });
    }
    for (let n = 0; n < present; n += 1) this.#arrive(false);
    let arrived = 0;
    const nextArrival = (): void => {
      this.#agenda.add(this.#clock + exponential(this.#arrivals, this.#traffic.gapMs), () => {
        // Theory speaks of those who arrive while others go on arriving: the stream does not stop before the last is counted.
        this.#arrive(arrived >= warmUp && arrived < warmUp + callers);
        arrived += 1;
        nextArrival();
      });
    };
    nextArrival();
    while (this.#visits.length < callers) {
      const next = this.#agenda.take();
      if (next === undefined) throw new Error("nothing is left to happen, but callers still wait");
      this.#clock = next.at;
      next.act();
    }
    return this.#visits;
  }

  #feed(input: Input): readonly Fact[] {
    const { facts } = step(this.#state, { ...input, at: Math.floor(this.#clock) });
    return facts;
  }

  #arrive(isCounted: boolean): void {
    const { config, isEstimated, handleMs, patienceMs } = this.#traffic;
    this.#made += 1;
    const leg = legId(id("ca11", this.#made));
    const type = Math.floor(this.#arrivals.fraction() * config.queues.length);
    const talkMs = exponential(this.#services, handleMs);
    const patient = patienceMs === undefined ? Infinity : exponential(this.#patience, patienceMs);
    const queue = config.queues[type];
    const isAsked = isEstimated && isCounted && queue !== undefined;
    const estimate = isAsked ? expectedWait(this.#state, queue, Math.floor(this.#clock)) : undefined;
    const to = dialledOf(type);
    const arrived = this.#feed({ kind: "leg.arrived", node, leg, from: undefined, fromName: undefined, to });
    const [fact] = arrived;
    if (fact?.kind !== "interaction.arrived") throw new Error("a caller at the door gets an interaction first");
    const { interaction } = fact;
    this.#callers.set(interaction, {
      type,
      leg,
      arrivedAt: this.#clock,
      isCounted,
      estimate,
      talkMs,
      agentLeg: undefined,
    });
    this.#follow(this.#feed({ kind: "leg.parked", node, leg, isAnswered: true }));
    if (patient === Infinity || this.#callers.get(interaction)?.agentLeg !== undefined) return;
    this.#agenda.add(this.#clock + patient, () => this.#giveUp(interaction));
  }

  /** Phones that are rung are answered and joined at the same moment. */
  #follow(facts: readonly Fact[]): void {
    for (const fact of facts) {
      if (fact.kind !== "reservation.made" || fact.leg === undefined) continue;
      const caller = this.#callers.get(fact.interaction);
      if (caller === undefined) throw new Error("an agent rings for nobody");
      caller.agentLeg = fact.leg;
      this.#feed({ kind: "leg.parked", node, leg: fact.leg, isAnswered: true });
      const joined = this.#feed({ kind: "leg.bridged", node, leg: caller.leg, other: fact.leg });
      if (!joined.some((each) => each.kind === "interaction.connected")) throw new Error("the two were not connected");
      this.#keep(caller, true);
      const { interaction } = fact;
      this.#agenda.add(this.#clock + caller.talkMs, () => this.#part(interaction));
    }
  }

  #giveUp(interaction: InteractionId): void {
    const caller = this.#callers.get(interaction);
    if (caller === undefined || caller.agentLeg !== undefined) return;
    this.#callers.delete(interaction);
    this.#keep(caller, false);
    this.#follow(this.#hangUp(caller.leg));
  }

  #part(interaction: InteractionId): void {
    const caller = this.#callers.get(interaction);
    if (caller?.agentLeg === undefined) return;
    this.#callers.delete(interaction);
    this.#follow(this.#hangUp(caller.leg));
    this.#follow(this.#hangUp(caller.agentLeg));
  }

  #hangUp(leg: LegId): readonly Fact[] {
    return this.#feed({ kind: "leg.hungUp", node, leg, cause: "NORMAL_CLEARING", sipStatus: undefined, by: "party" });
  }

  #keep({ type, isCounted, arrivedAt, estimate }: Caller, isAnswered: boolean): void {
    if (isCounted) this.#visits.push({ type, waitMs: this.#clock - arrivedAt, isAnswered, estimate });
  }
}

function exponential(random: Random, meanMs: number): number {
  return -Math.log(1 - random.fraction()) * meanMs;
}
