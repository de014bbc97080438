/** The service as a process of its own: started, killed, started again on the same port and folder. */

import { spawn, type ChildProcess } from "node:child_process";
import { until } from "./until.ts";

const UP_MS_MAX = 60_000;
const END_MS_MAX = 15_000;
const SAID_MAX = 20_000;

export interface Service extends AsyncDisposable {
  readonly url: string;
  /** The end of what it printed. */
  said(): string;
  /** Of the running process; undefined when none runs. */
  pid(): number | undefined;
  /** Starts it and waits until `/healthz` says so: `ok`, or `answers` when something is meant to be missing. */
  start(wanted?: "ok" | "answers"): Promise<void>;
  health(): Promise<string | undefined>;
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** Nothing runs yet. `environment` is all that it is told. */
export function serviceAt(port: number, environment: Readonly<Record<string, string>>): Service {
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  let said = "";

  async function end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    const ending = child;
    child = undefined;
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = new Promise<void>((tell) => void ending.once("exit", () => tell()));
    ending.kill(signal);
    const timer = setTimeout(() => ending.kill("SIGKILL"), END_MS_MAX);
    await ended;
    clearTimeout(timer);
  }
  // Also when the test runner itself is ended in the middle.
  const killChild = (): void => void child?.kill("SIGKILL");
  process.once("exit", killChild);

  async function health(): Promise<string | undefined> {
    const response = await fetch(`${url}/healthz`).catch(() => undefined);
    return response === undefined ? undefined : ((await response.json()) as { status?: string }).status;
  }

  return {
    url,
    said: () => said,
    pid: () => child?.pid,
    health,
    start: async (wanted = "ok") => {
      const started = spawn(process.execPath, ["src/main.ts", "start"], {
        stdio: ["ignore", "pipe", "pipe"],
        env: {
          PATH: process.env["PATH"] ?? "",
          HOME: process.env["HOME"] ?? "",
          CORDBOARD_HTTP_PORT: String(port),
          CORDBOARD_LOG: "warn",
          ...environment,
        },
      });
      const listen = (part: Buffer): void => {
        said = (said + part.toString()).slice(-SAID_MAX);
      };
      started.stdout.on("data", listen);
      started.stderr.on("data", listen);
      child = started;
      const isUp = async (): Promise<boolean> => {
        if (started.exitCode !== null) throw new Error(`the service ended with ${started.exitCode}: ${said}`);
        const status = await health();
        return wanted === "ok" ? status === "ok" : status !== undefined && status !== "down";
      };
      await until("the service is up", isUp, UP_MS_MAX, () => said);
    },
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
    [Symbol.asyncDispose]: async () => {
      process.off("exit", killChild);
      await end("SIGTERM");
    },
  };
}
