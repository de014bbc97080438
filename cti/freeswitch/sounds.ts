/**
 * What we let play on legs: which playbacks were prompts (their end is reported), where music runs (its end is not, and
 * a second music must wait for the first to end, or the switch stacks them until it hangs up), where digits are secret.
 */

import type { CommandId, LegId } from "#routing/ids.ts";
import type { EslTimers } from "../esl/timers.ts";
import { MUSIC_BEGINS_MS } from "../music-begins.ts";

interface Music {
  readonly command: CommandId;
  /** When it was sent, on the clock of the timers. */
  readonly sentAt: number;
  /** The music that follows when this one has ended. */
  next: { readonly command: CommandId; readonly start: () => void } | undefined;
}

export class Sounds {
  readonly #prompts = new Map<CommandId, LegId>();
  readonly #music = new Map<LegId, Music>();
  readonly #secret = new Map<LegId, CommandId>();
  readonly #timers: EslTimers;

  constructor(timers: EslTimers) {
    this.#timers = timers;
  }

  promptAsked(command: CommandId, leg: LegId): void {
    this.#prompts.set(command, leg);
  }

  /** True once: the playback that ended was a prompt, and somebody waits for it. */
  takePrompt(command: CommandId): boolean {
    return this.#prompts.delete(command);
  }

  /**
   * Asks for music. `start` runs now if no music of ours is on that leg, else when that has ended, which `breakOff` is to
   * bring about.
   */
  musicAsked(leg: LegId, command: CommandId, start: () => void, breakOff: () => void): void {
    const playing = this.#music.get(leg);
    if (playing === undefined) {
      this.#music.set(leg, { command, sentAt: this.#timers.nowMs(), next: undefined });
      start();
      return;
    }
    const isBreaking = playing.next !== undefined;
    playing.next = { command, start };
    if (!isBreaking) breakOff();
  }

  /** A playback ended; music that waited for it starts. */
  playbackEnded(leg: LegId, command: CommandId): void {
    const playing = this.#music.get(leg);
    if (playing?.command !== command) return;
    this.#music.delete(leg);
    if (playing.next === undefined) return;
    this.#music.set(leg, { command: playing.next.command, sentAt: this.#timers.nowMs(), next: undefined });
    playing.next.start();
  }

  /**
   * Runs `bridge` once no music is on its way to these legs: it would begin over the conversation, and never end. What waits
   * for other music to end is not wanted any more.
   */
  bridgeAsked(legs: readonly LegId[], bridge: () => void): void {
    let waitMs = 0;
    for (const leg of legs) {
      const playing = this.#music.get(leg);
      if (playing === undefined) continue;
      playing.next = undefined;
      waitMs = Math.max(waitMs, playing.sentAt + MUSIC_BEGINS_MS - this.#timers.nowMs());
    }
    if (waitMs <= 0) bridge();
    else this.#timers.after(waitMs, bridge);
  }

  /** The switch did not carry that command out, whatever it was: nothing plays and nothing is secret for it. */
  failed(leg: LegId, command: CommandId): void {
    if (this.#music.get(leg)?.command === command) this.#music.delete(leg);
    if (this.#secret.get(leg) === command) this.#secret.delete(leg);
    this.#prompts.delete(command);
  }

  secretAsked(leg: LegId, command: CommandId): void {
    this.#secret.set(leg, command);
  }

  /** Keys pressed on that leg are not to be shown. */
  isSecret(leg: LegId): boolean {
    return this.#secret.has(leg);
  }

  /** The collection ended; true if it was a secret one, whose digits have to be taken off the leg. */
  takeSecret(leg: LegId, command: CommandId): boolean {
    return this.#secret.get(leg) === command && this.#secret.delete(leg);
  }

  legEnded(leg: LegId): void {
    this.#music.delete(leg);
    this.#secret.delete(leg);
    for (const [command, on] of this.#prompts) if (on === leg) this.#prompts.delete(command);
  }

  /** The legs that are gone without our having heard of their end. */
  keepOnly(living: ReadonlySet<LegId>): void {
    for (const leg of [...this.#prompts.values(), ...this.#music.keys(), ...this.#secret.keys()]) {
      if (!living.has(leg)) this.legEnded(leg);
    }
  }
}
