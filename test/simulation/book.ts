/** An independent book-keeper: recounts from facts alone what the core claims, and says where the sums do not add up. */

import type { Fact } from "#routing/facts.ts";
import { AgentHours } from "./agent-hours.ts";
import type { InteractionId } from "#routing/ids.ts";
import type { Instant } from "#routing/instant.ts";
import type { State } from "#routing/state.ts";

export class Book {
  readonly #open = new Map<string, Instant>();
  readonly #ended = new Map<string, number>();
  readonly #inQueue = new Map<string, Instant>();
  /** Whose visits go on while they are asked about a callback. */
  readonly #aside = new Set<string>();
  readonly #promised = new Map<string, string>();
  readonly callbacks = new Map<string, number>();
  booked = 0;

  readonly endReasons = new Map<string, number>();
  readonly outcomes = new Map<string, number>();
  /** By the rule's condition and target. */
  readonly overflows = new Map<string, number>();
  readonly ignored = new Map<string, number>();
  readonly #sentences: string[] = [];
  readonly #agentHours = new AgentHours();
  #next = 1;
  interactions = 0;
  offered = 0;
  waitMs = 0;

  isOpen(interaction: InteractionId): boolean {
    return this.#open.has(interaction);
  }

  enter(fact: Fact): void {
    if (fact.n !== this.#next) this.#sentences.push(`fact ${fact.n} came where ${this.#next} was due`);
    this.#next = fact.n + 1;
    this.#agentHours.enter(fact);
    switch (fact.kind) {
      case "interaction.arrived":
      case "work.arrived":
      case "interaction.adopted":
      case "interaction.dialled":
      case "callback.booked":
        if (fact.kind === "callback.booked") this.#book(fact.interaction, fact.number, fact.queue);
        if (this.#open.has(fact.interaction)) this.#sentences.push(`interaction ${fact.interaction} began twice`);
        this.#open.set(fact.interaction, fact.at);
        this.interactions += 1;
        return;
      case "interaction.ended": {
        const times = (this.#ended.get(fact.interaction) ?? 0) + 1;
        this.#ended.set(fact.interaction, times);
        if (times > 1) this.#sentences.push(`interaction ${fact.interaction} ended ${times} times`);
        if (!this.#open.delete(fact.interaction))
          this.#sentences.push(`interaction ${fact.interaction} ended unopened`);
        if (this.#inQueue.has(fact.interaction))
          this.#sentences.push(`interaction ${fact.interaction} ended in a queue`);
        if (this.#promised.has(fact.interaction))
          this.#sentences.push(`callback ${fact.interaction} is over and still promised`);
        add(this.endReasons, fact.reason);
        return;
      }
      case "interaction.queued":
        if (this.#aside.delete(fact.interaction)) return;
        if (this.#inQueue.has(fact.interaction)) this.#sentences.push(`interaction ${fact.interaction} queued twice`);
        this.#inQueue.set(fact.interaction, fact.at);
        this.offered += 1;
        return;
      case "queue.left": {
        const since = this.#inQueue.get(fact.interaction);
        if (since === undefined) this.#sentences.push(`interaction ${fact.interaction} left a queue it was not in`);
        else if (fact.at - since !== fact.waitMs)
          this.#sentences.push(`interaction ${fact.interaction} waited otherwise`);
        this.#inQueue.delete(fact.interaction);
        this.#aside.delete(fact.interaction);
        this.waitMs += fact.waitMs;
        add(this.outcomes, fact.outcome);
        return;
      }
      case "callback.asked":
        if (!this.#inQueue.has(fact.interaction))
          this.#sentences.push(`interaction ${fact.interaction} was asked outside of a queue`);
        this.#aside.add(fact.interaction);
        return;
      case "callback.ended":
        if (!this.#promised.delete(fact.interaction))
          this.#sentences.push(`callback ${fact.interaction} ended unpromised`);
        add(this.callbacks, fact.outcome);
        return;
      case "interaction.overflowed":
        add(this.overflows, `${fact.when} to ${fact.to.kind}`);
        return;
      case "input.ignored":
        add(this.ignored, `${fact.input}: ${fact.reason}`);
        return;
      default:
        return;
    }
  }

  #book(interaction: InteractionId, number: string, queue: string): void {
    const place = `${number} in ${queue}`;
    if ([...this.#promised.values()].includes(place)) this.#sentences.push(`number ${place} was promised twice`);
    this.#promised.set(interaction, place);
    this.booked += 1;
  }

  /**
   * Conservation: offered = answered + abandoned + flowed out + callback accepted + lost + waiting; booked = every outcome of
   * callbacks + promised; every beginning has one end.
   */
  imbalances(state: State): readonly string[] {
    let sum = [...this.outcomes.values()].reduce((a, b) => a + b, 0);
    let waiting = 0;
    for (const line of state.lines.values()) waiting += line.length;
    const sentences = [...this.#sentences, ...this.#agentHours.imbalances(state.now)];
    sum += this.#aside.size;
    const kept = [...this.callbacks.values()].reduce((a, b) => a + b, 0);
    if (kept + this.#promised.size !== this.booked)
      sentences.push(`booked ${this.booked} is not ${kept} + ${this.#promised.size} promised`);
    if (sum + waiting !== this.offered) sentences.push(`offered ${this.offered} is not ${sum} + ${waiting} waiting`);
    for (const id of this.#open.keys()) {
      if (!state.interactions.has(id as InteractionId)) sentences.push(`interaction ${id} is gone without an end`);
    }
    return sentences;
  }
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
