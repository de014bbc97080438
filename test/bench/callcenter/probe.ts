/**
 * The one clock of the comparison, alike for both arms: it places the calls over SIP and sees the agents' legs come on an
 * event socket connection of its own. t0 is when the caller's INVITE is written, t1 when the CHANNEL_CREATE of the agent's
 * leg has been read, both on the monotonic clock of this process.
 */

import { connectEsl, type EslConnection } from "#cti/esl/connection.ts";
import { decodeEvent, textOf } from "#cti/esl/events.ts";
import { defaultEslSettings } from "#cti/esl/settings.ts";
import { systemTimers } from "#cti/esl/timers.ts";
import { Callers } from "./callers.ts";

/** One caller and what became of the call. Instants are of the monotonic clock, in ms. */
export interface BenchCall {
  /** The caller's number, which no other call of the run has: by it the legs are known in both arms. */
  readonly from: string;
  readonly placedAt: number;
  callerLeg: string | undefined;
  answeredAt: number | undefined;
  /** The agent's leg that was made last for the caller. */
  agentLeg: string | undefined;
  /** When the first one was. */
  offeredAt: number | undefined;
  bridgedAt: number | undefined;
  agentGoneAt: number | undefined;
  endedAt: number | undefined;
}

/** What the probe tells its listeners about a call. */
export type CallNews = "offered" | "bridged" | "agentGone" | "ended";
type Listener = (call: BenchCall, news: CallNews) => void;

const events = ["CHANNEL_CREATE", "CHANNEL_ANSWER", "CHANNEL_BRIDGE", "CHANNEL_HANGUP_COMPLETE"];
const settings = { ...defaultEslSettings, heartbeatTimeoutMs: 0 };
let lastNumber = 2_125_000_000;

interface Tables {
  readonly byNumber: Map<string, BenchCall>;
  readonly byLeg: Map<string, BenchCall>;
  readonly listeners: Set<Listener>;
}

export class Probe implements AsyncDisposable {
  readonly #link: EslConnection;
  readonly #callers: Callers;
  readonly #tables: Tables;

  private constructor(link: EslConnection, callers: Callers, tables: Tables) {
    this.#link = link;
    this.#callers = callers;
    this.#tables = tables;
  }

  static async open(ports: { readonly esl: number; readonly trunk: number }, password: string): Promise<Probe> {
    const tables: Tables = { byNumber: new Map(), byLeg: new Map(), listeners: new Set() };
    const link = await connectEsl({
      host: "127.0.0.1",
      port: ports.esl,
      password,
      user: undefined,
      events,
      settings,
      timers: systemTimers,
      onEventFrame: (frame, receivedAt) => {
        const event = decodeEvent(frame);
        see(tables, event.name, (header) => textOf(event.values, header), receivedAt);
      },
      onFault: (fault) => {
        console.error("the measuring connection:", fault);
      },
      onDown: () => undefined,
      onAuthenticating: () => undefined,
      signal: undefined,
    });
    return new Probe(link, await Callers.open(ports.trunk), tables);
  }

  /** A new caller calls that number. */
  call(dialled: string): BenchCall {
    lastNumber += 1;
    const from = `1${String(lastNumber)}`;
    const call: BenchCall = {
      from,
      placedAt: performance.now(),
      callerLeg: undefined,
      answeredAt: undefined,
      agentLeg: undefined,
      offeredAt: undefined,
      bridgedAt: undefined,
      agentGoneAt: undefined,
      endedAt: undefined,
    };
    this.#tables.byNumber.set(from, call);
    this.#callers.call(from, dialled);
    return call;
  }

  hangUp(call: BenchCall): void {
    this.#callers.hangUp(call.from);
  }

  /** The agent hangs up. */
  endAgentLeg({ agentLeg }: BenchCall): void {
    if (agentLeg === undefined) return;
    // The connection may end first, which ends the measurement by itself.
    this.#link.api(`uuid_kill ${agentLeg} NORMAL_CLEARING`).catch(() => undefined);
  }

  async api(text: string): Promise<string> {
    return await this.#link.api(text);
  }

  /** The answer ends it. */
  listen(listener: Listener): () => void {
    this.#tables.listeners.add(listener);
    return () => void this.#tables.listeners.delete(listener);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#callers[Symbol.asyncDispose]();
    await this.#link.close();
  }
}

function see(tables: Tables, name: string, value: (header: string) => string | undefined, at: number): void {
  const { byNumber, byLeg, listeners } = tables;
  const leg = value("Unique-ID") ?? "";
  const tell = (call: BenchCall, news: CallNews): void => {
    for (const listener of listeners) listener(call, news);
  };
  if (name === "CHANNEL_CREATE") {
    const call = byNumber.get((value("Caller-Caller-ID-Number") ?? "").replace(/^\+/, ""));
    if (call === undefined) return;
    byLeg.set(leg, call);
    if (value("Call-Direction") === "inbound") {
      call.callerLeg = leg;
      return;
    }
    call.agentLeg = leg;
    call.agentGoneAt = undefined;
    call.offeredAt ??= at;
    tell(call, "offered");
    return;
  }
  const call = byLeg.get(leg);
  if (call === undefined) return;
  switch (name) {
    case "CHANNEL_ANSWER":
      if (leg === call.callerLeg) call.answeredAt ??= at;
      return;
    case "CHANNEL_BRIDGE":
      if (call.bridgedAt !== undefined) return;
      call.bridgedAt = at;
      tell(call, "bridged");
      return;
    case "CHANNEL_HANGUP_COMPLETE":
      byLeg.delete(leg);
      if (leg === call.callerLeg) {
        call.endedAt ??= at;
        byNumber.delete(call.from);
        tell(call, "ended");
      } else if (leg === call.agentLeg) {
        call.agentGoneAt = at;
        tell(call, "agentGone");
      }
      return;
    default:
  }
}
