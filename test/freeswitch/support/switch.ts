/** A real FreeSWITCH for a test: our own configuration, a temporary folder, free ports; gone without a trace afterwards. */

import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { access, constants, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { writeFreeswitchRun } from "#cti/freeswitch/configure.ts";
import type { FreeswitchSite, Gateway } from "#cti/freeswitch/configure.ts";

import { freePort } from "./ports.ts";
import { toneWave } from "./wave.ts";

/** Where the configuration under test lies. */
export const freeswitchConfiguration = resolve(import.meta.dirname, "../../../freeswitch-conf");

/** The agents' domain of every switch under test. */
export const agentsDomain = "cc.local";

/** What a test may want different from the default. */
export interface SwitchOptions {
  readonly directory: { readonly url: string; readonly user: string; readonly secret: string };
  /** Carriers that can be called out to; `proxy` is host:port. */
  readonly gateways?: readonly Gateway[] | undefined;
  /** Where agents' audio goes; a browser needs `outsideAddress()`. Default 127.0.0.1. */
  readonly agentsMediaAddress?: string | undefined;
  readonly mediaTimeoutMs?: number | undefined;
  readonly logLevel?: FreeswitchSite["logLevel"] | undefined;
  /** Another configuration folder than the one under test: a copy of it with more modules. */
  readonly configuration?: string | undefined;
  /** Default: 400 legs at once, 200 new ones a second. */
  readonly limits?: FreeswitchSite["limits"] | undefined;
  /** How many audio ports, two for each leg; default 398. */
  readonly rtpPorts?: number | undefined;
}

/** A running switch. `stop` is a clean end (SIGTERM), `kill` a crash; after either, `restart` brings it back on the same ports. */
export interface TestSwitch extends AsyncDisposable {
  readonly folder: string;
  readonly ports: { readonly esl: number; readonly agents: number; readonly ws: number; readonly trunk: number };
  readonly password: string;
  readonly folders: FreeswitchSite["folders"];
  readonly musicPath: string;
  /** Process id of the running switch, undefined when down. */
  pid(): number | undefined;
  stop(): Promise<void>;
  kill(): Promise<void>;
  restart(): Promise<void>;
  /** The last lines of its log, for a failing test's message. */
  log(lines?: number): Promise<string>;
}

/** The switch on this machine: FREESWITCH_BIN, else `freeswitch` on PATH, else undefined with the reason printed. */
export function findFreeswitch(): string | undefined {
  const named = process.env["FREESWITCH_BIN"];
  if (named !== undefined && named !== "") {
    if (existsSync(named)) return named;
    console.warn(`FREESWITCH_BIN is ${named}, but there is no such file: tests with a real switch are skipped.`);
    return undefined;
  }
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    const candidate = join(folder, "freeswitch");
    if (folder !== "" && existsSync(candidate)) return candidate;
  }
  console.warn(
    "No FreeSWITCH found (FREESWITCH_BIN is not set, `freeswitch` is not on PATH): tests with a real switch are skipped.",
  );
  return undefined;
}

const startMsMax = 30_000;
const stopMsMax = 15_000;

