/**
 * Originates whose outcome is not known yet, and the one question about them: did a leg come of it?
 *
 * The job's `-ERR` and the leg's own events come in either order, and a job may report an error for a leg that lives.
 * So a leg that was once created ends only by its own hang-up, and an error counts only if no leg shows up for a moment.
 */

import { commandId, isUuid } from "#routing/ids.ts";
import type { CommandId, LegId } from "#routing/ids.ts";

import { textOf } from "../esl/events.ts";
import type { EslEvent } from "../esl/events.ts";
import type { EslTimers } from "../esl/timers.ts";
import { causesWithoutLeg, refusalIn } from "./causes.ts";

interface Pending {
  readonly command: CommandId;
  readonly leg: LegId;
  readonly key: string;
  isCreated: boolean;
  /** What has to wait until there is a leg: a hang-up that came too early. */
  whenCreated: () => void;
  cancelGrace: () => void;
}

/** How long a leg may stay behind its job's error. Events wait at most some 20 ms for each other; this is ample. */
export const graceMs = 250;

const nothing = (): void => undefined;

export class Originates {
  readonly #timers: EslTimers;
  readonly #notCreated: (leg: LegId, command: CommandId, cause: string) => void;
  readonly #pending = new Map<CommandId, Pending>();

  constructor(timers: EslTimers, notCreated: (leg: LegId, command: CommandId, cause: string) => void) {
    this.#timers = timers;
    this.#notCreated = notCreated;
  }

  /** `key`: the interaction whose commands have to stay in order. Before the command is sent. */
  expect(command: CommandId, leg: LegId, key: string): void {
    this.#pending.set(command, { command, leg, key, isCreated: false, whenCreated: nothing, cancelGrace: nothing });
  }

  /** The leg that may still come of it; undefined: there is one, or none will come. */
  awaitedLeg(command: CommandId): LegId | undefined {
    const pending = this.#pending.get(command);
    return pending?.isCreated === false ? pending.leg : undefined;
  }

  keyOf(leg: LegId): string | undefined {
    return this.#awaited(leg)?.key;
  }

  /** Has `run` wait for a leg that is not there yet; false if none is awaited. The last one counts. */
  whenCreated(leg: LegId, run: () => void): boolean {
    const pending = this.#awaited(leg);
    if (pending === undefined) return false;
    pending.whenCreated = run;
    return true;
  }

  /** The leg is there; the answer is what waited for it. */
  created(leg: LegId): () => void {
    const pending = this.#awaited(leg);
    if (pending === undefined) return nothing;
    pending.isCreated = true;
    pending.cancelGrace();
    return pending.whenCreated;
  }

  /** A background job ended, perhaps one of ours. */
  takeJob({ values }: EslEvent): void {
    const job = textOf(values, "Job-UUID");
    if (job !== undefined && isUuid(job)) this.jobEnded(commandId(job), refusalIn(textOf(values, "_body") ?? ""));
  }

  /** The job ended; `refusal` is undefined for `+OK`. */
  jobEnded(command: CommandId, refusal: string | undefined): void {
    const pending = this.#pending.get(command);
    if (pending === undefined) return;
    if (refusal === undefined || pending.isCreated) {
      this.#forget(pending);
    } else if (causesWithoutLeg.has(refusal)) {
      this.failed(command, refusal);
    } else {
      pending.cancelGrace();
      pending.cancelGrace = this.#timers.after(graceMs, () => {
        this.failed(command, refusal);
      });
    }
  }

  /** No leg comes of it. Nothing happens if one did. */
  failed(command: CommandId, cause: string): void {
    const pending = this.#pending.get(command);
    if (pending === undefined) return;
    this.#forget(pending);
    if (!pending.isCreated) this.#notCreated(pending.leg, command, cause);
  }

  /** The leg ended; its job says nothing new. */
  ended(leg: LegId): void {
    for (const pending of this.#pending.values()) if (pending.leg === leg && pending.isCreated) this.#forget(pending);
  }

  /** After a fresh look at the switch: what was asked for before the link broke and is not there was never made. */
  settle(living: ReadonlySet<LegId>, cause: string): void {
    for (const pending of this.#pending.values()) {
      if (living.has(pending.leg)) this.#forget(pending);
      else this.failed(pending.command, cause);
    }
  }

  close(): void {
    for (const pending of this.#pending.values()) this.#forget(pending);
  }

  #awaited(leg: LegId): Pending | undefined {
    for (const pending of this.#pending.values()) if (pending.leg === leg && !pending.isCreated) return pending;
    return undefined;
  }

  #forget(pending: Pending): void {
    pending.cancelGrace();
    this.#pending.delete(pending.command);
  }
}
