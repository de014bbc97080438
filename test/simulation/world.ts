/**
 * The real core on the simulated switch, in virtual time: callers come, agents work like people, links and switches fail,
 * all from one seed. After every step the invariants; at the end the books must balance.
 */

import { createHash, type Hash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { Gateway } from "#cti/simulated/parties.ts";
import { simulatedPort, type SimulatedPort } from "#cti/simulated/port.ts";
import { createAgenda } from "#cti/simulated/agenda.ts";
import { noFaults } from "#cti/simulated/link.ts";
import { createSimulatedSwitch, type SimulatedSwitch } from "#cti/simulated/switch.ts";
import type { Random } from "#cti/simulated/random.ts";
import { WRAP_UP_MODES } from "#routing/agent/wrap-up-policy.ts";
import type { Command } from "#routing/commands.ts";
import type { RoutingConfig } from "#routing/config.ts";
import { emptyState, evolve } from "#routing/evolve.ts";
import type { Fact } from "#routing/facts.ts";
import type { AgentId, InteractionId } from "#routing/ids.ts";
import type { Input } from "#routing/inputs.ts";
import { NEVER, type Instant } from "#routing/instant.ts";
import { breaches } from "#routing/invariants.ts";
import type { State } from "#routing/state.ts";
import { step } from "#routing/step.ts";
import { Book } from "./book.ts";
import { comparable } from "./comparable.ts";
import { planWork } from "./desk-work.ts";
import { planEmergencies } from "./emergencies.ts";
import type { FaultKind } from "./faults.ts";
import { bookRequest, callbackChange, callerScript, carriers, customerOf, phoneOf } from "./people.ts";
import { node } from "./site.ts";
import { unfairService } from "./unfair-service.ts";
import { arrivals, type Workload } from "./workload.ts";

export interface WorldOptions {
  readonly seed: string;
  readonly config: RoutingConfig;
  readonly hours: number;
  readonly callsPerHour: number;
  /** How the calls are spread over the time; steady unless told otherwise. */
  readonly workload?: Workload | undefined;
  readonly faults: readonly FaultKind[];
  /** Invariants are checked after every so-many-th step; 1 in tests. */
  readonly checkEvery: number;
  readonly onFact?: ((fact: Fact) => void) | undefined;
}

export interface WorldReport {
  readonly facts: number;
  readonly steps: number;
  readonly calls: number;
  readonly book: Book;
  /** SHA-256 over all facts: the same seed gives the same bytes. */
  readonly digest: string;
  /** Sentences about what went wrong; empty is good. */
  readonly breaches: readonly string[];
  readonly state: State;
}

const startAt: Instant = 1_795_293_000_000;
/** After the last caller, so long is waited (callbacks are promised for hours ahead) for everything to come to its end. */
const DRAIN_MS = 8 * 3_600_000;
const AUDIT_EVERY_MS = 30_000;
const BREACHES_MAX = 20;

class World {
  state = emptyState();
  readonly book = new Book();
  readonly breaches: string[] = [];
  readonly #sim: SimulatedSwitch;
  readonly #port: SimulatedPort;
  readonly #people: Random;
  readonly #plans = createAgenda(startAt, () => {});
  readonly #hash: Hash = createHash("sha256");
  readonly #options: WorldOptions;
  #wakeAt: Instant = NEVER;
  #now: Instant = startAt;
  /** All facts, kept only if the process is going to die. */
  readonly #journal: Fact[] = [];
  #isDead = false;
  /** At how many audits in a row an interaction heard what it should not. */
  #silent: ReadonlyMap<string, number> = new Map();
  #lives = 1;
  #reactAtDesk: (fact: Fact) => void = () => {};
  steps = 0;
  calls = 0;

  constructor(options: WorldOptions) {
    this.#options = options;
    this.#sim = createSimulatedSwitch({ node, seed: options.seed, startAt, checkEvery: options.checkEvery });
    this.#port = simulatedPort(this.#sim);
    this.#people = this.#sim.fork("people");
  }

  run(): void {
    const { config, hours, seed } = this.#options;
    const endAt = startAt + hours * 3_600_000;
    this.feed({ kind: "engine.started", epoch: 1, seed });
    this.feed({ kind: "config.replaced", config });
    this.#openSite(config);
    this.#port.start((seen) => this.feed(seen));
    this.#planCallers(endAt);
    this.#planFaults(endAt);
    const course = {
      now: () => this.#now,
      plan: (afterMs: number, act: () => void) => this.#plan(afterMs, act),
      feed: (input: Input) => this.feed(input),
    };
    planEmergencies(config, this.#sim.fork("boss"), endAt, course);
    this.#reactAtDesk = planWork(config, this.#sim.fork("desk"), endAt, course);
    this.#planAudits(endAt + DRAIN_MS);
    this.#liveUntil(endAt);
    this.#port.setFaults(noFaults);
    this.#liveUntil(endAt + DRAIN_MS, () => this.#isQuiet());
    this.#closeBooks();
  }

  digest(): string {
    return this.#hash.digest("hex");
  }

  /** One input through the core; its commands go out at once. */
  feed(input: Input): void {
    if (this.#isDead) {
      // People try again; what the switch shows is lost.
      if (input.kind.endsWith("Requested")) this.#plan(1_000, () => this.feed(input));
      return;
    }
    const result = step(this.state, { ...input, at: this.#now });
    this.steps += 1;
    this.#wakeAt = result.wakeAt;
    if (this.#options.faults.includes("service")) this.#journal.push(...result.facts);
    for (const fact of result.facts) {
      this.#hash.update(JSON.stringify(fact));
      this.book.enter(fact);
      this.#options.onFact?.(fact);
      this.#react(fact);
    }
    if (this.steps % this.#options.checkEvery === 0) {
      const sentences = [...breaches(this.state), ...unfairService(this.state, result.facts)];
      for (const breach of sentences) this.#complain(`after step ${this.steps} (${input.kind}): ${breach}`);
    }
    for (const command of result.commands) this.#execute(command);
  }

  #execute(command: Command): void {
    if (command.kind === "callback.check") return this.#answerCheck(command);
    if (command.kind === "promise.keep") {
      const { id, interaction } = command;
      return this.#plan(this.#people.between([1, 20]), () =>
        this.feed({ kind: "promise.kept", command: id, interaction }),
      );
    }
    if (command.kind !== "contact.find") return this.#port.execute(command);
    this.#plan(this.#people.between([1, 20]), () =>
      this.feed({
        kind: "contact.found",
        command: command.id,
        interaction: command.interaction,
        match: command.number === undefined ? "withheld" : "none",
        contact: undefined,
        values: {},
      }),
    );
  }

  /** Mostly yes and at once; sometimes no, sometimes nobody can say, sometimes nothing comes back at all. */
  #answerCheck({ id, interaction }: Extract<Command, { kind: "callback.check" }>): void {
    const luck = this.#people.fraction();
    if (luck < 0.02) return;
    const mayCall = luck < 0.05 ? false : luck < 0.08 ? undefined : true;
    this.#plan(this.#people.between([1, 200]), () =>
      this.feed({ kind: "callback.checked", command: id, interaction, mayCall, timeZone: "Europe/Madrid" }),
    );
  }

  #complain(breach: string): void {
    if (this.breaches.length < BREACHES_MAX) this.breaches.push(breach);
  }

  #plan(inMs: number, act: () => void): void {
    // The agenda's own clock stands at what was last due; ours may be ahead of it.
    this.#plans.after(this.#now - this.#plans.now() + Math.max(0, Math.round(inMs)), act);
  }

  #liveUntil(endAt: Instant, isOver: () => boolean = () => false): void {
    while (!isOver()) {
      const next = Math.min(this.#sim.nextEventAt(), this.#wakeAt, this.#plans.nextAt());
      if (next > endAt) break;
      this.#now = Math.max(this.#now, next);
      this.#sim.advance(this.#now);
      if (this.#wakeAt <= this.#now) this.feed({ kind: "time.passed" });
      this.#plans.advance(this.#now);
    }
    this.#now = Math.max(this.#now, Math.min(endAt, this.#now));
  }

  #isQuiet(): boolean {
    return this.state.interactions.size === 0 && this.#sim.legs().length === 0;
  }

  /** Phones and carriers, then people: everybody signs in within the first minute. */
  #openSite(config: RoutingConfig): void {
    for (const { id, sipUser } of config.agents) {
      this.#setPhone(sipUser);
      this.#plan(this.#people.between([0, 60_000]), () => this.#signIn(id));
    }
    this.#setGateways({});
  }

  #setGateways(numbers: Gateway["numbers"]): void {
    for (const [name, gateway] of Object.entries(carriers(numbers))) this.#sim.setGateway(name, gateway);
  }

  /** How the agent's phone takes the next call. */
  #setPhone(sipUser: string): void {
    this.#sim.setPhone(sipUser, phoneOf(this.#people, this.#options.config.followsRedirects));
  }

  #changeCallback(interaction: InteractionId): void {
    this.feed(callbackChange(this.#people, interaction, this.#options.config.agents, this.#now));
  }

  #signIn(id: AgentId): void {
    this.feed({ kind: "console.connected", agent: id });
    this.feed({ kind: "agent.presenceRequested", agent: id, presence: { kind: "ready" } });
  }

  #planCallers(endAt: Instant): void {
    const { callsPerHour, workload = "steady" } = this.#options;
    const gap = arrivals(workload, callsPerHour, endAt - startAt, this.#people);
    const next = (): void => {
      if (this.#now >= endAt) return;
      this.#newCaller();
      this.#plan(gap(this.#now - startAt), next);
    };
    this.#plan(gap(0), next);
  }

  #newCaller(): void {
    const people = this.#people;
    this.calls += 1;
    const leg = this.#sim.newCaller(callerScript(people));
    // At any moment of the call, also before he is claimed and after he is gone.
    if (this.#options.config.followsRedirects && people.chance(0.25)) {
      this.#plan(people.between([50, 120_000]), () => this.#sim.replace(leg, callerScript(people)));
    }
  }

  /** What a person does about what just happened to her. */
  #react(fact: Fact): void {
    this.#reactAtDesk(fact);
    const people = this.#people;
    switch (fact.kind) {
      case "interaction.queued": {
        const leg = this.state.interactions.get(fact.interaction)?.customerLeg;
        if (leg === undefined || !people.chance(0.4)) return;
        return this.#plan(people.between([500, 40_000]), () => this.#sim.press(leg, "1"));
      }
      case "callback.attempted":
        return this.#setGateways({ [fact.number]: customerOf(people) });
      case "callback.booked":
        if (people.chance(0.1)) {
          this.#plan(people.between([1_000, 600_000]), () => this.#changeCallback(fact.interaction));
        }
        return;
      case "reservation.made": {
        const config = this.#options.config.agents.find((each) => each.id === fact.agent);
        if (config !== undefined) this.#setPhone(config.sipUser);
        return;
      }
      case "interaction.connected":
        this.#plan(people.between([2_000, 240_000]), () => this.#duringTalk(fact.agent, fact.interaction));
        // Nobody talks for ever, even when the other side waits for her to hang up.
        this.#plan(people.between([250_000, 400_000]), () =>
          this.feed({ kind: "call.hangUpRequested", agent: fact.agent, interaction: fact.interaction }),
        );
        return;
      case "agent.backedOff":
        if (people.chance(0.2)) this.#plan(people.between([100, 10_000]), () => this.#signIn(fact.agent));
        return;
      case "agent.wrapUpStarted":
        // Some try to get away without an outcome, or go away for so long that it is ended for them.
        if (people.chance(0.2)) {
          const { agent, interaction } = fact;
          this.#plan(500, () => this.feed({ kind: "wrapUp.endRequested", agent, interaction }));
          this.#plan(700, () => this.feed({ kind: "wrapUp.extendRequested", agent, interaction }));
        }
        const isGone = people.chance(0.03);
        if (isGone) this.#plan(0, () => this.feed({ kind: "console.disconnected", agent: fact.agent }));
        this.#plan(people.between([1_000, isGone ? 2_400_000 : 40_000]), () => {
          if (isGone) this.feed({ kind: "console.connected", agent: fact.agent });
          this.feed({
            kind: "disposition.setRequested",
            agent: fact.agent,
            interaction: fact.interaction,
            disposition: "done",
            note: "",
          });
          this.feed({ kind: "wrapUp.endRequested", agent: fact.agent, interaction: fact.interaction });
        });
        return;
      case "agent.presenceChanged":
        if (fact.presence.kind === "ready") {
          this.#plan(people.gapMs(2 * 3_600_000), () =>
            this.feed({
              kind: "agent.presenceRequested",
              agent: fact.agent,
              presence: people.chance(0.1) ? { kind: "signedOut" } : { kind: "notReady", reason: "break" },
            }),
          );
        } else {
          this.#plan(people.between([5_000, 120_000]), () => this.#signIn(fact.agent));
        }
        return;
      default:
        return;
    }
  }

  #duringTalk(agent: AgentId, interaction: Parameters<typeof this.book.isOpen>[0]): void {
    const people = this.#people;
    const luck = people.fraction();
    if (luck < 0.2) {
      this.feed({ kind: "call.holdRequested", agent, interaction, isHeld: true });
      this.#plan(people.between([500, 30_000]), () =>
        this.feed({ kind: "call.holdRequested", agent, interaction, isHeld: false }),
      );
    } else if (luck < 0.25) {
      this.feed({ kind: "call.muteRequested", agent, interaction, isMuted: true });
    } else if (luck < 0.3) {
      this.feed({ kind: "call.digitsRequested", agent, interaction, digits: "12#" });
    } else if (luck < 0.4) {
      this.feed({
        kind: "call.transferRequested",
        agent,
        interaction,
        to: { kind: "queue", queue: people.pick(this.#options.config.queues).id },
      });
    } else if (luck < 0.45) {
      const to = people.pick(this.#options.config.agents).id;
      this.feed({ kind: "call.transferRequested", agent, interaction, to: { kind: "agent", agent: to } });
    } else if (luck < 0.5) {
      const number = people.pick(["34911", "34600111222", "52999", "99123"]);
      this.feed({ kind: "call.transferRequested", agent, interaction, to: { kind: "number", number } });
    } else if (luck < 0.6) {
      this.feed({ kind: "call.hangUpRequested", agent, interaction });
    } else if (luck < 0.65) {
      this.feed({ kind: "console.disconnected", agent });
      this.#plan(people.between([1_000, 60_000]), () => this.feed({ kind: "console.connected", agent }));
    } else if (luck < 0.7) {
      this.feed({ kind: "agent.presenceRequested", agent, presence: { kind: "notReady", reason: "lunch" } });
    }
    if (people.chance(0.6)) {
      const isWanted = people.chance(0.8);
      this.feed({ kind: "wrapUp.requested", agent, interaction, isWanted });
    }
    if (people.chance(0.2))
      this.feed(bookRequest(people, agent, people.pick(this.#options.config.queues).id, this.#now));
    const dialler = people.pick(this.#options.config.agents).id;
    if (people.chance(0.3)) {
      this.feed({
        kind: "call.dialRequested",
        agent: dialler,
        number: people.pick(["34911", "+34 600 111 222", "52999", "99123", "abc"]),
        contact: undefined,
      });
    }
  }

  #planFaults(endAt: Instant): void {
    const { faults } = this.#options;
    const rate = (kind: FaultKind, value: number): number => (faults.includes(kind) ? value : 0);
    this.#port.setFaults({
      lateRate: rate("late", 0.05),
      lateMs: [20, 2_000],
      lostRate: rate("lost", 0.005),
      duplicatedRate: rate("duplicated", 0.03),
      reorderedRate: rate("reordered", 0.05),
    });
    const sudden = faults.filter((kind) => ["cut", "halfOpen", "hang", "restart", "service", "config"].includes(kind));
    if (sudden.length === 0) return;
    const next = (): void => {
      if (this.#now >= endAt) return;
      this.#strike(this.#people.pick(sudden));
      this.#plan(this.#people.gapMs(900_000), next);
    };
    this.#plan(this.#people.gapMs(900_000), next);
  }

  #strike(kind: FaultKind): void {
    if (!this.#port.health().isUp) return;
    const forMs = this.#people.between([500, 30_000]);
    if (kind === "config") this.#reconfigure(forMs);
    else if (kind === "service") this.#die(forMs);
    else if (kind === "cut") this.#port.dropLink(forMs);
    else if (kind === "halfOpen") this.#port.halfOpen(forMs);
    else if (kind === "hang") this.#port.hang(forMs);
    else this.#sim.restart({ isGraceful: this.#people.chance(0.5), downMs: forMs });
  }

  /** Somebody changes the configuration in the middle of everything, and changes it back later. */
  #reconfigure(forMs: number): void {
    const { config } = this.#options;
    const people = this.#people;
    const gone = people.pick(config.agents).id;
    const closed = people.pick(config.queues).id;
    const isClosing = people.chance(0.5);
    this.feed({
      kind: "config.replaced",
      config: {
        ...config,
        version: config.version + 1,
        agents: config.agents.filter((each) => each.id !== gone).map((each) => ({ ...each, wrapUpMs: 1_000 })),
        queues: config.queues
          .filter((each) => !isClosing || each.id !== closed)
          .map((each) => ({ ...each, wrapUp: { ...each.wrapUp, mode: people.pick(WRAP_UP_MODES) } })),
        trunks: people.chance(0.5) ? config.trunks : config.trunks.slice(1),
      },
    });
    this.#plan(10 * forMs, () => this.feed({ kind: "config.replaced", config }));
  }

  /** The process dies; what it knew must be what its facts say. Another one begins from those. */
  #die(forMs: number): void {
    this.#port.dropLink(forMs + 100);
    this.#isDead = true;
    this.#wakeAt = NEVER;
    this.#plan(forMs, () => {
      const replayed = emptyState();
      for (const fact of this.#journal) evolve(replayed, fact);
      if (!isDeepStrictEqual(comparable(replayed), comparable(this.state)))
        this.#complain(`after step ${this.steps} the facts tell another state than the living one`);
      this.state = replayed;
      this.#isDead = false;
      this.#lives += 1;
      this.feed({ kind: "engine.started", epoch: this.#lives, seed: `${this.#options.seed}/${this.#lives}` });
      this.feed({ kind: "config.replaced", config: this.#options.config });
      for (const agent of this.state.agents.values()) {
        if (!agent.isConsoleConnected) continue;
        this.feed({ kind: "console.disconnected", agent: agent.id });
        this.#plan(this.#people.between([500, 20_000]), () =>
          this.feed({ kind: "console.connected", agent: agent.id }),
        );
      }
    });
  }

  #planAudits(endAt: Instant): void {
    const next = (): void => {
      if (this.#now >= endAt) return;
      this.#listen();
      if (this.#port.health().isUp) this.#port.resync();
      this.#plan(AUDIT_EVERY_MS, next);
    };
    this.#plan(AUDIT_EVERY_MS, next);
  }

  /** Nobody waits in silence, or hears nobody in a conversation, from one audit to the next and the next. */
  #listen(): void {
    const isQuestionable = this.#port.health().isUp && !this.#isDead;
    const silent = new Map<string, number>();
    for (const { id, stage, customerLeg } of this.state.interactions.values()) {
      if (!isQuestionable || customerLeg === undefined) continue;
      const isTalk = stage.kind === "talking" && !stage.isHeld && !stage.isMuted;
      const isWait = stage.kind === "waiting" || (stage.kind === "talking" && stage.isHeld);
      const hears = this.#sim.hears(customerLeg);
      const isRight = isTalk ? hears === "party" : !isWait || hears === "music" || hears === "prompt";
      if (isRight) continue;
      const times = (this.#silent.get(id) ?? 0) + 1;
      silent.set(id, times);
      if (times === 4) this.#complain(`interaction ${id} is ${stage.kind} and hears ${hears} for 90 seconds`);
    }
    this.#silent = silent;
  }

  #closeBooks(): void {
    for (const { id, stage } of this.state.interactions.values()) {
      this.#complain(`interaction ${id} never came to an end (${stage.kind}, ${JSON.stringify(stage).slice(0, 200)})`);
    }
    for (const leg of this.#sim.legs()) this.#complain(`leg ${leg.uuid} is a ghost on the switch`);
    for (const sentence of this.book.imbalances(this.state)) this.#complain(sentence);
  }
}

/** Runs one world to its end. */
export function runWorld(options: WorldOptions): WorldReport {
  const world = new World(options);
  world.run();
  return {
    facts: world.state.lastFact,
    steps: world.steps,
    calls: world.calls,
    book: world.book,
    digest: world.digest(),
    breaches: world.breaches,
    state: world.state,
  };
}
