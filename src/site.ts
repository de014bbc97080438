/**
 * Everything put together: database, journal, recovered state, switch (or the demo's), engine, boards, HTTP. The only place
 * where the modules meet; ends in the opposite order of its beginning.
 */

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { connectFreeswitch } from "#cti/freeswitch/port.ts";
import type { SwitchPort } from "#cti/port.ts";
import type { RoutingConfig } from "#routing/config.ts";
import type { Config } from "./config.ts";
import { followCustomerChanges } from "./crm/follow-changes.ts";
import { readNumberingPlan } from "./crm/numbering-plan.ts";
import { append } from "./crm/timeline.ts";
import { createDemo, demoNode } from "./demo/demo.ts";
import { prepareDemo, readDemoCast, type DemoLogin } from "./demo/prepare.ts";
import { CommandFault } from "./commands/fail.ts";
import { firstSteps } from "./first-steps.ts";
import { inspectSite, presetWebSocketUrl } from "./commands/inspect-site.ts";
import { systemClock } from "./engine/clock.ts";
import { checkCallbackIn } from "./crm/do-not-call.ts";
import { findContactIn } from "./engine/find-contact.ts";
import { claimEpoch } from "./engine/epoch.ts";
import { openJournal } from "./engine/journal.ts";
import { startPump } from "./engine/pump.ts";
import { beginAnew, stateFrom } from "./engine/recover.ts";
import { withoutSecrets } from "./engine/without-secrets.ts";
import { doNotCallHandlers } from "./http/do-not-call-handlers.ts";
import { crmHandlers } from "./http/crm-handlers.ts";
import { emergencyHandlers } from "./http/emergency-handlers.ts";
import { ensurePortFree } from "./http/free-port.ts";
import { recordHandlers } from "./http/record-handlers.ts";
import { createServer } from "./http/server.ts";
import { setupHandlers } from "./http/setup-handlers.ts";
import { dryRunHandlers } from "./http/dry-run-handlers.ts";
import { callbackHandlers } from "./http/callback-handlers.ts";
import { waitHandlers } from "./http/wait-handlers.ts";
import { ruleTrialHandlers } from "./http/rule-trial-handlers.ts";
import { tokenHandlers } from "./http/token-handlers.ts";
import { workHandlers } from "./http/work-handlers.ts";
import { figuresOf } from "./kpi/figures.ts";
import { beginDay, foldKpi } from "./kpi/fold.ts";
import { readKpi } from "./kpi/recount.ts";
import { createLive } from "./live/live.ts";
import { popSources } from "./live/pop-sources.ts";
import { promptNames } from "./media/prompt-names.ts";
import { journalLine } from "./observe/journal-line.ts";
import { createLog } from "./observe/log.ts";
import { createMetrics } from "./observe/metrics.ts";
import { createAudit } from "./platform/audit.ts";
import { hashPassword } from "./platform/passwords.ts";
import { openSeats } from "./platform/seats.ts";
import { createApiTokens } from "./platform/api-tokens.ts";
import { createSessions } from "./platform/sessions.ts";
import { createSignIn } from "./platform/sign-in.ts";
import { createThrottle } from "./platform/throttle.ts";
import { enterCallsBy } from "./records/enter-calls.ts";
import { voicemailFile } from "./records/voicemails.ts";
import { loadRoutingConfig } from "./setup/load-routing-config.ts";
import { serviceLevelFormulas } from "./setup/queues.ts";
import { migrate } from "./store/migrate.ts";
import { openPool } from "./store/open-pool.ts";
import { startDatabase } from "./store/postgres/start-database.ts";
import { version } from "./version.ts";
import { ownPrompts, ownConsole } from "./own-folders.ts";

/** What is live on the switch is compared with what we believe this often; finds what a lost event has hidden. */
const AUDIT_EVERY_MS = 30_000;
/** A quiet midnight must empty the boards too. */
const DAY_CHECK_EVERY_MS = 15_000;
/** Writes on the event socket that wake the switch's 20 ms loop. */
const WAKE_EVERY_MS = 1;
const COMMAND_CONNECTIONS = 2;

export interface Site extends AsyncDisposable {
  readonly url: string;
  /** Empty unless this is the demo. */
  readonly demoLogins: readonly DemoLogin[];
}

