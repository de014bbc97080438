/**
 * Keeps one connection to a switch alive: connects, connects again, and says which events came and whether the switch
 * is still the same process. After each `up` its owner has to ask the switch what is really there; nothing that was
 * pending before is repeated.
 *
 *   connecting ──▶ authenticating ──▶ up ──▶ down ──jittered wait──▶ connecting
 *        └──────────────┴──failed or refused──▲                (close ends it in any state)
 */
import { connectEsl } from "./connection.ts";
import type { EslCommands, EslJob } from "./commands.ts";
import type { EslConnection } from "./connection.ts";
import { refusedRetryDelayMs, retryDelayMs } from "./backoff.ts";
import { decodeEvent, peekHeader } from "./events.ts";
import type { EslEvent } from "./events.ts";
import { EslDisconnected, EslRefused } from "./faults.ts";
import type { EslFrame, EslHeader } from "./frame.ts";
import { SeenEvents } from "./seen-events.ts";
import type { EslSettings } from "./settings.ts";
import type { EslTimers } from "./timers.ts";

export type EslLinkState = "connecting" | "authenticating" | "up" | "down";

/** What the owner of a link hears, in order. Instants are on the monotonic clock of the timers. */
export type EslLinkReport =
  /** `coreUuid` names the switch's process; undefined if the switch does not tell before its first event. */
  | { readonly kind: "up"; readonly coreUuid: string | undefined; readonly previousCoreUuid: string | undefined }
  /** Also for each attempt that fails. `EslRefused` needs a person; attempts then are 30 s and more apart. */
  | { readonly kind: "down"; readonly reason: EslDisconnected | EslRefused; readonly retryInMs: number | undefined }
  /** An event of another process of the switch than before: all legs of the former are gone. */
  | { readonly kind: "restarted"; readonly coreUuid: string; readonly previousCoreUuid: string }
  | { readonly kind: "event"; readonly event: EslEvent; readonly receivedAtMonotonicMs: number };

export interface EslLinkOptions {
  readonly host: string;
  readonly port: number;
  readonly password: string;
  readonly user: string | undefined;
  readonly events: readonly string[];
  readonly settings: EslSettings;
  readonly timers: EslTimers;
  /** Uniform in [0, 1), for the jitter of the waits. */
  readonly random: () => number;
  /** Called at once and in order; must not block. What it throws goes to `onFault`. */
  readonly listener: (report: EslLinkReport) => void;
  readonly onFault: (fault: Error) => void;
}

export interface EslLinkCounters {
  readonly framesIn: number;
  readonly bytesIn: number;
  readonly wakesOut: number;
  readonly framesIgnored: number;
  readonly duplicates: number;
  /** How often the link came up. */
  readonly connections: number;
}

/** Commands reject with EslDisconnected (`notConnected`, not sent) while the link is not up. */
export interface EslLink extends EslCommands, AsyncDisposable {
  readonly state: () => EslLinkState;
  readonly coreUuid: () => string | undefined;
  readonly counters: () => EslLinkCounters;
  /** Ends the connection and all further attempts. */
  readonly close: () => Promise<void>;
}

/** Starts to connect at once and goes on until closed. */
export function keepEslLink(options: EslLinkOptions): EslLink {
  const link = new Link(options);
  link.start();
  return link;
}

/** FreeSWITCH keeps its own id as a global variable; asking for it spares the wait for the first event. */
const ASK_CORE_UUID = "global_getvar core_uuid";
const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

class Link implements EslLink {
  readonly #options: EslLinkOptions;
  readonly #seen = new SeenEvents();
  readonly #closing = new AbortController();
  #state: EslLinkState = "down";
  #connection: EslConnection | undefined;
  #attempt: Promise<void> = Promise.resolve();
  #failures = 0;
  /** The process of the switch that the owner was told last. */
  #coreUuid: string | undefined;
  /** The process that events of this connection name, while it is not up yet. */
  #heardCoreUuid: string | undefined;
  #cancelRetry: () => void = () => undefined;
  #duplicates = 0;
  #connections = 0;
  /** What the connections before this one counted. */
  #before = { framesIn: 0, bytesIn: 0, wakesOut: 0, framesIgnored: 0 };

  constructor(options: EslLinkOptions) {
    this.#options = options;
  }

  start(): void {
    this.#attempt = this.#connect();
  }

  state(): EslLinkState {
    return this.#state;
  }

  coreUuid(): string | undefined {
    return this.#coreUuid;
  }

  counters(): EslLinkCounters {
    const now = this.#connection?.counters();
    return {
      framesIn: this.#before.framesIn + (now?.framesIn ?? 0),
      bytesIn: this.#before.bytesIn + (now?.bytesIn ?? 0),
      wakesOut: this.#before.wakesOut + (now?.wakesOut ?? 0),
      framesIgnored: this.#before.framesIgnored + (now?.framesIgnored ?? 0),
      duplicates: this.#duplicates,
      connections: this.#connections,
    };
  }

