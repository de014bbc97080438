/** A whole server for tests: real core on the simulated switch in virtual time, real PostgreSQL, a port of its own. */

import { tmpdir } from "node:os";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { simulatedPort } from "#cti/simulated/port.ts";
import { createSimulatedSwitch, type SimulatedSwitch } from "#cti/simulated/switch.ts";
import type { Role } from "#protocol/api/route.ts";
import type { RoutingConfig } from "#routing/config.ts";
import { emptyState } from "#routing/evolve.ts";
import type { Fact } from "#routing/facts.ts";
import { NEVER, type Instant } from "#routing/instant.ts";
import type { Clock } from "#src/engine/clock.ts";
import type { Journal } from "#src/engine/port.ts";
import { startPump, type Pump } from "#src/engine/pump.ts";
import { Refused } from "#src/http/refused.ts";
import { routes } from "#src/http/routes.ts";
import { createServer, type ModuleHandlers, type ServerParts } from "#src/http/server.ts";
import type { WaitParts } from "#src/http/wait-handlers.ts";
import { createLive, liveLimits, type Live, type LiveLimits } from "#src/live/live.ts";
import type { PopSources, TodayFigures } from "#src/live/sources.ts";
import { createLog } from "#src/observe/log.ts";
import { createMetrics } from "#src/observe/metrics.ts";
import { createAudit } from "#src/platform/audit.ts";
import { hashPassword } from "#src/platform/passwords.ts";
import { openSeats } from "#src/platform/seats.ts";
import { createApiTokens } from "#src/platform/api-tokens.ts";
import { tokenHandlers } from "#src/http/token-handlers.ts";
import { createSessions, sessionLimits, type SessionLimits } from "#src/platform/sessions.ts";
import { createSignIn } from "#src/platform/sign-in.ts";
import { createThrottle } from "#src/platform/throttle.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";
import { agent, node, siteConfig } from "#test/simulation/site.ts";

export const startAt: Instant = 1_795_293_000_000;
export const password = "correct horse battery";
export const directorySecret = "a secret for the directory";

export interface SiteOptions {
  /** The modules' handlers, made from the living state where they read it. */
  readonly handlers?: Partial<ModuleHandlers> | ((parts: WaitParts) => Partial<ModuleHandlers>) | undefined;
  readonly server?: Partial<ServerParts> | undefined;
  readonly sessionLimits?: Partial<SessionLimits> | undefined;
  readonly live?:
    | {
        readonly socket?: Partial<LiveLimits["socket"]>;
        readonly topics?: Partial<LiveLimits["topics"]>;
        readonly savedWithinMs?: number;
      }
    | undefined;
  readonly pop?: Partial<PopSources> | undefined;
  /** Resolves when a fact is durable; at once unless given. */
  readonly durable?: ((n: number) => Promise<void>) | undefined;
  readonly agents?: number | undefined;
  readonly database?: FreshDatabase | undefined;
}

export interface Site extends AsyncDisposable {
  readonly live: Live;
  readonly url: string;
  readonly db: FreshDatabase["db"];
  readonly pump: Pump;
  readonly sim: SimulatedSwitch;
  readonly config: RoutingConfig;
  readonly facts: readonly Fact[];
  readonly log: readonly string[];
  readonly folder: string;
  /** Lets time pass for everybody: switch, core, sessions. */
  advance(ms: number): void;
  /** Makes a person; the first agents of the site's configuration are `agent-1`, `agent-2`, … */
  person(login: string, roles: readonly Role[], id?: string): Promise<string>;
  /** Signs in and gives the cookie header. */
  signIn(login: string, userAgent?: string): Promise<string>;
}

const noVisits = {
  offered: 0,
  answered: 0,
  answeredWithin: 0,
  abandoned: 0,
  shortAbandoned: 0,
  flowedOut: 0,
  callbackAccepted: 0,
  lost: 0,
  answerWaitMs: 0,
};

