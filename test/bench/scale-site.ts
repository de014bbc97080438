/**
 * A big site in the middle of its day: every agent talks, many callers wait, of many kinds. Thirty queues ask for a skill
 * each, callers for one of ten languages besides, so that three hundred kinds of callers meet some hundred kinds of agents.
 */

import { PLAIN_AGENT, PLAIN_QUEUE, PLAIN_SITE, type Proficiency, type RoutingConfig } from "#routing/config.ts";
import { emptyState } from "#routing/evolve.ts";
import type { Fact } from "#routing/facts.ts";
import { agentId, legId, queueId, skillId, type AgentId, type LegId } from "#routing/ids.ts";
import type { Input } from "#routing/inputs.ts";
import { step, type StepResult } from "#routing/step.ts";
import { flowSchema } from "#ivr-flows/schema.ts";
import { id, node, siteConfig } from "../simulation/site.ts";

const QUEUES = 30;
const LANGUAGES = 10;
/** Kinds of agents: three skills and two languages each, in this many mixtures, so that every kind of caller has some. */
const PROFILES = 300;
const startAt = 1_795_424_400_000;

const skill = (n: number) => skillId(id("5a", 100 + n));
const language = (n: number) => skillId(id("5b", n));

function flowTo(queue: number, spoken: number) {
  return flowSchema.parse({
    formatVersion: 1,
    id: `q${queue}-l${spoken}`,
    name: `q${queue} l${spoken}`,
    type: "voice",
    entry: "answer",
    languages: ["en"],
    nodes: {
      answer: { type: "answer", config: {}, exits: { next: "queue" } },
      queue: {
        type: "enqueue",
        config: { queue: `Queue ${queue}`, skills: [{ skill: `language ${spoken}`, proficiency: 2 }] },
        exits: { overflow: "bye", nobodySignedIn: "bye", full: "bye" },
      },
      bye: { type: "hangUp", config: {}, exits: {} },
    },
  });
}

function bigConfig(agents: number): RoutingConfig {
  const pairs = Array.from({ length: QUEUES * LANGUAGES }, (_, n) => [n % QUEUES, Math.floor(n / QUEUES)] as const);
  const [plain] = siteConfig(0).queues;
  if (plain === undefined) throw new Error("the small site has no queue to copy");
  return {
    ...siteConfig(0),
    ...PLAIN_SITE,
    skills: [
      ...Array.from({ length: QUEUES }, (_, n) => ({ id: skill(n), name: `skill ${n}` })),
      ...Array.from({ length: LANGUAGES }, (_, n) => ({ id: language(n), name: `language ${n}` })),
    ],
    queues: Array.from({ length: QUEUES }, (_, n) => ({
      ...plain,
      ...PLAIN_QUEUE,
      id: queueId(id("0e", 100 + n)),
      name: `Queue ${n}`,
      requirement: [{ skill: skill(n), proficiency: 1 as const }],
      relaxation: [],
      priority: 0,
      overflowAfterMs: undefined,
      leaveWhenNobodySignedIn: false,
      waitingMax: undefined,
      announceEveryMs: undefined,
      wrapUpMs: 3_600_000,
    })),
    agents: Array.from({ length: agents }, (_, n) => {
      const kind = n % PROFILES;
      const proficiency = ((n % 5) + 1) as Proficiency;
      return {
        ...PLAIN_AGENT,
        id: agentId(id("a0", n)),
        name: `Agent ${n}`,
        sipUser: `agent${n}`,
        wrapUpMs: undefined,
        skills: [
          ...[0, 7, 19].map((k) => ({ skill: skill((kind + k) % QUEUES), proficiency })),
          ...[0, 3].map((k) => ({
            skill: language((Math.floor(kind / QUEUES) + k) % LANGUAGES),
            proficiency: 3 as const,
          })),
        ],
      };
    }),
    flows: pairs.map(([queue, spoken]) => ({ name: `q${queue} l${spoken}`, version: 1, flow: flowTo(queue, spoken) })),
    numbers: pairs.map(([queue, spoken]) => ({
      dialled: `9${String(queue * LANGUAGES + spoken).padStart(5, "0")}`,
      flow: `q${queue} l${spoken}`,
    })),
  };
}

