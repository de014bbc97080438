/**
 * Matches replies to commands. The switch answers the commands of one connection strictly in order, `api` and all
 * others alike, so this is one queue:
 *
 *   ask ─▶ unsent ──room in the socket──▶ awaiting ──its reply──▶ done
 *             └──timeout: forgotten           └──timeout: failed, but keeps its place until its reply has come
 */
import type { EslFrame } from "./frame.ts";
import { EslDisconnected, EslTimeout } from "./faults.ts";
import type { EslDownCode } from "./faults.ts";
import type { EslTimers } from "./timers.ts";

interface Asked {
  readonly bytes: Uint8Array;
  readonly settle: (frame: EslFrame) => void;
  readonly fail: (fault: Error) => void;
  readonly cancelTimer: () => void;
}

export class ReplyQueue {
  readonly #timers: EslTimers;
  /** Writes to the socket; false means: no more until `drained`. */
  readonly #write: (bytes: Uint8Array) => boolean;
  #unsent: Asked[] = [];
  #awaiting: Asked[] = [];
  #isBlocked = false;

  constructor(timers: EslTimers, write: (bytes: Uint8Array) => boolean) {
    this.#timers = timers;
    this.#write = write;
  }

  /** Commands without a reply so far, written or not; includes those that timed out and still hold a place. */
  get size(): number {
    return this.#unsent.length + this.#awaiting.length;
  }

  get isBlocked(): boolean {
    return this.#isBlocked;
  }

  /** Without a timeout the answer is awaited for as long as the connection lives. */
  ask(bytes: Uint8Array, timeoutMs: number | undefined): Promise<EslFrame> {
    return new Promise((settle, fail) => {
      const cancelTimer =
        timeoutMs === undefined
          ? () => undefined
          : this.#timers.after(timeoutMs, () => {
              fail(new EslTimeout("a command", timeoutMs, !this.#forgetUnsent(asked)));
            });
      const asked: Asked = { bytes, settle, fail, cancelTimer };
      this.#unsent.push(asked);
      this.#flush();
    });
  }

  /** True if the command was still unsent, and now never will be. */
  #forgetUnsent(asked: Asked): boolean {
    const at = this.#unsent.indexOf(asked);
    if (at !== -1) this.#unsent.splice(at, 1);
    return at !== -1;
  }

  /** The socket has room again. */
  drained(): void {
    this.#isBlocked = false;
    this.#flush();
  }

  /** Gives the frame to the oldest written command. False if nothing was asked: the order is lost. */
  reply(frame: EslFrame): boolean {
    const asked = this.#awaiting.shift();
    if (asked === undefined) return false;
    asked.cancelTimer();
    asked.settle(frame);
    return true;
  }

  failAll(code: EslDownCode, detail: string): void {
    const written = this.#awaiting;
    const unwritten = this.#unsent;
    this.#awaiting = [];
    this.#unsent = [];
    for (const asked of written) asked.fail(new EslDisconnected(code, detail, true));
    for (const asked of unwritten) asked.fail(new EslDisconnected(code, detail, false));
    for (const asked of [...written, ...unwritten]) asked.cancelTimer();
  }

  #flush(): void {
    while (!this.#isBlocked) {
      const next = this.#unsent.shift();
      if (next === undefined) return;
      this.#awaiting.push(next);
      this.#isBlocked = !this.#write(next.bytes);
    }
  }
}
