/** SIPp as a foreign SIP party: many calls at once, and a second opinion beside our own test phones. */

import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The scenarios in `scenarios/`; each file says what it does. */
type SippScenario = "caller" | "menu-caller" | "register" | "answer" | "unavailable";

export interface SippOptions {
  readonly scenario: SippScenario;
  /** Where requests go; for the answering scenarios it only has to be there. */
  readonly target: { readonly address: string; readonly port: number };
  /** Where it listens; media ports are found by itself. */
  readonly localPort: number;
  /** The number called, or the user that registers. */
  readonly service?: string | undefined;
  /** Values for `[name]` in the scenario. */
  readonly keys?: Readonly<Record<string, string>> | undefined;
  readonly authentication?: { readonly user: string; readonly password: string } | undefined;
  readonly calls?: number | undefined;
  readonly callsPerSecond?: number | undefined;
  /** Default 60. */
  readonly timeoutS?: number | undefined;
  /** The scenario's one open pause. */
  readonly pauseMs?: number | undefined;
}

/** A running SIPp. `ended` gives its exit code: 0 when every call went as the scenario says. */
export interface Sipp extends AsyncDisposable {
  readonly ended: Promise<{ readonly code: number | null; readonly said: string }>;
}

/** `sipp` on PATH, or undefined with the reason printed. */
export function findSipp(): string | undefined {
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    const candidate = join(folder, "sipp");
    if (folder !== "" && existsSync(candidate)) return candidate;
  }
  console.warn("No `sipp` on PATH: tests with a foreign SIP party are skipped.");
  return undefined;
}

const endMsMax = 5_000;
const saidMax = 8_000;

/** Starts SIPp on 127.0.0.1 with a time limit of its own. The caller disposes of it. */
export function startSipp(binary: string, options: SippOptions): Sipp {
  const { scenario, target, localPort, service, keys, authentication, calls, callsPerSecond, pauseMs } = options;
  const parts = [
    `${target.address}:${target.port}`,
    ...Object.entries({
      "-sf": join(import.meta.dirname, "scenarios", `${scenario}.xml`),
      "-i": "127.0.0.1",
      "-mi": "127.0.0.1",
      "-p": localPort,
      "-m": calls ?? 1,
      "-r": callsPerSecond ?? 1,
      "-d": pauseMs ?? 500,
      "-timeout": `${options.timeoutS ?? 60}s`,
    }).flatMap(([name, value]) => [name, String(value)]),
    "-timeout_error",
    "-nostdin",
    ...(service === undefined ? [] : ["-s", service]),
    ...(authentication === undefined ? [] : ["-au", authentication.user, "-ap", authentication.password]),
    ...Object.entries(keys ?? {}).flatMap(([name, value]) => ["-key", name, value]),
  ];
  let said = "";
  const child: ChildProcess = spawn(binary, parts, { stdio: ["ignore", "pipe", "pipe"] });
  const listen = (part: Buffer) => (said = (said + part.toString()).slice(-saidMax));
  child.stdout?.on("data", listen);
  child.stderr?.on("data", listen);
  const ended = new Promise<{ readonly code: number | null; readonly said: string }>((tell) => {
    child.once("exit", (code) => tell({ code, said }));
  });
  const killChild = () => void child.kill("SIGKILL");
  process.once("exit", killChild);
  return {
    ended,
    async [Symbol.asyncDispose]() {
      process.off("exit", killChild);
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGTERM");
      const timer = setTimeout(killChild, endMsMax);
      await ended;
      clearTimeout(timer);
    },
  };
}