/** Starts a whole site. Throws what a person can mend as a fault with a sentence; then nothing is left running. */
export async function startSite(config: Config, print: (line: string) => void): Promise<Site> {
  await ensurePortFree(config["http.host"], config["http.port"]);
  await using stack = new AsyncDisposableStack();
  const clock = systemClock();
  const now = (): number => clock.now();
  const log = createLog(config["log.level"]);
  const onFault = (what: string, error: unknown): void => log.error({ err: error }, what);
  await mkdir(config.dataFolder, { recursive: true, mode: 0o700 });
  const recordingsFolder = config["freeswitch.recordingsFolder"] ?? join(config.dataFolder, "recordings");
  await mkdir(recordingsFolder, { recursive: true });
  const promptsFolder = config["freeswitch.promptsFolder"] ?? ownPrompts;
  const prompts = await promptNames(ownPrompts);

  const database = stack.use(
    await startDatabase({ databaseUrl: config.databaseUrl, folder: join(config.dataFolder, "postgres"), log: print }),
  );
  await migrate(database.url);
  const store = stack.use(
    openPool(database.url, { onConnectionLost: (error) => log.warn({ err: error }, "a database connection was lost") }),
  );
  const { db, pool } = store;

  const hasSwitch = config["freeswitch.host"] !== undefined;
  const mayBegin = config.demo ?? config.databaseUrl === undefined;
  const demo = hasSwitch
    ? undefined
    : await prepareDemo({ db, now, prompts, folder: config.dataFolder, timeZone: config.timeZone, mayBegin });
  for (const step of await firstSteps(db, { hasSwitch, isDemo: demo !== undefined })) print(step);

  const seats = new Map<string, boolean>();
  const simulated = demo === undefined ? undefined : stack.use(createDemo(clock, String(now())));
  const ports: SwitchPort[] = simulated === undefined ? [] : [simulated.port];
  if (hasSwitch) ports.push(connectSwitch());
  const nodes = simulated === undefined && !hasSwitch ? [] : [hasSwitch ? config["freeswitch.node"] : demoNode];

  function connectSwitch(): SwitchPort {
    const password = config["freeswitch.password"];
    const host = config["freeswitch.host"];
    if (password === undefined || host === undefined) {
      throw new CommandFault("CORDBOARD_FREESWITCH_PASSWORD is not set: the event socket of the switch asks for it.");
    }
    return connectFreeswitch({
      node: config["freeswitch.node"],
      host,
      port: config["freeswitch.port"],
      password,
      agentsProfile: "agents",
      agentsDomain: config["freeswitch.domain"],
      promptsFolder,
      recordingsFolder,
      musicPath: "local_stream://moh",
      wakeEveryMs: WAKE_EVERY_MS,
      commandConnections: COMMAND_CONNECTIONS,
      onSeat: (sipUser, isRegistered) => {
        seats.set(sipUser, isRegistered);
        live?.refresh();
      },
      onFault: (fault) => log.warn({ err: fault }, "the link to the switch"),
    });
  }

  const epoch = await claimEpoch(db, now());
  const journal = stack.use(
    await openJournal({
      db,
      pool,
      epoch,
      spoolFolder: join(config.dataFolder, "spool"),
      enterCalls: enterCallsBy(append),
      onEvent: (event) => {
        const { level, fields } = journalLine(event);
        log[level](fields, "the journal");
        live?.refresh();
      },
    }),
  );
  const loaded = await loadRoutingConfig(db, { nodes, isNewVersion: false });
  if ("problems" in loaded) {
    const list = loaded.problems.map(({ path, message }) => `  - ${path}: ${message}`).join("\n");
    throw new CommandFault(`The stored configuration makes no sense; mend it in the database:\n${list}`);
  }
  let plan = await readNumberingPlan(db);

  const state = stateFrom(journal.recovery);
  const nodesUp = () => ports.map((port) => port.health());
  const metrics = createMetrics({
    state: () => state,
    nodes: nodesUp,
    journal,
    liveSockets: () => live?.sockets() ?? 0,
  });
  const pump = stack.use(
    startPump({
      state,
      clock,
      journal: withoutSecrets(journal),
      ports,
      findContact: findContactIn(db, () => plan),
      checkCallback: checkCallbackIn(db, () => plan),
      onFault,
      onStep: (input, seconds) => metrics.observeStep(input, seconds),
    }),
  );

  const kpi = await readKpi(db, config.timeZone, now(), loaded.config);
  stack.defer(pump.subscribe((facts) => facts.forEach((fact) => foldKpi(kpi, fact))));
  let formulas = await serviceLevelFormulas(db);
  const adopt = (adopted: RoutingConfig): void => {
    pump.submit({ kind: "config.replaced", config: adopted });
    serviceLevelFormulas(db).then(
      (read) => (formulas = read),
      (error: unknown) => onFault("reading service-level formulas", error),
    );
    readNumberingPlan(db).then(
      (read) => (plan = read),
      (error: unknown) => onFault("reading the numbering plan", error),
    );
  };

  const audit = createAudit(db);
  const sessions = stack.use(createSessions({ db, now, onFault: (error) => onFault("sessions", error) }));
  const tokens = createApiTokens({ db, now, onFault: (error) => onFault("tokens", error) });
  const signIn = createSignIn({ db, now, sessions, audit, throttle: createThrottle(now) });
  let live: ReturnType<typeof createLive> | undefined;
  live = createLive({
    engine: pump,
    sessions,
    figures: figuresOf(kpi, now, (queue) => formulas.get(queue)),
    pop: popSources({ db, now, plan: () => plan }),
    nodes: nodesUp,
    isStoreUp: () => journal.isStoreUp(),
    isPhoneRegistered: hasSwitch ? (sipUser) => seats.get(sipUser) === true : undefined,
    audit,
    onRefused: (kind, refusal) => metrics.countRefusedAsk(kind, refusal),
    onFault: (error, interaction) => log.error({ err: error, interaction }, "the live socket"),
  });
  const consoles = live;
  stack.use(consoles);
  stack.use(
    followCustomerChanges(
      database.url,
      (changed) => consoles.customerChanged(changed),
      (error) => onFault("listening for changes of customers", error),
    ),
  );

  const sip = hasSwitch ? await openSip() : undefined;
  async function openSip() {
    const opened = stack.use(
      await openSeats({ file: join(config.dataFolder, "seats.json"), domain: config["freeswitch.domain"], now }),
    );
    return {
      seats: opened,
      webSocketUrl: config["freeswitch.webSocketUrl"] ?? presetWebSocketUrl(config),
      domain: config["freeswitch.domain"],
      iceServers: config["freeswitch.iceServers"].map((urls) => ({ urls })),
      sipUserOf: (user: string) => state.config.agents.find(({ id }) => id === user)?.sipUser,
    };
  }
  const secret = config["freeswitch.directorySecret"];
  let isOpen = false;
  const server = stack.use(
    await createServer({
      version,
      now,
      log,
      handlers: {
        ...crmHandlers({ db, now, plan: () => plan }),
        ...recordHandlers({ db, now }),
        ...waitHandlers({ state, now }),
        ...emergencyHandlers(pump),
        ...workHandlers(pump, db),
        ...dryRunHandlers({ state, now }),
        ...ruleTrialHandlers({ db, state, now, findContact: findContactIn(db, () => plan) }),
        ...callbackHandlers({ db, engine: pump }),
        ...doNotCallHandlers({ db, now, plan: () => plan }),
        ...tokenHandlers({ db, tokens, now }),
        ...setupHandlers({
          db,
          now,
          hashPassword,
          prompts: () => prompts,
          nodes,
          onChange: adopt,
          doctor: () => inspectSite(config, promptsFolder, recordingsFolder),
          onPersonChange: async (user, staysSignedIn) => {
            if (staysSignedIn) sessions.refresh(user);
            else await sessions.revokeAll(user, undefined);
          },
        }),
      },
      signIn,
      sessions,
      tokens,
      audit,
      live,
      metrics,
      metricsToken: config["http.metricsToken"],
      health: {
        nodes: nodesUp,
        journal,
        isOpen: () => isOpen,
        pingDatabase: async () => void (await pool.query("select 1")),
      },
      isDemo: demo !== undefined,
      country: () => plan.defaultCountry,
      sip,
      publicUrl: config["http.publicUrl"],
      allowedOrigins: config["http.allowedOrigins"],
      trustedProxies: config["http.trustedProxies"],
      directory:
        sip === undefined || secret === undefined
          ? undefined
          : {
              user: config["freeswitch.directoryUser"],
              secret,
              lookUp: (user, domain) => sip.seats.lookUp(user, domain),
            },
      consoleFolder: ownConsole,
      recordingsFolder,
      voicemailFileOf: (id) => voicemailFile(db, id),
    }),
  );

  beginAnew(pump, epoch, loaded.config);
  pump.connect();
  every(AUDIT_EVERY_MS, () => {
    for (const port of ports) if (port.health().isUp) port.resync();
  });
  every(DAY_CHECK_EVERY_MS, () => beginDay(kpi, now()));
  if (simulated !== undefined) simulated.begin({ engine: pump, ...(await readDemoCast(db)) });
  const { url } = await server.listen({ host: config["http.host"], port: config["http.port"] });
  isOpen = true;
  stack.defer(() => {
    isOpen = false;
  });

  function every(ms: number, act: () => void): void {
    const timer = setInterval(act, ms);
    stack.defer(() => clearInterval(timer));
  }

  const owned = stack.move();
  return {
    url,
    demoLogins: demo?.logins ?? [],
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
