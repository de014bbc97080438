/** The world around the port of a real switch: phones, callers and a carrier of our own, one switch for many tests. */

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { connectEsl } from "#cti/esl/connection.ts";
import type { EslConnection } from "#cti/esl/connection.ts";
import { defaultEslSettings } from "#cti/esl/settings.ts";
import { systemTimers } from "#cti/esl/timers.ts";
import { connectFreeswitch } from "#cti/freeswitch/port.ts";
import type { SwitchObservation } from "#routing/inputs.ts";

import type {
  CallerSpec,
  FarEnd,
  GatewayBehaviour,
  Hearing,
  PhoneBehaviour,
  PortHarness,
} from "../../contract/switch-port/harness.ts";
import { startDirectory } from "./directory-server.ts";
import type { TestDirectory } from "./directory-server.ts";
import { freePort } from "./ports.ts";
import { openEndpoint } from "./sip/endpoint.ts";
import type { Answer, SipEndpoint } from "./sip/endpoint.ts";
import { agentsDomain, startSwitch } from "./switch.ts";
import type { TestSwitch } from "./switch.ts";
import { toneWave } from "./wave.ts";
import { openWireCutter } from "./wire-cutter.ts";

const local = "127.0.0.1";
/** One pitch for each voice, so that a far end knows whom it hears. */
const pitches = { music: 440, prompt: 1_000, caller: 600, phone: 720, carrier: 850 } as const;
const seats = ["agent1", "agent2", "agent3"] as const;
/** The password of every seat. */
export const seatPassword = "seat-password-for-tests";

/** One switch with its directory and carrier; makes a harness per test. */
export class RealWorld implements AsyncDisposable {
  readonly freeswitch: TestSwitch;
  readonly #directory: TestDirectory;
  readonly #carrier: SipEndpoint;
  readonly #phones = new Map<string, SipEndpoint>();

  constructor(freeswitch: TestSwitch, directory: TestDirectory, carrier: SipEndpoint) {
    this.freeswitch = freeswitch;
    this.#directory = directory;
    this.#carrier = carrier;
  }

