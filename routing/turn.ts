/**
 * One step in the making: collects the facts it records (each folded into the state at once, so that the next line of a
 * decision sees it) and the commands it asks for, and notes what has to be matched at the end.
 */

import type { Command, FindContact, SwitchCommand } from "./commands.ts";
import { evolve } from "./evolve.ts";
import type { Fact, FactBody } from "./facts.ts";
import { madeId, type AgentId, type CommandId, type InteractionId, type LegId, type ReservationId } from "./ids.ts";
import type { Instant } from "./instant.ts";
import { uuidFor } from "./random.ts";
import type { RefusalCode } from "./refusals.ts";
import type { State } from "./state.ts";

type WithoutId<T> = T extends unknown ? Omit<T, "id"> : never;

/** In place: copying so many different shapes was a sixth of a step. */
function stamped(body: FactBody, n: number, at: Instant): Fact {
  const fact: FactBody & { n?: number; at?: Instant } = body;
  fact.n = n;
  fact.at = at;
  return fact as Fact; // both are there now
}

export class Turn {
  readonly facts: Fact[] = [];
  readonly commands: Command[] = [];
  /** Agents who may have become free, and interactions that may take one: matched when the step is over. Some are told twice. */
  readonly freed: AgentId[] = [];
  readonly unmatched: InteractionId[] = [];
  refusal: RefusalCode | undefined;
  readonly state: State;
  readonly at: Instant;
  readonly #firstFact: number;
  #made = 0;

  constructor(state: State, at: Instant) {
    this.state = state;
    this.at = at;
    this.#firstFact = state.lastFact;
  }

  /** `body` becomes the fact; it must be new. */
  record(body: FactBody): void {
    const fact = stamped(body, this.state.lastFact + 1, this.at);
    const phoneOf = body.kind === "leg.ended" ? this.state.legs.get(body.leg)?.agent : undefined;
    this.facts.push(fact);
    evolve(this.state, fact);
    if (phoneOf !== undefined) this.freed.push(phoneOf);
    this.#noteForMatching(body);
  }

  /** Asks the switch for something; the id tells its failure apart. */
  ask(command: WithoutId<SwitchCommand>, id: CommandId = this.newCommandId()): CommandId {
    const named: WithoutId<SwitchCommand> & { id?: CommandId } = command;
    named.id = id;
    this.commands.push(named as SwitchCommand); // the union minus `id`, plus `id`
    return id;
  }

  askContact(question: Omit<FindContact, "id" | "kind">, id: CommandId = this.newCommandId()): CommandId {
    this.commands.push({ kind: "contact.find", id, ...question });
    return id;
  }

  /** An input that makes no sense now: late, repeated, unknown. A fact with a reason, never an exception. */
  ignore(input: string, reason: string, interaction?: InteractionId): void {
    this.record({ kind: "input.ignored", input, reason, interaction });
  }

  refuse(code: RefusalCode): void {
    this.refusal = code;
  }

  newInteractionId(): InteractionId {
    return madeId(this.#uuid());
  }

  newLegId(): LegId {
    return madeId(this.#uuid());
  }

  newReservationId(): ReservationId {
    return madeId(this.#uuid());
  }

  newCommandId(): CommandId {
    return madeId(this.#uuid());
  }

  /** True when ids were handed out and no fact was recorded: the next step would hand out the same ones. */
  get wouldRepeatIds(): boolean {
    return this.#made > 0 && this.facts.length === 0;
  }

  #uuid(): string {
    this.#made += 1;
    return uuidFor(this.state.seed, this.at, this.#firstFact, this.#made);
  }

  #noteForMatching(fact: FactBody): void {
    switch (fact.kind) {
      case "interaction.queued":
      case "requirement.relaxed":
      case "particular.released":
        this.unmatched.push(fact.interaction);
        return;
      case "reservation.ended":
        this.unmatched.push(fact.interaction);
        if (this.state.floor.isOpenForWork) this.freed.push(fact.agent);
        return;
      case "interaction.dialled":
      case "callback.attempted":
      case "interaction.connected":
      case "interaction.disconnected":
      case "agent.wrapUpStarted":
        // Not free for a call, but there may be room on her desk.
        if (this.state.floor.isOpenForWork) this.freed.push(fact.agent);
        return;
      case "agent.presenceChanged":
      case "agent.released":
      case "agent.wrapUpEnded":
      case "agent.nextPresenceChosen":
      case "agent.backOffEnded":
        this.freed.push(fact.agent);
        return;
      case "switch.wentUp":
        for (const interaction of this.state.interactions.values()) {
          if (interaction.node === fact.node && interaction.stage.kind === "waiting")
            this.unmatched.push(interaction.id);
        }
        return;
      case "config.adopted":
        for (const id of this.state.floor.anyIdle()) this.freed.push(id);
        return;
      default:
        return;
    }
  }
}