export const noFigures: TodayFigures = {
  queue: () => noVisits,
  work: () => noVisits,
  callbacks: () => ({ booked: 0, reached: 0, unreached: 0 }),
  serviceLevel: () => undefined,
  agent: () => ({ answered: 0, took: 0, handleMs: 0, missed: 0 }),
  callsToday: () => 0,
  serviceLevelFormula: "SL-4",
};

const strangers: PopSources = {
  findCaller: () => Promise.resolve({ match: "none", candidates: [] }),
  candidate: () => Promise.resolve(undefined),
  lastCalls: () => Promise.resolve([]),
  openTasks: () => Promise.resolve([]),
};

/** Answers "not found" for everything: what is left is the edge itself. */
const edgeOnly: Readonly<Record<string, () => Promise<Refused>>> = Object.fromEntries(
  routes.map(({ name }) => [name, () => Promise.resolve(new Refused("notFound"))]),
);

let hash: Promise<string> | undefined;

export async function startSite(options: SiteOptions = {}): Promise<Site> {
  const database = options.database ?? (await freshDatabase());
  const folder = await mkdtemp(join(tmpdir(), "cordboard-site-"));
  const config = siteConfig(options.agents ?? 4);
  const sim = createSimulatedSwitch({ node, seed: "site", startAt });
  for (const { sipUser } of config.agents) sim.setPhone(sipUser, { kind: "manual" });
  const port = simulatedPort(sim);
  const time = virtualClock();
  const facts: Fact[] = [];
  const journal: Journal = {
    append: (added) => void facts.push(...added),
    durable: options.durable ?? (() => Promise.resolve()),
    isStoreUp: () => true,
    pending: () => 0,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  const faults: unknown[] = [];
  const pump = startPump({
    state: emptyState(),
    clock: time.clock,
    journal,
    ports: [port],
    findContact: () => Promise.resolve({ match: "none", contact: undefined, values: {} }),
    checkCallback: () => Promise.resolve({ mayCall: true, timeZone: undefined }),
    onFault: (_, error) => void faults.push(error),
  });
  pump.feed({ kind: "engine.started", epoch: 1, seed: "site" });
  pump.feed({ kind: "config.replaced", config });
  pump.connect();
  advance(1_000);

  const { db } = database;
  const now = (): Instant => time.clock.now();
  const logLines: string[] = [];
  const log = createLog("debug", { write: (line) => void logLines.push(line) });
  const audit = createAudit(db);
  const sessions = createSessions({
    db,
    now,
    limits: { ...sessionLimits, ...options.sessionLimits },
    onFault: (error) => void faults.push(error),
  });
  const tokens = createApiTokens({ db, now, onFault: (error) => void faults.push(error) });
  const signIn = createSignIn({ db, now, sessions, audit, throttle: createThrottle(now) });
  const seats = await openSeats({ file: join(folder, "seats.json"), domain: "cc.local", now });
  const nodes = () => [port.health()];
  const metrics = createMetrics({ state: () => pump.state, nodes, journal, liveSockets: () => live.sockets() });
  const live = createLive({
    engine: pump,
    sessions,
    figures: noFigures,
    pop: { ...strangers, ...options.pop },
    nodes,
    isStoreUp: () => true,
    isPhoneRegistered: undefined,
    audit,
    onRefused: (kind, refusal) => metrics.countRefusedAsk(kind, refusal),
    onFault: (error) => void faults.push(error),
    limits: {
      socket: { ...liveLimits.socket, ...options.live?.socket },
      topics: { ...liveLimits.topics, coalesceMs: 10, ...options.live?.topics },
      savedWithinMs: options.live?.savedWithinMs ?? liveLimits.savedWithinMs,
    },
  });
  const server = await createServer({
    version: "0.0.0-test",
    now,
    log,
    handlers: handlersOf({
      ...tokenHandlers({ db, tokens, now }),
      ...(typeof options.handlers === "function" ? options.handlers({ state: pump.state, now }) : options.handlers),
    }),
    signIn,
    sessions,
    tokens,
    audit,
    live,
    metrics,
    metricsToken: "a token for prometheus",
    health: {
      nodes,
      journal,
      isOpen: () => true,
      pingDatabase: async () => void (await database.pool.query("select 1")),
    },
    isDemo: false,
    country: () => "ES",
    sip: {
      seats,
      webSocketUrl: "wss://phone.example.org:7443",
      domain: "cc.local",
      iceServers: [],
      sipUserOf: (user) => config.agents.find(({ id }) => id === user)?.sipUser,
    },
    publicUrl: undefined,
    allowedOrigins: [],
    trustedProxies: [],
    directory: { user: "freeswitch", secret: directorySecret, lookUp: (user, domain) => seats.lookUp(user, domain) },
    consoleFolder: join(folder, "console"),
    recordingsFolder: join(folder, "recordings"),
    voicemailFileOf: () => Promise.resolve(undefined),
    ...options.server,
  });
  const { url } = await server.listen({ host: "127.0.0.1", port: 0 });

  function advance(ms: number): void {
    const until = time.clock.now() + ms;
    for (;;) {
      const next = Math.min(sim.nextEventAt(), time.nextAt());
      if (next > until) break;
      time.set(next);
      sim.advance(time.clock.now());
      time.ring();
    }
    time.set(until);
    sim.advance(until);
  }

  return {
    url,
    live,
    db,
    pump,
    sim,
    config,
    facts,
    log: logLines,
    folder,
    advance,
    async person(login, roles, id) {
      const userId = id ?? crypto.randomUUID();
      await db
        .insertInto("sys.users")
        .values({
          id: userId,
          login,
          name: login,
          password_hash: await (hash ??= hashPassword(password)),
          roles: [...roles],
        })
        .execute();
      return userId;
    },
    async signIn(login, userAgent = "test") {
      const response = await fetch(`${url}/api/session`, {
        method: "POST",
        headers: { "content-type": "application/json", "user-agent": userAgent },
        body: JSON.stringify({ login, password }),
      });
      if (response.status !== 200) throw new Error(`signing in answered ${response.status}: ${await response.text()}`);
      const [cookie] = response.headers.getSetCookie();
      return cookie?.split(";")[0] ?? "";
    },
    async [Symbol.asyncDispose]() {
      await live[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
      await sessions[Symbol.asyncDispose]();
      await seats[Symbol.asyncDispose]();
      await pump[Symbol.asyncDispose]();
      await port[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
      if (options.database === undefined) await database[Symbol.asyncDispose]();
      if (faults.length > 0) throw new AggregateError(faults, "the server met faults in a test");
    },
  };
}

/** The nth agent of the site's configuration, as a person of that id. */
export const agentId = (n: number): string => agent(n);

function handlersOf(given: Partial<ModuleHandlers> | undefined): ModuleHandlers {
  const all: unknown = { ...edgeOnly, ...given };
  assertHandlers(all);
  return all;
}

/** `edgeOnly` was made from the table itself. */
function assertHandlers(value: unknown): asserts value is ModuleHandlers {
  if (typeof value !== "object" || value === null) throw new TypeError("no handlers");
}

function virtualClock() {
  let at = startAt;
  const alarms = new Set<{ readonly at: Instant; readonly act: () => void }>();
  const clock: Clock = {
    now: () => at,
    at: (due, act) => {
      const alarm = { at: due, act };
      alarms.add(alarm);
      return () => void alarms.delete(alarm);
    },
  };
  return {
    clock,
    nextAt: () => Math.min(NEVER, ...[...alarms].map((alarm) => alarm.at)),
    set: (to: Instant) => void (at = Math.max(at, to)),
    ring() {
      for (const alarm of [...alarms].filter(({ at: due }) => due <= at)) {
        alarms.delete(alarm);
        alarm.act();
      }
    },
  };
}