export class ScaleSite {
  readonly state = emptyState();
  /** Milliseconds of each step since it was last emptied. */
  readonly samples: number[] = [];
  #now = startAt;
  #callers = 0;
  readonly #onFacts: (facts: readonly Fact[]) => void;

  /** `onFacts` is given what each step records. */
  constructor(waiting: number, agents: number, onFacts: (facts: readonly Fact[]) => void = () => undefined) {
    this.#onFacts = onFacts;
    const config = bigConfig(agents);
    this.feed({ kind: "engine.started", epoch: 1, seed: "bench" });
    this.feed({ kind: "config.replaced", config });
    this.feed({ kind: "switch.resynced", node, incarnation: "one", legs: [] });
    for (const agent of config.agents) {
      this.feed({ kind: "console.connected", agent: agent.id });
      this.feed({ kind: "agent.presenceRequested", agent: agent.id, presence: { kind: "ready" } });
    }
    while (this.state.available.size > agents / 1_000) this.connect(this.caller());
    for (const agent of this.state.available) {
      this.feed({ kind: "agent.presenceRequested", agent, presence: { kind: "notReady", reason: "break" } });
    }
    let missing = waiting - this.waiting();
    for (; missing > 0; missing -= 1) this.caller();
    this.samples.length = 0;
  }

  waiting(): number {
    let waiting = 0;
    for (const line of this.state.lines.values()) waiting += line.length;
    return waiting;
  }

  feed(input: Input): StepResult {
    this.#now += 1;
    // Stamped outside the clock: whoever calls the core does that.
    const stamped = { ...input, at: this.#now };
    const began = performance.now();
    const result = step(this.state, stamped);
    this.samples.push(performance.now() - began);
    this.#onFacts(result.facts);
    return result;
  }

  /** A caller of the next kind comes and is sent to wait. */
  caller(): StepResult {
    this.#callers += 1;
    const leg = legId(id("ca11e7", this.#callers));
    const to = `9${String((this.#callers * 7) % (QUEUES * LANGUAGES)).padStart(5, "0")}`;
    this.feed({ kind: "leg.arrived", node, leg, from: "34600111222", fromName: undefined, to });
    return this.feed({ kind: "leg.parked", node, leg, isAnswered: true });
  }

  /** The agent who was reserved, if there was one, picks up and talks. */
  connect({ facts }: StepResult): boolean {
    const made = facts.find((fact) => fact.kind === "reservation.made");
    if (made?.leg === undefined) return false;
    const customer = this.state.interactions.get(made.interaction)?.customerLeg;
    if (customer === undefined) return false;
    this.feed({ kind: "leg.ringing", node, leg: made.leg, hasEarlyMedia: false });
    this.feed({ kind: "leg.parked", node, leg: made.leg, isAnswered: true });
    this.feed({ kind: "leg.bridged", node, leg: customer, other: made.leg });
    return true;
  }

  /** One conversation ends; its agent is free in the last step, which takes the next caller. */
  release(agent: AgentId): StepResult | undefined {
    const engagement = this.state.agents.get(agent)?.engagement;
    if (engagement?.kind !== "talking") return undefined;
    const { interaction, leg } = engagement;
    const customer = this.state.interactions.get(interaction)?.customerLeg;
    if (customer !== undefined) this.#hangUp(customer);
    this.#hangUp(leg);
    return this.feed({ kind: "wrapUp.endRequested", agent, interaction });
  }

  /** The nth agent's conversation ends, she talks with the next caller, and somebody new waits. */
  turnover(n: number): void {
    const { agents } = this.state.config;
    const agent = agents[(n * 37) % agents.length];
    const freed = agent === undefined ? undefined : this.release(agent.id);
    if (freed === undefined) return;
    this.connect(freed);
    this.caller();
  }

  #hangUp(leg: LegId): void {
    this.feed({ kind: "leg.hungUp", node, leg, cause: "NORMAL_CLEARING", sipStatus: undefined, by: "party" });
  }
}
