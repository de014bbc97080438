/**
 * What one step of the core costs while 1,000 callers wait and 200 agents work: agents become free and take the next
 * caller, whose place a new one takes. Compared in the same run with the plain way: looking at every waiting caller and
 * every agent again for each decision.
 */

import { step } from "#routing/step.ts";
import { emptyState } from "#routing/evolve.ts";
import type { Input } from "#routing/inputs.ts";
import { legId, type AgentId, type LegId } from "#routing/ids.ts";
import { isAble } from "#routing/matching/eligible.ts";
import type { Fact } from "#routing/facts.ts";
import { id, node, siteConfig, skills } from "../simulation/site.ts";
import { percentile, type BenchResult } from "./result.ts";

const WAITING = 1_000;
const AGENTS = 200;
const ROUNDS = 3_000;
const startAt = 1_795_424_400_000;
/** The goal for a whole event, from bytes to bytes (performance goals); a step must leave nearly all of it to the wire. */
const PATH_MS = 2;

/** A site in which every agent talks and 1,000 callers wait in two queues. */
class BusySite {
  readonly state = emptyState();
  readonly samples: number[] = [];
  /** Of the steps in which a freed agent is matched with the next caller. */
  readonly decisions: number[] = [];
  #now = startAt;
  #callers = 0;

  constructor() {
    const site = siteConfig(AGENTS);
    const patient = { waitingMax: undefined, relaxation: [], announceEveryMs: undefined };
    const queues = site.queues.map((queue) => ({ ...queue, ...patient }));
    // A third each knows sales, support, and both; wrap-up is ended by hand.
    const known = [[skills.sales], [skills.support], [skills.sales, skills.support]];
    const agents = site.agents.map((agent, n) => ({
      ...agent,
      wrapUpMs: 3_600_000,
      skills: (known[n % 3] ?? []).map((skill) => ({ skill, proficiency: 4 as const })),
    }));
    this.feed({ kind: "engine.started", epoch: 1, seed: "bench" });
    this.feed({ kind: "config.replaced", config: { ...site, queues, agents } });
    this.feed({ kind: "switch.resynced", node, incarnation: "one", legs: [] });
    for (const agent of agents) {
      this.feed({ kind: "console.connected", agent: agent.id });
      this.feed({ kind: "agent.presenceRequested", agent: agent.id, presence: { kind: "ready" } });
    }
    for (let n = 0; n < 3 * AGENTS; n += 1) this.#connect(this.caller());
    for (let n = 0; n < WAITING; n += 1) this.caller();
    this.samples.length = 0;
  }

  feed(input: Input): readonly Fact[] {
    this.#now += 1;
    const began = performance.now();
    const { facts } = step(this.state, { ...input, at: this.#now });
    this.samples.push(performance.now() - began);
    return facts;
  }

  caller(): readonly Fact[] {
    this.#callers += 1;
    const leg = legId(id("ca11e7", this.#callers));
    const to = this.#callers % 2 === 0 ? "900100" : "900200";
    this.feed({ kind: "leg.arrived", node, leg, from: "34600111222", fromName: undefined, to });
    return this.feed({ kind: "leg.parked", node, leg, isAnswered: true });
  }

  #connect(facts: readonly Fact[]): void {
    const made = facts.find((fact) => fact.kind === "reservation.made");
    if (made?.leg === undefined) return;
    const customer = this.state.interactions.get(made.interaction)?.customerLeg;
    if (customer === undefined) return;
    this.feed({ kind: "leg.ringing", node, leg: made.leg, hasEarlyMedia: false });
    this.feed({ kind: "leg.parked", node, leg: made.leg, isAnswered: true });
    this.feed({ kind: "leg.bridged", node, leg: customer, other: made.leg });
  }

  /** One conversation ends, its agent takes the next caller, and somebody new waits. */
  turnover(agent: AgentId): void {
    const engagement = this.state.agents.get(agent)?.engagement;
    if (engagement?.kind !== "talking") return;
    const { interaction, leg } = engagement;
    const customer = this.state.interactions.get(interaction)?.customerLeg;
    if (customer !== undefined) this.#hangUp(customer);
    this.#hangUp(leg);
    const facts = this.feed({ kind: "wrapUp.endRequested", agent, interaction });
    this.decisions.push(this.samples.at(-1) ?? Number.NaN);
    this.#connect(facts);
    this.caller();
  }

  #hangUp(leg: LegId): void {
    this.feed({ kind: "leg.hungUp", node, leg, cause: "NORMAL_CLEARING", sipStatus: undefined, by: "party" });
  }
}

/** The decision of one pass without lines and sets: every waiting caller, best first, against every agent. */
function naivePass({ state }: BusySite): number {
  const began = performance.now();
  const waiting = [...state.interactions.values()].flatMap(({ id: call, stage }) =>
    stage.kind === "waiting" ? [{ call, ...stage }] : [],
  );
  waiting.sort((a, b) => b.priority - a.priority || a.enteredAt - b.enteredAt);
  let eligible = 0;
  for (const { needs } of waiting) {
    for (const agent of state.config.agents) {
      const known = state.agents.get(agent.id);
      if (known?.presence.kind === "ready" && isAble(agent, needs)) eligible += 1;
    }
  }
  if (eligible === 0) throw new Error("the baseline found nobody: it does not do what it should");
  return performance.now() - began;
}

export async function benchStep(): Promise<BenchResult[]> {
  const site = new BusySite();
  const agents = site.state.config.agents;
  const round = (n: number): void => {
    const agent = agents[n % agents.length];
    if (agent !== undefined) site.turnover(agent.id);
  };
  for (let n = 0; n < 300; n += 1) round(n);
  site.samples.length = 0;
  site.decisions.length = 0;
  const naive: number[] = [];
  for (let n = 0; n < ROUNDS; n += 1) {
    round(n);
    if (n % 30 === 0) naive.push(naivePass(site));
    // Lets the collector and the neighbours in, as between two events of a real switch.
    if (n % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  let waiting = 0;
  for (const line of site.state.lines.values()) waiting += line.length;
  if (waiting < WAITING / 2) throw new Error(`only ${waiting} wait: nothing was measured`);

  const p50 = percentile(site.samples, 0.5);
  const p99 = percentile(site.samples, 0.99);
  const decision = percentile(site.decisions, 0.5);
  const pass = percentile(naive, 0.5);
  const perSecond = (1_000 * site.samples.length) / site.samples.reduce((sum, each) => sum + each, 0);
  const load = `${WAITING} waiting, ${AGENTS} agents`;
  return [
    result(`step p50, ${load}`, p50, "ms", PATH_MS, p50 / PATH_MS, "<= 0.05", p50 / PATH_MS <= 0.05),
    result(`step p99, ${load}`, p99, "ms", PATH_MS, p99 / PATH_MS, "<= 0.5", p99 / PATH_MS <= 0.5),
    result(
      `freed agent to reservation p50, ${load}`,
      decision,
      "ms",
      pass,
      pass / decision,
      ">= 20",
      pass / decision >= 20,
    ),
    result(
      `steps, ${load}`,
      perSecond,
      "1/s",
      1_000 / pass,
      (perSecond * pass) / 1_000,
      ">= 20",
      (perSecond * pass) / 1_000 >= 20,
    ),
  ];
}

function result(
  name: string,
  value: number,
  unit: string,
  baseline: number,
  ratio: number,
  goal: string,
  holds: boolean,
): BenchResult {
  return { name, value, unit, baseline, ratio, goal, holds };
}
