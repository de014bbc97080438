/** A whole Cordboard on a real switch: its own PostgreSQL, the service as a process of its own, both of which can be killed. */

import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createContact } from "#src/crm/contacts.ts";
import { standardPlan } from "#src/crm/numbering-plan.ts";
import { isRefusal } from "#src/crm/refusals.ts";
import { seedDemo } from "#src/crm/seed.ts";
import { hashPassword } from "#src/platform/passwords.ts";
import { promptNames } from "#src/media/prompt-names.ts";
import { putDialSettings } from "#src/setup/dial-settings.ts";
import { publishFlow } from "#src/setup/flows.ts";
import { putNumber } from "#src/setup/numbers.ts";
import { isSetupRefusal } from "#src/setup/refusals.ts";
import { migrate } from "#src/store/migrate.ts";
import { openPool, type Store } from "#src/store/open-pool.ts";
import { startDatabase, type RunningDatabase } from "#src/store/postgres/start-database.ts";
import { browse, type Browser } from "#test/live/browser.ts";
import { freePort } from "./ports.ts";
import { openEndpoint, type SipEndpoint } from "./sip/endpoint.ts";
import { agentsDomain, startSwitch, type SwitchOptions, type TestSwitch } from "./switch.ts";
import { openWireCutter, type WireCutter } from "./wire-cutter.ts";
import { testFlow } from "./test-flow.ts";

const password = "password-for-tests";
const directorySecret = "a-directory-secret-for-tests";
/** The number of the test flow; pressing 1 leads to Sales, 2 to Support. */
export const testNumber = "12025550199";

export interface CallCentreOptions {
  /** Where browsers' audio goes; SIP phones of the tests use loopback. */
  readonly mediaAddress?: string | undefined;
  readonly gateways?: SwitchOptions["gateways"];
  /** More customers, each with one number as written. */
  readonly contacts?: readonly { readonly name: string; readonly number: string }[] | undefined;
}

/** An agent with a SIP phone and a live socket, but without a browser. */
export interface TestAgent extends AsyncDisposable {
  readonly login: string;
  readonly phone: SipEndpoint;
  browser(): Browser;
  /** Opens the live socket again, as the console does after the service was away. */
  comeBack(): Promise<void>;
}

export class CallCentre implements AsyncDisposable {
  readonly freeswitch: TestSwitch;
  readonly wire: WireCutter;
  readonly store: Store;
  readonly #database: RunningDatabase;
  readonly #httpPort: number;
  readonly folder: string;
  readonly #stack: AsyncDisposableStack;
  #service: ChildProcess | undefined;
  #said = "";

  constructor(parts: {
    readonly freeswitch: TestSwitch;
    readonly wire: WireCutter;
    readonly store: Store;
    readonly database: RunningDatabase;
    readonly httpPort: number;
    readonly folder: string;
    readonly stack: AsyncDisposableStack;
  }) {
    this.freeswitch = parts.freeswitch;
    this.wire = parts.wire;
    this.store = parts.store;
    this.#database = parts.database;
    this.#httpPort = parts.httpPort;
    this.folder = parts.folder;
    this.#stack = parts.stack;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#httpPort}`;
  }

  get databaseUrl(): string {
    return this.#database.url;
  }

  /** The end of what the service printed, for a failing test's message. */
  get said(): string {
    return this.#said;
  }

