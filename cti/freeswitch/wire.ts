/** Puts built commands on the connections of one switch. Knows nothing of legs or calls. */

import type { EslPool } from "../esl/pool.ts";
import { EslCommandRefused, EslDisconnected, EslForbiddenText, EslOverloaded, EslTimeout } from "../esl/faults.ts";
import type { BuiltCommand } from "./build.ts";
import { refusalIn } from "./causes.ts";

export interface WireOptions {
  readonly pool: EslPool;
  /** The outcome of a background job did not come within its time; the link still stands. */
  readonly onJobOverdue: (jobUuid: string, key: string) => void;
  readonly onFault: (fault: Error) => void;
}

export class Wire implements AsyncDisposable {
  readonly #options: WireOptions;

  constructor(options: WireOptions) {
    this.#options = options;
  }

  /** Commands with the same key are carried out in order. Resolves with the reply; rejects as EslCommands do. */
  async send(key: string, command: BuiltCommand): Promise<string> {
    const link = this.#options.pool.command(key);
    switch (command.kind) {
      case "api":
        return await link.api(command.text);
      case "bgapi": {
        const job = await link.bgapi(command.text, command.jobUuid);
        void this.#watch(job.outcome, command.jobUuid, key);
        return job.reply;
      }
      case "sendmsg":
        return await link.sendmsg(command.uuid, command.headers);
    }
  }

  /** A question or an order of the adapter's own, which no command of the core waits for. */
  async aside(key: string, command: BuiltCommand, take: (answer: string) => void): Promise<void> {
    try {
      take(await this.send(key, command));
    } catch (error) {
      // The link is gone as well: the survey after it settles everything.
      if (!(error instanceof EslDisconnected)) this.#options.onFault(asError(error));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#options.pool.close();
  }

  /** A job's outcome is read from the event connection, in order with the legs' events; here only whether it ever came. */
  async #watch(
    outcome: Promise<{ readonly kind: "done" } | { readonly kind: "lost"; readonly fault: Error }>,
    job: string,
    key: string,
  ): Promise<void> {
    const ended = await outcome;
    if (ended.kind === "lost" && ended.fault instanceof EslTimeout) this.#options.onJobOverdue(job, key);
  }
}

export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** The word for what kept a command from being sent or answered. Throws what is none of these: a bug. */
export function faultWord(error: unknown): string {
  if (error instanceof EslTimeout) return "TIMEOUT";
  if (error instanceof EslDisconnected) return "LINK_DOWN";
  if (error instanceof EslOverloaded) return "OVERLOADED";
  if (error instanceof EslForbiddenText) return "UNSAFE_TEXT";
  if (error instanceof EslCommandRefused) return refusalIn(error.reply) ?? error.reply;
  throw error;
}
