/**
 * Given what has happened, when one thing more happens, then these facts and commands: core tests read this way. Every step
 * is checked against the invariants, and names stand for ids (`caller1`, `leg1`, `call1`, `reservation1`, `command1` …).
 */

import { expect } from "vitest";
import { PLAIN_WRAP_UP } from "#routing/agent/wrap-up-policy.ts";
import { legOf } from "#routing/commands.ts";
import { PLAIN_AGENT, type AgentConfig, type QueueConfig, type RoutingConfig } from "#routing/config.ts";
import { emptyState } from "#routing/evolve.ts";
import type { Fact } from "#routing/facts.ts";
import type { Input, LegSnapshot, StampedInput } from "#routing/inputs.ts";
import * as ids from "#routing/ids.ts";
import type { Instant } from "#routing/instant.ts";
import { breaches } from "#routing/invariants.ts";
import { PLAIN_RESERVATION_POLICY } from "#routing/reservation/policy.ts";
import { step } from "#routing/step.ts";
import { agent, id, node, siteConfig, skills } from "../simulation/site.ts";
import { Names } from "./told.ts";

/** Monday, 23 November 2026, 09:00 UTC. */
export const startAt: Instant = 1_795_424_400_000;
const people = ["ann", "bea", "cid", "dan"];
const plain = { ringAgents: 1, reservationPolicy: PLAIN_RESERVATION_POLICY, wrapUp: PLAIN_WRAP_UP };
const both = [skills.sales, skills.support].map((skill) => ({ skill, proficiency: 3 as const }));

/** Agents ann, bea, cid and dan, who know sales and support at proficiency 3; queues that relax, announce and overflow nothing. */
export function site(more: {
  readonly agents?: readonly Partial<AgentConfig>[];
  readonly queue?: Partial<QueueConfig>;
  readonly config?: Partial<RoutingConfig>;
}): RoutingConfig {
  const base = siteConfig(0);
  const agents = more.agents ?? [{}, {}];
  return {
    ...base,
    agents: agents.map((each, n) => {
      const name = people[n] ?? `agent${n}`;
      return { ...PLAIN_AGENT, id: agent(n), name, sipUser: name, skills: both, wrapUpMs: undefined, ...each };
    }),
    queues: base.queues.map((each) => ({
      ...each,
      relaxation: [],
      announceEveryMs: undefined,
      ...plain,
      callback: undefined,
      ...more.queue,
    })),
    ...more.config,
  };
}

/** Starts a process with its switch up, and feeds it what is given. */
export function given(config: RoutingConfig = site({})): Scene {
  const scene = new Scene(config);
  scene.when({ kind: "engine.started", epoch: 1, seed: "test" });
  scene.when({ kind: "config.replaced", config });
  scene.when({ kind: "switch.resynced", node, incarnation: "first", legs: [] });
  return scene;
}

export class Scene {
  readonly config: RoutingConfig;
  readonly facts: Fact[] = [];
  state = emptyState();
  now = startAt;
  readonly names: Names;
  #wakeAt: Instant = startAt;
  #callers = 0;
  readonly #legs = new Map<ids.CommandId, ids.LegId>();

  constructor(config: RoutingConfig) {
    this.config = config;
    const agents = config.agents.map((each) => [each.name, each.id]);
    const queueNames = config.queues.map((each) => [each.name, each.id]);
    this.names = new Names(startAt, { ...Object.fromEntries([...agents, ...queueNames]), ...skills });
  }

  /** What the input leads to, as text. */
  when(input: Input): string {
    const stamped: StampedInput = { ...input, at: this.now };
    const result = step(this.state, stamped);
    this.facts.push(...result.facts);
    this.#wakeAt = result.wakeAt;
    for (const command of result.commands) if ("node" in command) this.#legs.set(command.id, legOf(command));
    expect(breaches(this.state)).toEqual([]);
    return this.names.told(result);
  }