/** Starts a switch and waits until its event socket listens. The caller disposes of it. */
export async function startSwitch(binary: string, options: SwitchOptions): Promise<TestSwitch> {
  await access(binary, constants.X_OK);
  const folder = await mkdtemp(join(tmpdir(), "cordboard-switch-"));
  const local = "127.0.0.1";
  const ports = {
    esl: await freePort(local),
    agents: await freePort(local),
    ws: await freePort(local),
    trunk: await freePort(local),
  };
  const folders = {
    recordings: join(folder, "recordings"),
    prompts: join(folder, "prompts"),
    records: join(folder, "cdr"),
    music: join(folder, "music"),
  };
  await mkdir(folders.music, { recursive: true });
  // Long, because the switch leaves a gap of some two seconds before it plays the only file of a stream again.
  await writeFile(join(folders.music, "tone.wav"), toneWave({ hertz: 440, durationMs: 60_000, amplitude: 2_000 }));
  // Two test switches at once must not take each other's audio ports: a slice, chosen by the ESL port.
  const rtpPorts = options.rtpPorts ?? 398;
  const slices = Math.floor(22_000 / (rtpPorts + 2));
  const firstPort = 10_000 + (ports.esl % slices) * (rtpPorts + 2);
  const door = { address: local, publicSipAddress: undefined, publicMediaAddress: undefined };
  const run = await writeFreeswitchRun(options.configuration ?? freeswitchConfiguration, folder, {
    nodeName: "test-switch",
    esl: { address: local, port: ports.esl, allowedNetworks: ["127.0.0.1/32"] },
    agents: {
      ...door,
      port: ports.agents,
      mediaAddress: options.agentsMediaAddress ?? local,
      codecs: ["OPUS", "PCMU", "PCMA"],
      domain: agentsDomain,
      wsAddress: local,
      wsPort: ports.ws,
    },
    trunk: {
      ...door,
      port: ports.trunk,
      mediaAddress: local,
      codecs: ["PCMU", "PCMA"],
      carrierNetworks: ["127.0.0.0/8"],
    },
    gateways: options.gateways ?? [],
    rtp: { firstPort, lastPort: firstPort + rtpPorts },
    directory: options.directory,
    folders,
    limits: options.limits ?? { sessions: 400, sessionsPerSecond: 200 },
    mediaTimeoutMs: options.mediaTimeoutMs ?? 60_000,
    heartbeatS: 5,
    logLevel: options.logLevel ?? "warning",
  });

  let child: ChildProcess | undefined;
  const start = async () => {
    let said = "";
    const started = spawn(binary, run.arguments, { stdio: ["ignore", "pipe", "pipe"], cwd: folder });
    started.stdout.on("data", (part: Buffer) => (said = (said + part.toString()).slice(-4_000)));
    started.stderr.on("data", (part: Buffer) => (said = (said + part.toString()).slice(-4_000)));
    child = started;
    const deadline = performance.now() + startMsMax;
    while (!(await listens(local, ports.esl))) {
      if (started.exitCode !== null)
        throw new Error(`the switch ended with ${started.exitCode}: ${said}\n${await lastLines(folder, 30)}`);
      if (performance.now() > deadline)
        throw new Error(`the switch is not up after ${startMsMax} ms: ${said}\n${await lastLines(folder, 30)}`);
      await delay(50);
    }
  };
  const end = async (signal: "SIGTERM" | "SIGKILL") => {
    const ending = child;
    child = undefined;
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = new Promise<void>((done) => void ending.once("exit", () => done()));
    ending.kill(signal);
    // A switch that does not end by itself is not left behind.
    const timer = setTimeout(() => ending.kill("SIGKILL"), stopMsMax);
    await ended;
    clearTimeout(timer);
  };
  // Also when the test runner itself is ended in the middle.
  const killChild = () => void child?.kill("SIGKILL");
  process.once("exit", killChild);
  const remove = async () => {
    process.off("exit", killChild);
    await rm(folder, { recursive: true, force: true });
  };

  try {
    await start();
  } catch (error) {
    await end("SIGKILL");
    await remove();
    throw error;
  }
  return {
    folder,
    ports,
    password: run.eslPassword,
    folders,
    musicPath: "local_stream://moh",
    pid: () => child?.pid,
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
    restart: async () => {
      await end("SIGTERM");
      await start();
    },
    log: (lines = 40) => lastLines(folder, lines),
    async [Symbol.asyncDispose]() {
      await end("SIGKILL");
      await remove();
    },
  };
}

/** True when somebody accepts connections there. */
async function listens(address: string, port: number): Promise<boolean> {
  return await new Promise<boolean>((answer) => {
    const socket = connect(port, address);
    socket.once("connect", () => {
      socket.destroy();
      answer(true);
    });
    socket.once("error", () => answer(false));
  });
}

async function lastLines(folder: string, lines: number): Promise<string> {
  const path = join(folder, "log", "freeswitch.log");
  if (!existsSync(path)) return "(no log was written)";
  return (await readFile(path, "utf8")).split("\n").slice(-lines).join("\n");
}
