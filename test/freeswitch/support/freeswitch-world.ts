/** The end-to-end world on a real FreeSWITCH: SIP telephones that send and hear tones, the switch's own call records. */

import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { readCdr, type LegTimes } from "#src/records/reconcile.ts";
import { openAgent } from "#test/end-to-end/support/agent.ts";
import { ownDatabase, sharedDatabase } from "#test/end-to-end/support/database.ts";
import { serviceAt } from "#test/end-to-end/support/service.ts";
import { fillSite, menuNumber } from "#test/end-to-end/support/site.ts";
import { openSpy, type Spy } from "#test/end-to-end/support/spy.ts";
import { until } from "#test/end-to-end/support/until.ts";
import {
  carrierNames,
  carrierVoice,
  type Answering,
  type CallerSpec,
  type Hearing,
  type Party,
  type Phone,
  type World,
  type WorldOptions,
} from "#test/end-to-end/support/world.ts";
import { freePort } from "./ports.ts";
import { openEndpoint, type Answer, type SipEndpoint } from "./sip/endpoint.ts";
import { agentsDomain, startSwitch, type TestSwitch } from "./switch.ts";
import { openWireCutter } from "./wire-cutter.ts";

const local = "127.0.0.1";
const directorySecret = "a-directory-secret-for-tests";
/** The music of a switch under test (support/switch.ts). */
const musicHertz = 440;
/** Voices lie so far apart that a fifth of a second tells them apart. */
const firstVoiceHertz = 600;
const voiceStepHertz = 35;
const voicesMax = 80;
const registrationS = 3_600;

export interface FreeswitchWorldOptions extends WorldOptions {
  /** Where browsers' audio goes; SIP phones of the tests use loopback. */
  readonly mediaAddress?: string | undefined;
}

/** What only this world has, for browser agents. */
export interface FreeswitchWorld extends World {
  readonly freeswitch: TestSwitch;
}

