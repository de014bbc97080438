/** A second pair of eyes on the event socket: which legs the switch made, when, and how many live at once. */

import { connectEsl, type EslConnection } from "#cti/esl/connection.ts";
import { decodeEvent, textOf } from "#cti/esl/events.ts";
import { defaultEslSettings } from "#cti/esl/settings.ts";
import { systemTimers } from "#cti/esl/timers.ts";

export interface SeenLeg {
  readonly id: string;
  readonly direction: "inbound" | "outbound";
  /** The interaction that the leg is marked with; undefined before the claim. */
  call: string | undefined;
  /** The number or SIP user at its far end. */
  readonly to: string;
  readonly from: string;
  /** Of the monotonic clock. */
  readonly createdAt: number;
  answeredAt: number | undefined;
  endedAt: number | undefined;
  cause: string | undefined;
}

export interface Spy extends AsyncDisposable {
  /** In the order of their creation. */
  readonly legs: readonly SeenLeg[];
  /** Connects again after the switch was killed; what was alive then has ended. */
  comeBack(): Promise<void>;
  /** Asks the switch itself. */
  api(command: string): Promise<string>;
}

const events = ["CHANNEL_CREATE", "CHANNEL_ANSWER", "CHANNEL_PARK", "CHANNEL_BRIDGE", "CHANNEL_HANGUP_COMPLETE"];

export async function openSpy(port: () => number, password: string): Promise<Spy> {
  const legs: SeenLeg[] = [];
  const byId = new Map<string, SeenLeg>();
  let link: EslConnection = await connect();

  async function connect(): Promise<EslConnection> {
    return await connectEsl({
      host: "127.0.0.1",
      port: port(),
      password,
      user: undefined,
      events,
      settings: { ...defaultEslSettings, heartbeatTimeoutMs: 0 },
      timers: systemTimers,
      onEventFrame: (frame, receivedAt) => {
        const event = decodeEvent(frame);
        see(event.name, (name) => textOf(event.values, name), receivedAt);
      },
      onFault: (fault) => {
        throw fault;
      },
      onDown: () => undefined,
      onAuthenticating: () => undefined,
      signal: undefined,
    });
  }

  function see(name: string, value: (header: string) => string | undefined, at: number): void {
    const id = value("Unique-ID") ?? "";
    if (name === "CHANNEL_CREATE") {
      const leg: SeenLeg = {
        id,
        direction: value("Call-Direction") === "outbound" ? "outbound" : "inbound",
        call: value("variable_cc_call"),
        to: (value("Caller-Destination-Number") ?? "").split(/[%@]/)[0] ?? "",
        from: value("Caller-Caller-ID-Number") ?? "",
        createdAt: at,
        answeredAt: undefined,
        endedAt: undefined,
        cause: undefined,
      };
      legs.push(leg);
      byId.set(id, leg);
      return;
    }
    const leg = byId.get(id);
    if (leg === undefined) return;
    leg.call ??= value("variable_cc_call");
    if (name === "CHANNEL_ANSWER") leg.answeredAt ??= at;
    if (name === "CHANNEL_HANGUP_COMPLETE") {
      leg.endedAt ??= at;
      leg.cause ??= value("Hangup-Cause");
    }
  }

  return {
    legs,
    comeBack: async () => {
      await link.close();
      const at = performance.now();
      for (const leg of legs) leg.endedAt ??= at;
      link = await connect();
    },
    api: (command) => link.api(command),
    [Symbol.asyncDispose]: () => link.close(),
  };
}

/** A leg that was taken back is gone after one round of the switch; what lives on beside the next offer rings for nobody. */
const takingBackMsMax = 400;

/** Two legs to one phone alive at the same time, or two phones for one call for longer than taking one back takes. */
export function doubleOffers(spy: Pick<Spy, "legs">): readonly string[] {
  const offers = spy.legs.filter((leg) => leg.direction === "outbound" && /^1\d{3}$/.test(leg.to));
  return offers.flatMap((leg, at) =>
    offers
      .slice(at + 1)
      .filter((later) => later.to === leg.to || later.call === leg.call)
      .map((later) => ({ later, bothMs: (leg.endedAt ?? Infinity) - later.createdAt }))
      .filter(({ later, bothMs }) => bothMs > (later.to === leg.to ? 0 : takingBackMsMax))
      .map(({ later, bothMs }) => `${bothMs.toFixed(0)} ms: ${story(leg)} beside ${story(later)}`),
  );
}

function story({ id, call, to, createdAt, answeredAt, endedAt, cause }: SeenLeg): string {
  const after = (at: number | undefined): string => (at === undefined ? "never" : `${(at - createdAt).toFixed(0)} ms`);
  return `leg ${id} to ${to} for ${call}, answered ${after(answeredAt)}, ended ${after(endedAt)} ${cause}`;
}
