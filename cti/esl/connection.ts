/**
 * One TCP connection to the event socket, from password to end. It never reconnects (link.ts does) and never sends a
 * command twice.
 *
 *   connecting ──auth/request──▶ authenticating ──accepted, subscribed──▶ up ──any end──▶ down
 *        └───────────────────────────────┴──refused, timeout, closed──▶ down
 *
 * The reading side is never paused: FreeSWITCH blocks all its clients when one of them does not read. What a frame
 * causes here is synchronous and bounded.
 */
import { connect } from "node:net";
import type { Socket } from "node:net";
import {
  apiCommand,
  authCommand,
  bgapiCommand,
  eventCommand,
  sendEventCommand,
  sendmsgCommand,
  userAuthCommand,
} from "./commands.ts";
import type { EslCommands, EslJob } from "./commands.ts";
import { encodeCommand } from "./encode.ts";
import { decodeEvent, eventName, peekHeader, textOf } from "./events.ts";
import { EslCommandRefused, EslDisconnected, EslOverloaded, EslRefused } from "./faults.ts";
import type { EslDownCode } from "./faults.ts";
import { contentTypeOf, headerOf } from "./frame.ts";
import type { EslClientCommand, EslFrame, EslHeader } from "./frame.ts";
import { JobWaiters } from "./jobs.ts";
import { watchConnection } from "./liveness.ts";
import { FrameReader } from "./parse.ts";
import { ReplyQueue } from "./reply-queue.ts";
import type { EslSettings } from "./settings.ts";
import type { EslTimers } from "./timers.ts";

export interface EslConnectionOptions {
  readonly host: string;
  readonly port: number;
  readonly password: string;
  /** `name@domain` of a restricted user; undefined for the socket's own password. */
  readonly user: string | undefined;
  /** Event names, then `CUSTOM` and its subclasses. Never `ALL`. Empty: no subscription. */
  readonly events: readonly string[];
  readonly settings: EslSettings;
  readonly timers: EslTimers;
  /** Called for every event, at once and in order. What it throws goes to `onFault`. */
  readonly onEventFrame: (frame: EslFrame, receivedAtMonotonicMs: number) => void;
  /** Something went wrong that the connection survives. */
  readonly onFault: (fault: Error) => void;
  /** Called once, after the connection was up and then ended, for whatever reason. */
  readonly onDown: (reason: EslDisconnected) => void;
  /** The TCP connection stands and the password is on its way. */
  readonly onAuthenticating: () => void;
  /** Gives up while connecting. */
  readonly signal: AbortSignal | undefined;
}

export interface EslCounters {
  readonly framesIn: number;
  readonly bytesIn: number;
  readonly wakesOut: number;
  /** Frames of a type that we do not use. */
  readonly framesIgnored: number;
}

export interface EslConnection extends EslCommands, AsyncDisposable {
  readonly counters: () => EslCounters;
  /** Bytes of an unfinished frame; bounded by the reader's limits. */
  readonly bufferedBytes: () => number;
  /** Ends the connection; commands without a reply are rejected. Resolves when the socket is gone. */
  readonly close: () => Promise<void>;
}

/** Connects, signs in and subscribes. Rejects with EslRefused or EslDisconnected. */
export async function connectEsl(options: EslConnectionOptions): Promise<EslConnection> {
  const connection = new SocketConnection(options);
  await connection.open();
  return connection;
}

/** Any UUID that no channel has; the question costs the switch one look into a hash table. */
const PING = "uuid_exists 00000000-0000-0000-0000-000000000000";

class SocketConnection implements EslConnection {
  readonly #options: EslConnectionOptions;
  readonly #reader = new FrameReader();
  readonly #replies: ReplyQueue;
  readonly #jobs: JobWaiters;
  readonly #socket: Socket;
  readonly #greeted = Promise.withResolvers<undefined>();
  readonly #gone = Promise.withResolvers<undefined>();
  readonly #counters = { framesIn: 0, bytesIn: 0, wakesOut: 0, framesIgnored: 0 };
  #isUp = false;
  #down: EslDisconnected | undefined;
  #refused: EslRefused | undefined;
  #stopWatch: () => void = () => undefined;
  #receivedAtMs: number;
  #heartbeatAtMs: number;