  /** Starts the service and waits until it is open and the switch is up. */
  async startService(): Promise<void> {
    const child = spawn(process.execPath, ["src/main.ts", "start"], {
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        DATABASE_URL: this.#database.url,
        CORDBOARD_HTTP_PORT: String(this.#httpPort),
        CORDBOARD_DATA: join(this.folder, "data"),
        CORDBOARD_FREESWITCH_HOST: "127.0.0.1",
        CORDBOARD_FREESWITCH_PORT: String(this.wire.port),
        CORDBOARD_FREESWITCH_PASSWORD: this.freeswitch.password,
        CORDBOARD_SIP_DOMAIN: agentsDomain,
        CORDBOARD_SIP_WEBSOCKET_URL: `ws://127.0.0.1:${this.freeswitch.ports.ws}`,
        CORDBOARD_DIRECTORY_SECRET: directorySecret,
        CORDBOARD_PROMPTS: resolve("prompts"),
        CORDBOARD_RECORDINGS: this.freeswitch.folders.recordings,
        CORDBOARD_LOG: "warn",
      },
    });
    const listen = (part: Buffer): void => {
      this.#said = (this.#said + part.toString()).slice(-8_000);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    this.#service = child;
    await this.#until("the service is up", async () => {
      if (child.exitCode !== null) throw new Error(`the service ended with ${child.exitCode}: ${this.#said}`);
      const response = await fetch(`${this.url}/healthz`).catch(() => undefined);
      const health = response === undefined ? undefined : ((await response.json()) as { status?: string });
      return health?.status === "ok";
    });
  }

  async killService(): Promise<void> {
    await this.#endService("SIGKILL");
  }

  async stopService(): Promise<void> {
    await this.#endService("SIGTERM");
  }

  async signIn(login: string): Promise<string> {
    const response = await fetch(`${this.url}/api/session`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ login, password }),
    });
    if (response.status !== 200) throw new Error(`signing in answered ${response.status}: ${await response.text()}`);
    return response.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  }

  /** Signs in, takes the seat, registers a SIP phone with it and goes ready. */
  async agent(login: string): Promise<TestAgent> {
    const cookie = await this.signIn(login);
    const response = await fetch(`${this.url}/api/seat`, { method: "POST", headers: { cookie, origin: this.url } });
    const seat = (await response.json()) as { sipUser?: string; password?: string };
    if (seat.sipUser === undefined || seat.password === undefined) throw new Error(`no seat: ${JSON.stringify(seat)}`);
    const phone = await openEndpoint({ address: "127.0.0.1", port: this.freeswitch.ports.agents }, 720);
    await phone.register(seat.sipUser, agentsDomain, seat.password, 3_600);
    let browser = await browse(this, cookie, { topics: ["desk"] });
    return {
      login,
      phone,
      browser: () => browser,
      comeBack: async () => {
        browser = await browse(this, cookie, { topics: ["desk"] });
      },
      [Symbol.asyncDispose]: async () => {
        await browser[Symbol.asyncDispose]();
        await phone[Symbol.asyncDispose]();
      },
    };
  }

  /** A customer's telephone at the trunk. */
  async caller(): Promise<SipEndpoint> {
    return await openEndpoint({ address: "127.0.0.1", port: this.freeswitch.ports.trunk }, 600);
  }

  /** Polls, since the other side is another process. */
  async until(what: string, holds: () => Promise<boolean>, withinMs = 15_000): Promise<void> {
    await this.#until(what, holds, withinMs);
  }

  /** The switch's own records, one per leg, in the order of writing. */
  async cdrs(): Promise<readonly unknown[]> {
    const { readdir } = await import("node:fs/promises");
    const names = (await readdir(this.freeswitch.folders.records)).filter((name) => name.endsWith(".json"));
    return Promise.all(
      names.map(
        async (name) => JSON.parse(await readFile(join(this.freeswitch.folders.records, name), "utf8")) as unknown,
      ),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#endService("SIGTERM");
    await this.#stack.disposeAsync();
  }

  async #until(what: string, holds: () => Promise<boolean>, withinMs = 30_000): Promise<void> {
    const deadline = performance.now() + withinMs;
    while (!(await holds())) {
      if (performance.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}\n${this.#said}`);
      await delay(50);
    }
  }

  async #endService(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    const child = this.#service;
    this.#service = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((tell) => void child.once("exit", () => tell()));
    child.kill(signal);
    const timer = setTimeout(() => child.kill("SIGKILL"), 15_000);
    await ended;
    clearTimeout(timer);
  }
}

/** Starts all of it; the service has yet to be started. */
export async function openCallCentre(binary: string, options: CallCentreOptions = {}): Promise<CallCentre> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "cordboard-centre-"));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const httpPort = await freePort("127.0.0.1");
  const database = stack.use(
    await startDatabase({
      databaseUrl: undefined,
      folder: join(folder, "postgres"),
      settings: { max_connections: "100" },
    }),
  );
  await migrate(database.url);
  const store = stack.use(openPool(database.url));
  await fillSite(store, options);
  const freeswitch = stack.use(
    await startSwitch(binary, {
      directory: { url: `http://127.0.0.1:${httpPort}/fs/directory`, user: "freeswitch", secret: directorySecret },
      agentsMediaAddress: options.mediaAddress,
      gateways: options.gateways,
    }),
  );
  const wire = stack.use(await openWireCutter(freeswitch.ports.esl));
  return new CallCentre({ freeswitch, wire, store, database, httpPort, folder, stack: stack.move() });
}

async function fillSite({ db }: Store, options: CallCentreOptions): Promise<void> {
  const at = Date.now();
  await seedDemo(db, { at, password, hashPassword, timeZone: "UTC", officeHours: "always" });
  const prompts = await promptNames(resolve("prompts"));
  const setup = {
    db,
    now: () => Date.now(),
    hashPassword,
    prompts: () => prompts,
    nodes: ["fs1"],
    onChange: () => undefined,
  };
  const done = [
    await publishFlow(setup, { text: JSON.stringify(testFlow) }, undefined),
    await putNumber(setup, { dialled: testNumber, label: "Test", flow: testFlow.id }),
    await putDialSettings(
      setup,
      {
        trunks: (options.gateways ?? []).map(({ name }) => ({ gateway: name, callerNumber: "12025550100" })),
        dialPrefixes: ["34"],
      },
      undefined,
    ),
  ];
  const refused = done.find(isSetupRefusal);
  if (refused !== undefined) throw new Error(`the site cannot be set up: ${JSON.stringify(refused)}`);
  for (const { name, number } of options.contacts ?? []) {
    const contact = await createContact(
      db,
      { fullName: name, points: [{ kind: "phone", value: number }] },
      standardPlan,
      { by: undefined, at },
    );
    if (isRefusal(contact)) throw new Error(`contact ${name} ${number}: ${contact.refused}`);
  }
}