/** Starts all but the service. The caller disposes of it. */
export async function openFreeswitchWorld(
  binary: string,
  options: FreeswitchWorldOptions = {},
): Promise<FreeswitchWorld> {
  await using stack = new AsyncDisposableStack();
  const httpPort = await freePort(local);
  const database = stack.use(options.ownDatabase === true ? await ownDatabase() : await sharedDatabase());
  await fillSite(database, { contacts: options.contacts, gateways: carrierNames, node: "fs1" });

  const voices = new Voices();
  const carriers = new Map<string, SipEndpoint>();
  for (const name of carrierNames) {
    carriers.set(name, stack.use(await openEndpoint({ address: local, port: 1 }, voices.take(carrierVoice).hertz)));
  }
  const freeswitch = stack.use(
    await startSwitch(binary, {
      directory: { url: `http://${local}:${httpPort}/fs/directory`, user: "freeswitch", secret: directorySecret },
      agentsMediaAddress: options.mediaAddress,
      gateways: [...carriers].map(([name, { port }]) => ({
        name,
        proxy: `${local}:${port}`,
        registration: undefined,
        pingS: undefined,
      })),
    }),
  );
  for (const carrier of carriers.values()) carrier.switchIsAt({ address: local, port: freeswitch.ports.trunk });
  const wire = stack.use(await openWireCutter(freeswitch.ports.esl));
  const spy = stack.use(await openSpy(() => freeswitch.ports.esl, freeswitch.password));
  const service = stack.use(
    serviceAt(httpPort, {
      DATABASE_URL: database.url,
      CORDBOARD_DATA: join(freeswitch.folder, "service"),
      CORDBOARD_FREESWITCH_HOST: local,
      CORDBOARD_FREESWITCH_PORT: String(wire.port),
      CORDBOARD_FREESWITCH_PASSWORD: options.eslPassword ?? freeswitch.password,
      CORDBOARD_SIP_DOMAIN: agentsDomain,
      CORDBOARD_SIP_WEBSOCKET_URL: `ws://${local}:${freeswitch.ports.ws}`,
      CORDBOARD_DIRECTORY_SECRET: directorySecret,
      CORDBOARD_PROMPTS: resolve("prompts"),
      CORDBOARD_RECORDINGS: freeswitch.folders.recordings,
    }),
  );
  const registered = new Set<() => Promise<void>>();

  const owned = stack.move();
  return {
    kind: "freeswitch",
    slack: 1,
    freeswitch,
    service,
    database,
    spy,
    agent: (login) =>
      openAgent(service, login, async (seat) => {
        const voice = voices.take(login);
        const endpoint = await openEndpoint({ address: local, port: freeswitch.ports.agents }, voice.hertz);
        const register = (isThere: boolean): Promise<void> => registerPhone(spy, endpoint, seat, isThere);
        const again = (): Promise<void> => register(true);
        await again();
        registered.add(again);
        endpoint.answerWith({ kind: "answers", afterMs: 300 });
        const phone: Phone = {
          ...party(endpoint, voices),
          answerWith: async (how) => {
            if (how.kind !== "unregistered") endpoint.answerWith(answerOf(how));
            if ((how.kind !== "unregistered") === registered.has(again)) return;
            await register(how.kind !== "unregistered");
            if (how.kind === "unregistered") registered.delete(again);
            else registered.add(again);
          },
        };
        return {
          ...phone,
          [Symbol.asyncDispose]: async () => {
            registered.delete(again);
            voice.release();
            await endpoint[Symbol.asyncDispose]();
          },
        };
      }),
    caller: async (spec) => {
      const label = spec.label ?? spec.from ?? "withheld";
      const voice = voices.take(label);
      const endpoint = await openEndpoint({ address: local, port: freeswitch.ports.trunk }, voice.hertz);
      call(endpoint, spec);
      return {
        ...party(endpoint, voices),
        label,
        [Symbol.asyncDispose]: async () => {
          voice.release();
          await endpoint[Symbol.asyncDispose]();
        },
      };
    },
    carrier: (name) => {
      const endpoint = carriers.get(name);
      if (endpoint === undefined) throw new Error(`there is no carrier ${name}`);
      return {
        ...party(endpoint, voices),
        answerWith: (how) =>
          endpoint.answerWith(
            how.kind === "answers"
              ? how
              : { kind: "refuses", status: "503 Service Unavailable", ringsFirst: false, afterMs: 0 },
          ),
      };
    },
    cutLink: async (forMs) => {
      wire.cut(forMs);
      await delay(forMs);
      return performance.now();
    },
    crashSwitch: async (downMs) => {
      await freeswitch.kill();
      await delay(downMs);
      await freeswitch.restart();
      const at = performance.now();
      await spy.comeBack();
      // As telephones do whose calls and registration are gone.
      for (const register of registered) await until("a phone registers again", () => succeeds(register));
      return at;
    },
    ledger: () => readLedger(freeswitch.folders.records),
    switchLog: () => freeswitch.log(),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function registerPhone(
  spy: Spy,
  endpoint: SipEndpoint,
  seat: { readonly sipUser: string; readonly password: string },
  isThere: boolean,
): Promise<void> {
  await endpoint.register(seat.sipUser, agentsDomain, seat.password, isThere ? registrationS : 0);
  // The switch writes its registrations a moment after it answered.
  const expected = isThere ? `:${endpoint.port}` : "user_not_registered";
  await until(`the registration of ${seat.sipUser}`, async () =>
    (await spy.api(`sofia_contact agents/${seat.sipUser}@${agentsDomain}`)).includes(expected),
  );
}

async function succeeds(act: () => Promise<void>): Promise<boolean> {
  return await act().then(
    () => true,
    () => false,
  );
}

function call(endpoint: SipEndpoint, { from, name, to }: CallerSpec): void {
  endpoint.call(to ?? menuNumber, {
    user: from ?? "anonymous",
    host: from === undefined ? "anonymous.invalid" : local,
    name: from === undefined ? "Anonymous" : name,
  });
}

function party(endpoint: SipEndpoint, voices: Voices): Party {
  return {
    isUp: () => endpoint.isUp(),
    press: (digits) => endpoint.line.press(digits),
    hangUp: () => endpoint.hangUp(),
    hears: () => {
      const { line } = endpoint;
      if (!endpoint.isUp() || !line.hearsAnything()) return "silence";
      return voices.heard(line.hears([musicHertz, ...voices.all()]));
    },
    digitsHeard: () => endpoint.line.digitsHeard(),
  };
}

function answerOf(how: Exclude<Answering, { readonly kind: "unregistered" }>): Answer {
  return how.kind === "declines"
    ? { kind: "refuses", status: "603 Decline", ringsFirst: true, afterMs: how.afterMs }
    : how;
}

async function readLedger(folder: string): Promise<readonly LegTimes[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".json"));
  const files = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
  return files.flatMap((text) => {
    // The last file may be half written; whoever reads the ledger looks again until it is whole.
    const read = text.trimEnd().endsWith("}") ? readCdr(JSON.parse(text)) : undefined;
    return read ?? [];
  });
}

/** One pitch for each voice. */
class Voices {
  readonly #labels = new Map<number, string>();

  take(label: string): { readonly hertz: number; release(): void } {
    for (let voice = 0; voice < voicesMax; voice += 1) {
      const hertz = firstVoiceHertz + voice * voiceStepHertz;
      if (this.#labels.has(hertz)) continue;
      this.#labels.set(hertz, label);
      return { hertz, release: () => void this.#labels.delete(hertz) };
    }
    throw new Error(`more than ${voicesMax} voices at once`);
  }

  all(): readonly number[] {
    return [...this.#labels.keys()];
  }

  heard(hertz: number | undefined): Hearing {
    // Loud and no tone: somebody speaks.
    if (hertz === undefined) return "prompt";
    return hertz === musicHertz ? "music" : `voice of ${this.#labels.get(hertz) ?? "nobody"}`;
  }
}