  /** A port of its own on a switch without legs. `onSeat` as in the port's options. */
  async harness(onSeat?: (sipUser: string, isRegistered: boolean) => void): Promise<PortHarness> {
    await this.#clear();
    const wire = await openWireCutter(this.freeswitch.ports.esl);
    const observations: SwitchObservation[] = [];
    const watchers = new Set<() => void>();
    const callers: SipEndpoint[] = [];
    const faults: Error[] = [];
    const port = connectFreeswitch({
      node: "fs-test",
      host: local,
      port: wire.port,
      password: this.freeswitch.password,
      agentsProfile: "agents",
      agentsDomain,
      promptsFolder: this.freeswitch.folders.prompts,
      recordingsFolder: this.freeswitch.folders.recordings,
      musicPath: this.freeswitch.musicPath,
      // At the pitch of the music and without pauses, so that it can be heard at any moment.
      ringbackPath: `tone_stream://%(5000,0,${pitches.music});loops=-1`,
      wakeEveryMs: 2,
      commandConnections: 2,
      onSeat,
      onFault: (fault) => faults.push(fault),
    });
    port.start((observation) => {
      observations.push(observation);
      for (const watch of watchers) watch();
    });

    const waitFor = <T>(
      what: string,
      pick: (seen: readonly SwitchObservation[]) => T | undefined,
      withinMs: number,
    ): Promise<T> => {
      const waited = Promise.withResolvers<T>();
      const watch = () => {
        const picked = pick(observations);
        if (picked !== undefined) waited.resolve(picked);
      };
      const timer = setTimeout(() => {
        const seen = observations.map((o) => JSON.stringify(o)).join("\n");
        const failed = faults.map(String).join("\n");
        void this.freeswitch
          .log()
          .then((log) =>
            waited.reject(new Error(`no ${what} within ${withinMs} ms; seen:\n${seen}\n${failed}\n${log}`)),
          );
      }, withinMs);
      watchers.add(watch);
      watch();
      return waited.promise.finally(() => {
        clearTimeout(timer);
        watchers.delete(watch);
      });
    };
    await waitFor("switch.resynced", (seen) => seen.find((o) => o.kind === "switch.resynced"), 10_000);

    return {
      port,
      observations,
      prompts: {
        short: { language: "en", name: "short" },
        long: { language: "en", name: "long" },
        missing: { language: "en", name: "missing" },
      },
      seats,
      gateways: { carrier: "carrier", missing: "nowhere" },
      newCaller: async (spec) => {
        const caller = await openEndpoint({ address: local, port: this.freeswitch.ports.trunk }, pitches.caller);
        callers.push(caller);
        call(caller, spec);
        return this.#caller(caller, callers);
      },
      phone: (sipUser, behaviour) => this.#phone(sipUser, behaviour),
      gateway: async (_number, behaviour) => {
        this.#carrier.answerWith(answerOfGateway(behaviour));
        return farEnd(this.#carrier);
      },
      dropLink: async (forMs) => wire.cut(forMs),
      restart: async () => this.freeswitch.restart(),
      waitFor,
      pass: async (ms) => delay(ms),
      async [Symbol.asyncDispose]() {
        await port[Symbol.asyncDispose]();
        await wire[Symbol.asyncDispose]();
        for (const caller of callers) await caller[Symbol.asyncDispose]();
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const phone of this.#phones.values()) await phone[Symbol.asyncDispose]();
    await this.#carrier[Symbol.asyncDispose]();
    await this.freeswitch[Symbol.asyncDispose]();
    await this.#directory[Symbol.asyncDispose]();
  }

  /** A caller, who may hand over to another one. */
  #caller(caller: SipEndpoint, callers: SipEndpoint[]): FarEnd {
    return {
      ...farEnd(caller),
      handOver: async (from) => {
        const other = await openEndpoint({ address: local, port: this.freeswitch.ports.trunk }, pitches.caller);
        callers.push(other);
        other.call("900100", { user: from, host: local, name: undefined }, [["Replaces", caller.replaces()]]);
        return this.#caller(other, callers);
      },
    };
  }

  async #phone(sipUser: string, behaviour: PhoneBehaviour): Promise<FarEnd> {
    const phone = await openEndpoint({ address: local, port: this.freeswitch.ports.agents }, pitches.phone);
    await this.#phones.get(sipUser)?.[Symbol.asyncDispose]();
    this.#phones.set(sipUser, phone);
    this.#directory.add(sipUser, seatPassword);
    phone.answerWith(answerOfPhone(behaviour));
    const contactPort = behaviour.kind === "closed" ? await freePort(local) : phone.port;
    await phone.register(sipUser, agentsDomain, seatPassword, behaviour.kind === "unregistered" ? 0 : 600, contactPort);
    // The switch writes its registrations a moment after it answered.
    const expected = behaviour.kind === "unregistered" ? "user_not_registered" : `:${contactPort}`;
    await this.ask(async (link) => {
      await until(`the registration of ${sipUser}`, async () =>
        (await link.api(`sofia_contact agents/${sipUser}@${agentsDomain}`)).includes(expected),
      );
    });
    return farEnd(phone);
  }

  /** Nothing of the test before is left on the switch. */
  async #clear(): Promise<void> {
    for (const phone of this.#phones.values()) phone.hangUp();
    this.#carrier.hangUp();
    await this.ask(async (link) => {
      await until("an empty switch", async () => {
        const rows = (await link.api("show channels")).split("\n").map((row) => row.split(",")[0] ?? "");
        const uuids = rows.filter((uuid) => /^[0-9a-f-]{36}$/.test(uuid));
        for (const uuid of uuids) await link.api(`uuid_kill ${uuid}`);
        return uuids.length === 0;
      });
    });
  }

  /** A second, direct connection, to see or do what the port would not. */
  async ask<T>(use: (link: EslConnection) => Promise<T>): Promise<T> {
    await using link = await connectEsl({
      host: local,
      port: this.freeswitch.ports.esl,
      password: this.freeswitch.password,
      user: undefined,
      events: [],
      settings: defaultEslSettings,
      timers: systemTimers,
      onEventFrame: () => undefined,
      onFault: () => undefined,
      onDown: () => undefined,
      onAuthenticating: () => undefined,
      signal: undefined,
    });
    return await use(link);
  }
}

/** Starts the switch and what is around it. The caller disposes of it. */
export async function startRealWorld(binary: string, logLevel: "debug" | "warning" = "warning"): Promise<RealWorld> {
  const directory = await startDirectory(agentsDomain);
  const carrier = await openEndpoint({ address: local, port: 1 }, pitches.carrier);
  const freeswitch = await startSwitch(binary, {
    directory,
    gateways: [{ name: "carrier", proxy: `${local}:${carrier.port}`, registration: undefined, pingS: undefined }],
    logLevel,
  });
  carrier.switchIsAt({ address: local, port: freeswitch.ports.trunk });
  const english = join(freeswitch.folders.prompts, "en");
  await mkdir(english, { recursive: true });
  await writeFile(join(english, "short.wav"), toneWave({ hertz: pitches.prompt, durationMs: 1_000, amplitude: 8_000 }));
  await writeFile(join(english, "long.wav"), toneWave({ hertz: pitches.prompt, durationMs: 6_000, amplitude: 8_000 }));
  return new RealWorld(freeswitch, directory, carrier);
}

const untilMs = 5_000;

/** Looks again and again; rejects after five seconds. */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + untilMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`${what} did not come about within ${untilMs} ms`);
    await delay(20);
  }
}

