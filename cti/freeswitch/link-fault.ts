/** Why the link is down, in words for an admin: the last reason for whoever looks, each new one once for the log. */

/** Different reasons for one absence of the switch; more say nothing new. */
const toldMax = 10;

export class LinkFault {
  /** Undefined: the link is up. */
  words: string | undefined = "not connected yet";
  readonly #told = new Set<string>();
  readonly #tell: (reason: Error) => void;

  constructor(tell: (reason: Error) => void) {
    this.#tell = tell;
  }

  up(): void {
    this.words = undefined;
    this.#told.clear();
  }

  /** Comes for each attempt of each connection, mostly in the same words. */
  down(reason: Error): void {
    this.words = reason.message;
    if (this.#told.has(reason.message) || this.#told.size >= toldMax) return;
    this.#told.add(reason.message);
    this.#tell(reason);
  }
}
