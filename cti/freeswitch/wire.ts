/** Puts built commands on the connections of one switch. Knows nothing of legs or calls. */

import { EslCommandRefused, EslDisconnected, EslForbiddenText, EslOverloaded, EslTimeout } from "../esl/faults.ts";
import { keepEslPool } from "../esl/pool.ts";
import type { EslPool, EslPoolReport } from "../esl/pool.ts";
import { defaultEslSettings } from "../esl/settings.ts";
import type { EslTimers } from "../esl/timers.ts";
import type { BuiltCommand } from "./build.ts";
import { refusalIn } from "./causes.ts";
import { subscription } from "./observe.ts";
import type { FreeswitchOptions } from "./options.ts";

/** What the owner of a wire hears. */
export interface WireListener {
  readonly timers: EslTimers;
  readonly take: (report: EslPoolReport) => void;
  /** The outcome of a background job did not come within its time; the link still stands. */
  readonly jobOverdue: (jobUuid: string, key: string) => void;
  readonly fault: (fault: Error) => void;
}

/** Starts to connect at once and goes on until disposed of. */
export function openWire(options: FreeswitchOptions, listener: WireListener): Wire {
  const { host, port, password, wakeEveryMs, commandConnections, random } = options;
  const pool = keepEslPool({
    host,
    port,
    password,
    user: undefined,
    events: subscription,
    settings: { ...defaultEslSettings, wakeEveryMs },
    timers: listener.timers,
    random: random ?? Math.random,
    commandConnections,
    listener: listener.take,
    onFault: listener.fault,
  });
  return new Wire(pool, listener);
}

export class Wire implements AsyncDisposable {
  readonly #pool: EslPool;
  readonly #listener: WireListener;

  constructor(pool: EslPool, listener: WireListener) {
    this.#pool = pool;
    this.#listener = listener;
  }

  /** Commands with the same key are carried out in order. Resolves with the reply; rejects as EslCommands do. */
  async send(key: string, command: BuiltCommand): Promise<string> {
    const link = this.#pool.command(key);
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
      if (!(error instanceof EslDisconnected)) this.#listener.fault(asError(error));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool.close();
  }

  /** A job's outcome is read from the event connection, in order with the legs' events; here only whether it ever came. */
  async #watch(
    outcome: Promise<{ readonly kind: "done" } | { readonly kind: "lost"; readonly fault: Error }>,
    job: string,
    key: string,
  ): Promise<void> {
    const ended = await outcome;
    if (ended.kind === "lost" && ended.fault instanceof EslTimeout) this.#listener.jobOverdue(job, key);
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
