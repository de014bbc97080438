/** One side of the comparison: a switch of its own, an ACD on it, telephones that answer at once, and the measuring probe. */

import { until } from "#test/end-to-end/support/until.ts";
import { openEndpoint } from "#test/freeswitch/support/sip/endpoint.ts";
import { startSipp } from "#test/freeswitch/support/sipp.ts";
import { freePort } from "#test/freeswitch/support/ports.ts";
import { agentsDomain, type TestSwitch } from "#test/freeswitch/support/switch.ts";
import type { BenchQueue } from "./plan.ts";
import type { Probe } from "./probe.ts";

export interface Arm extends AsyncDisposable {
  readonly name: string;
  readonly probe: Probe;
  /** How many wait in the queue, as the ACD itself says. */
  waiting(queue: BenchQueue): Promise<number>;
  /** For the message of a measurement that fails: what the ACD says of itself. */
  account(): Promise<string>;
  /** The processes whose processor time counts, each with its children. */
  readonly processes: Readonly<Record<string, number>>;
}

/** Alike for both arms: room for the biggest crowd, no throttle on new legs, and silent callers are left alone. */
export const switchOptions = {
  limits: { sessions: 3_000, sessionsPerSecond: 5_000 },
  rtpPorts: 4_000,
  mediaTimeoutMs: 3_600_000,
  logLevel: "err",
} as const;

const registrationS = 3_600;
/** SIPp is told a limit; a run is over long before. */
const sippS = 3_600;

/** The agents' telephones: one SIPp that answers every call at once, and a registration of each SIP user that leads to it. */
export async function openPhones(
  sipp: string,
  freeswitch: TestSwitch,
  probe: Probe,
  seats: readonly { readonly sipUser: string; readonly password: string }[],
): Promise<AsyncDisposable> {
  const local = "127.0.0.1";
  const target = { address: local, port: freeswitch.ports.agents };
  await using stack = new AsyncDisposableStack();
  const localPort = await freePort(local);
  const calls = 10_000_000;
  stack.use(startSipp(sipp, { scenario: "answer", target, localPort, calls, pauseMs: 0, timeoutS: sippS }));
  {
    await using registrar = await openEndpoint(target, 440);
    for (const { sipUser, password } of seats)
      await registrar.register(sipUser, agentsDomain, password, registrationS, localPort);
  }
  const last = seats.at(-1)?.sipUser ?? "";
  // The switch writes its registrations a moment after it answered.
  await until(`the registration of ${last}`, async () =>
    (await probe.api(`sofia_contact agents/${last}@${agentsDomain}`)).includes(`:${localPort}`),
  );
  const owned = stack.move();
  return { [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