  async api(text: string): Promise<string> {
    return await this.#connected().api(text);
  }

  async bgapi(text: string, jobUuid: string): Promise<EslJob> {
    return await this.#connected().bgapi(text, jobUuid);
  }

  async sendmsg(uuid: string, headers: readonly EslHeader[]): Promise<string> {
    return await this.#connected().sendmsg(uuid, headers);
  }

  async sendEvent(name: string, headers: readonly EslHeader[], body: string | undefined): Promise<string> {
    return await this.#connected().sendEvent(name, headers, body);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#cancelRetry();
    await this.#connection?.close();
    await this.#attempt;
    this.#state = "down";
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #connected(): EslConnection {
    if (this.#connection !== undefined && this.#state === "up") return this.#connection;
    throw new EslDisconnected("notConnected", "There is no connection to the switch.", false);
  }

  async #connect(): Promise<void> {
    const { host, port, password, user, events, settings, timers, onFault } = this.#options;
    this.#state = "connecting";
    this.#heardCoreUuid = undefined;
    // The connection may end while we still ask who the switch is; then it was never up.
    let lost: EslDisconnected | undefined;
    try {
      const connection = await connectEsl({
        host,
        port,
        password,
        user,
        events,
        settings,
        timers,
        signal: this.#closing.signal,
        onFault,
        onAuthenticating: () => {
          this.#state = "authenticating";
        },
        onEventFrame: (frame, receivedAtMs) => {
          this.#takeEvent(frame, receivedAtMs);
        },
        onDown: (reason) => {
          lost = reason;
          if (this.#state === "up") this.#goDown(reason);
        },
      });
      this.#connection = connection;
      const coreUuid = (await connection.api(ASK_CORE_UUID)).trim();
      if (lost !== undefined) throw lost;
      this.#goUp(uuidPattern.test(coreUuid) ? coreUuid : this.#heardCoreUuid);
    } catch (error) {
      // Whatever it was, the link has to go on: without it nobody would ever try again.
      const fault = error instanceof EslRefused || error instanceof EslDisconnected ? error : undefined;
      if (fault === undefined) await this.#connection?.close();
      this.#goDown(fault ?? new EslDisconnected("connectFailed", String(error), false));
    }
  }

  #goUp(coreUuid: string | undefined): void {
    const previousCoreUuid = this.#coreUuid;
    this.#coreUuid = coreUuid ?? previousCoreUuid;
    this.#state = "up";
    this.#failures = 0;
    this.#connections += 1;
    this.#tell({ kind: "up", coreUuid, previousCoreUuid });
  }

  #goDown(reason: EslDisconnected | EslRefused): void {
    this.#state = "down";
    this.#before = this.counters();
    this.#connection = undefined;
    const retryInMs = this.#closing.signal.aborted ? undefined : this.#retryDelayMs(reason);
    if (retryInMs !== undefined) {
      this.#cancelRetry = this.#options.timers.after(retryInMs, () => {
        this.start();
      });
    }
    this.#tell({ kind: "down", reason, retryInMs });
  }

  #retryDelayMs(reason: EslDisconnected | EslRefused): number {
    const random = this.#options.random();
    if (reason instanceof EslRefused) return refusedRetryDelayMs(random);
    const delayMs = retryDelayMs(this.#failures, random);
    this.#failures += 1;
    return delayMs;
  }

  #takeEvent(frame: EslFrame, receivedAtMonotonicMs: number): void {
    const coreUuid = peekHeader(frame, "Core-UUID");
    const sequence = peekHeader(frame, "Event-Sequence");
    if (coreUuid !== undefined && sequence !== undefined && this.#seen.isRepeated(coreUuid, sequence)) {
      this.#duplicates += 1;
      return;
    }
    if (coreUuid !== undefined) this.#noteCore(coreUuid);
    this.#tell({ kind: "event", event: decodeEvent(frame), receivedAtMonotonicMs });
  }

  #noteCore(coreUuid: string): void {
    if (this.#state !== "up") {
      // The change is told by `up` itself.
      this.#heardCoreUuid = coreUuid;
      return;
    }
    const previousCoreUuid = this.#coreUuid;
    if (previousCoreUuid === coreUuid) return;
    this.#coreUuid = coreUuid;
    if (previousCoreUuid !== undefined) this.#tell({ kind: "restarted", coreUuid, previousCoreUuid });
  }

  #tell(report: EslLinkReport): void {
    try {
      this.#options.listener(report);
    } catch (error) {
      // A bug of the listener must not end the link, which would take the view of all other calls with it.
      this.#options.onFault(error instanceof Error ? error : new Error(String(error)));
    }
  }
}