  constructor(options: EslConnectionOptions) {
    const { settings, timers } = options;
    this.#options = options;
    this.#receivedAtMs = timers.nowMs();
    this.#heartbeatAtMs = this.#receivedAtMs;
    this.#jobs = new JobWaiters(timers, settings.maxJobs);
    this.#socket = connect({ host: options.host, port: options.port, noDelay: true });
    this.#replies = new ReplyQueue(timers, (bytes) => this.#socket.write(bytes));
    this.#socket.setKeepAlive(true, settings.keepAliveMs);
    this.#socket.on("data", (bytes: Uint8Array) => {
      this.#receive(bytes);
    });
    this.#socket.on("drain", () => {
      this.#replies.drained();
    });
    this.#socket.on("error", (error) => {
      this.#drop(this.#isUp ? "socketError" : "connectFailed", error.message);
    });
    this.#socket.on("close", () => {
      this.#drop("closedBySwitch", "The switch closed the connection.");
      this.#gone.resolve(undefined);
    });
  }

  /** From the greeting to the subscription; ends the socket if anything of it fails. */
  async open(): Promise<void> {
    const { settings, timers, signal } = this.#options;
    const cancelDeadline = timers.after(settings.connectTimeoutMs, () => {
      this.#drop("connectTimeout", `The switch did not let us in within ${String(settings.connectTimeoutMs)} ms.`);
    });
    const abort = (): void => {
      this.#drop("closedByUs", "We gave up connecting.");
    };
    signal?.addEventListener("abort", abort);
    if (signal?.aborted === true) abort();
    try {
      await this.#greeted.promise;
      this.#options.onAuthenticating();
      await this.#signIn();
      await this.#subscribe();
      if (this.#down !== undefined) throw this.#down;
    } catch (error) {
      this.#drop("closedByUs", "The connection was not let in.");
      throw this.#refused ?? error;
    } finally {
      cancelDeadline();
      signal?.removeEventListener("abort", abort);
    }
    this.#startWatch();
  }

  async #signIn(): Promise<void> {
    const { user, password } = this.#options;
    const reply = await this.#reply(user === undefined ? authCommand(password) : userAuthCommand(user, password));
    if (!reply.startsWith("+OK")) {
      throw new EslRefused("wrongPassword", "The switch refuses the event socket password. Check it on both sides.");
    }
  }

  async #subscribe(): Promise<void> {
    if (this.#options.events.length === 0) return;
    const reply = await this.#reply(eventCommand(this.#options.events));
    if (!reply.startsWith("+OK")) {
      throw new EslRefused("subscriptionRefused", `The switch refuses our list of events: ${reply}`);
    }
  }

  #startWatch(): void {
    const { settings, timers, events } = this.#options;
    this.#isUp = true;
    this.#heartbeatAtMs = timers.nowMs();
    const watched = {
      ping: () => this.#send(apiCommand(PING), undefined),
      wake: () => {
        this.#wake();
      },
      lastReceivedAtMs: () => this.#receivedAtMs,
      lastHeartbeatAtMs: () => (events.includes("HEARTBEAT") ? this.#heartbeatAtMs : undefined),
      fail: (code: EslDownCode, detail: string) => {
        this.#drop(code, detail);
      },
    };
    this.#stopWatch = watchConnection(watched, settings, timers);
  }

  async api(text: string): Promise<string> {
    const frame = await this.#send(apiCommand(text), this.#options.settings.commandTimeoutMs);
    // A refused `api` is answered like any other command.
    return frame.body ?? headerOf(frame, "Reply-Text") ?? "";
  }

  async bgapi(text: string, jobUuid: string): Promise<EslJob> {
    const outcome = this.#jobs.expect(jobUuid, this.#options.settings.jobTimeoutMs);
    try {
      const reply = await this.#reply(bgapiCommand(text, jobUuid));
      if (!reply.startsWith("+OK")) throw new EslCommandRefused(reply);
      return { reply, outcome };
    } catch (error) {
      this.#jobs.forget(jobUuid);
      throw error;
    }
  }

  sendmsg(uuid: string, headers: readonly EslHeader[]): Promise<string> {
    return this.#reply(sendmsgCommand(uuid, headers));
  }

  sendEvent(name: string, headers: readonly EslHeader[], body: string | undefined): Promise<string> {
    return this.#reply(sendEventCommand(name, headers, body));
  }

  counters(): EslCounters {
    return { ...this.#counters };
  }

  bufferedBytes(): number {
    return this.#reader.bufferedBytes;
  }

  async close(): Promise<void> {
    this.#drop("closedByUs", "We closed the connection.");
    await this.#gone.promise;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #reply(command: EslClientCommand): Promise<string> {
    const frame = await this.#send(command, this.#options.settings.commandTimeoutMs);
    return headerOf(frame, "Reply-Text") ?? frame.body ?? "";
  }

  /** Async so that every refusal is a rejection; the command is in the queue before the first await. */
  async #send(command: EslClientCommand, timeoutMs: number | undefined): Promise<EslFrame> {
    if (this.#down !== undefined) throw new EslDisconnected(this.#down.code, this.#down.message, false);
    const bytes = encodeCommand(command);
    const { maxCommands } = this.#options.settings;
    if (this.#replies.size >= maxCommands) throw new EslOverloaded("commands", maxCommands);
    return await this.#replies.ask(bytes, timeoutMs);
  }

  #wake(): void {
    if (this.#replies.isBlocked || this.#socket.writableLength > 0) return;
    this.#counters.wakesOut += 1;
    this.#socket.write("\n");
  }

  #receive(bytes: Uint8Array): void {
    if (this.#down !== undefined) return;
    this.#receivedAtMs = this.#options.timers.nowMs();
    this.#counters.bytesIn += bytes.length;
    for (const frame of this.#reader.push(bytes)) {
      this.#counters.framesIn += 1;
      this.#take(frame);
      if (this.#isDown()) return;
    }
    const { fault } = this.#reader;
    if (fault !== undefined) this.#drop("protocolFault", fault.message);
  }

  #isDown(): boolean {
    return this.#down !== undefined;
  }

  #take(frame: EslFrame): void {
    const contentType = contentTypeOf(frame);
    switch (contentType) {
      case "text/event-json":
      case "text/event-plain":
        this.#takeEvent(frame);
        return;
      case "command/reply":
      case "api/response":
        if (!this.#replies.reply(frame))
          this.#drop("protocolFault", "The switch answered a command that was not sent.");
        return;
      case "auth/request":
        this.#greeted.resolve(undefined);
        return;
      case "text/disconnect-notice":
        this.#drop("disconnectNotice", `The switch says: ${(frame.body ?? "").trim()}`);
        return;
      case "text/rude-rejection":
        this.#refused = new EslRefused("addressDenied", "The switch's access list does not allow our address.");
        this.#drop("closedBySwitch", this.#refused.message);
        return;
      default:
        this.#counters.framesIgnored += 1;
    }
  }

  #takeEvent(frame: EslFrame): void {
    try {
      const name = eventName(frame);
      if (name === "HEARTBEAT") this.#heartbeatAtMs = this.#receivedAtMs;
      if (name === "BACKGROUND_JOB") this.#endJob(frame);
      this.#options.onEventFrame(frame, this.#receivedAtMs);
    } catch (error) {
      // A listener's bug or one unreadable event must not cost us the connection, and with it the view of all calls.
      this.#options.onFault(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** Every connection sees the jobs of all; only our own are worth decoding. */
  #endJob(frame: EslFrame): void {
    const jobUuid = peekHeader(frame, "Job-UUID");
    if (jobUuid === undefined || !this.#jobs.isAwaited(jobUuid)) return;
    this.#jobs.done(jobUuid, textOf(decodeEvent(frame).values, "_body") ?? "");
  }

  /** The one way down. Idempotent: the first reason counts. */
  #drop(code: EslDownCode, detail: string): void {
    if (this.#down !== undefined) return;
    const reason = new EslDisconnected(code, detail, false);
    this.#down = reason;
    this.#stopWatch();
    this.#socket.destroy();
    this.#greeted.reject(reason);
    this.#replies.failAll(code, detail);
    this.#jobs.loseAll(code, detail);
    if (this.#isUp) this.#options.onDown(reason);
  }
}