function call(caller: SipEndpoint, spec: CallerSpec): void {
  const isWithheld = spec.from === undefined;
  caller.call(spec.to, {
    user: spec.from ?? "anonymous",
    host: isWithheld ? "anonymous.invalid" : local,
    name: isWithheld ? "Anonymous" : spec.fromName,
  });
}

function farEnd(endpoint: SipEndpoint): FarEnd {
  return {
    press: (digits) => endpoint.line.press(digits),
    hangUp: async () => endpoint.hangUp(),
    handOver: () => Promise.reject(new Error("only callers hand over here")),
    hears: async () => {
      // Sound takes its time: what is still on its way belongs to the moment before.
      await delay(settlingMs);
      return hearing(endpoint);
    },
    digitsHeard: async () => endpoint.line.digitsHeard(),
  };
}

const settlingMs = 250;

function hearing(endpoint: SipEndpoint): Hearing {
  switch (endpoint.line.hears(Object.values(pitches))) {
    case undefined:
      return "silence";
    case pitches.music:
      return "music";
    case pitches.prompt:
      return "prompt";
    default:
      return "party";
  }
}

function answerOfPhone(behaviour: PhoneBehaviour): Answer {
  switch (behaviour.kind) {
    case "answers":
      return { kind: "answers", afterMs: behaviour.afterMs };
    case "busy":
      return { kind: "refuses", status: "486 Busy Here", ringsFirst: false, afterMs: 0 };
    case "declined":
      return { kind: "refuses", status: "603 Decline", ringsFirst: true, afterMs: behaviour.afterMs };
    case "redirects":
      return { kind: "refuses", status: "302 Moved Temporarily", ringsFirst: false, afterMs: 0, contact: behaviour.to };
    case "noAnswer":
    case "unregistered":
    case "closed":
      return { kind: "rings" };
  }
}

function answerOfGateway(behaviour: Exclude<GatewayBehaviour, { readonly kind: "missing" }>): Answer {
  switch (behaviour.kind) {
    case "answers":
      return { kind: "answers", afterMs: behaviour.afterMs };
    case "noAnswer":
      return { kind: "rings" };
    case "busy":
      return { kind: "refuses", status: "486 Busy Here", ringsFirst: false, afterMs: 0 };
    case "unallocated":
      return { kind: "refuses", status: "404 Not Found", ringsFirst: false, afterMs: 0 };
    case "failed":
      return { kind: "refuses", status: "503 Service Unavailable", ringsFirst: false, afterMs: 0 };
  }
}