  /** Lets so long pass, waking the core whenever it asked for it; what happened, in order. */
  passes(forMs: number): string {
    const until = this.now + forMs;
    const told: string[] = [];
    while (this.#wakeAt <= until) {
      this.now = Math.max(this.now, this.#wakeAt);
      told.push(this.when({ kind: "time.passed" }));
    }
    this.now = until;
    return told.filter((each) => each !== "").join("\n");
  }

  agent = (name: string) => ids.agentId(this.names.id(name));
  leg = (name: string) => ids.legId(this.names.id(name));
  call = (name: string) => ids.interactionId(this.names.id(name));
  queue = (name: string) => ids.queueId(this.names.id(name));
  reservation = (name: string) => ids.reservationId(this.names.id(name));
  command = (name: string) => ids.commandId(this.names.id(name));

  // What the switch shows.
  arrives(to: string, from: string | undefined = "34600111222"): string {
    this.#callers += 1;
    const name = `caller${this.#callers}`;
    this.names.call(id("ca11e7", this.#callers), name);
    return this.when({ kind: "leg.arrived", node, leg: this.leg(name), from, fromName: undefined, to });
  }
  parked = (leg: string, isAnswered = true) => this.when({ kind: "leg.parked", node, leg: this.leg(leg), isAnswered });
  rings = (leg: string) => this.when({ kind: "leg.ringing", node, leg: this.leg(leg), hasEarlyMedia: false });
  answers = (leg: string) => this.when({ kind: "leg.answered", node, leg: this.leg(leg) });
  bridged = (leg: string, other: string) =>
    this.when({ kind: "leg.bridged", node, leg: this.leg(leg), other: this.leg(other) });
  unbridged = (leg: string, other: string) =>
    this.when({ kind: "leg.unbridged", node, leg: this.leg(leg), other: this.leg(other) });
  hangsUp = (leg: string, cause = "NORMAL_CLEARING", sipStatus?: number) =>
    this.when({ kind: "leg.hungUp", node, leg: this.leg(leg), cause, sipStatus, by: "party" });
  notCreated = (leg: string, cause: string) =>
    this.when({ kind: "leg.notCreated", node, leg: this.leg(leg), command: ids.commandId(id("0", 1)), cause });
  presses = (leg: string, digit: string) => this.when({ kind: "digit.pressed", node, leg: this.leg(leg), digit });
  played = (leg: string, command: string) =>
    this.when({ kind: "prompt.played", node, leg: this.leg(leg), command: this.command(command), isComplete: true });
  collected = (leg: string, command: string, digits: string | undefined, invalid?: string) =>
    this.when({ kind: "digits.collected", node, leg: this.leg(leg), command: this.command(command), digits, invalid });
  recorded = (leg: string, command: string, durationMs: number) =>
    this.when({ kind: "recording.stopped", node, leg: this.leg(leg), command: this.command(command), durationMs });
  failed(name: string, cause = "-ERR"): string {
    const command = this.command(name);
    const leg = this.#legs.get(command);
    if (leg === undefined) throw new Error(`${name} is no command for a switch`);
    return this.when({ kind: "command.failed", node, command, leg, cause });
  }
  linkLost = () => this.when({ kind: "switch.lost", node, cause: "cut" });
  /** The list of what lives: each leg with its differences from an answered, parked, inbound leg without marks. */
  resynced(legs: Readonly<Record<string, Partial<LegSnapshot>>>, incarnation = "first"): string {
    const snapshots = Object.entries(legs).map(([name, more]) => ({
      leg: this.leg(name),
      direction: name.startsWith("caller") ? ("inbound" as const) : ("outbound" as const),
      createdAt: startAt,
      isAnswered: true,
      bridgedTo: undefined,
      from: "34600111222",
      to: "900100",
      tags: {},
      ...more,
    }));
    return this.when({ kind: "switch.resynced", node, incarnation, legs: snapshots });
  }

  // What people do, and what often happens.
  presence = (name: string, ...is: ["ready" | "signedOut"] | ["notReady", string]) =>
    this.when({
      kind: "agent.presenceRequested",
      agent: this.agent(name),
      presence: is[0] === "notReady" ? { kind: is[0], reason: is[1] } : { kind: is[0] },
    });
  signsIn(name: string): string {
    this.when({ kind: "console.connected", agent: this.agent(name) });
    return this.presence(name, "ready");
  }
  /** A caller whom the claim answered and who waits in his queue, or whose agent rings. */
  waits(to = "900100"): string {
    this.arrives(to);
    return this.parked(`caller${this.#callers}`);
  }
  /** The agent's leg is picked up and joined with the caller's. */
  talks(caller: string, leg: string): string {
    this.parked(leg);
    return this.bridged(caller, leg);
  }
  holds = (name: string, call: string, isHeld: boolean) =>
    this.when({ kind: "call.holdRequested", agent: this.agent(name), interaction: this.call(call), isHeld });
  hangsUpBy = (name: string, call: string) =>
    this.when({ kind: "call.hangUpRequested", agent: this.agent(name), interaction: this.call(call) });
  transfers = (name: string, call: string, to: Extract<Input, { kind: "call.transferRequested" }>["to"]) =>
    this.when({ kind: "call.transferRequested", agent: this.agent(name), interaction: this.call(call), to });
  dials = (name: string, number: string) =>
    this.when({ kind: "call.dialRequested", agent: this.agent(name), number, contact: undefined });
}
