import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { browse } from "#test/live/browser.ts";
import { until } from "./support/until.ts";

/** Starts the demo as `npm start` does, on a free port and in a folder of its own. */
async function startDemo() {
  const folder = await mkdtemp(join(tmpdir(), "cordboard-demo-"));
  const child = spawn(process.execPath, ["src/main.ts", "start"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      CORDBOARD_DATA: folder,
      CORDBOARD_HTTP_PORT: "0",
      CORDBOARD_LOG: "error",
      DATABASE_URL: "",
      CORDBOARD_FREESWITCH_HOST: "",
    },
  });
  let said = "";
  child.stdout.on("data", (part: Buffer) => (said += part.toString()));
  child.stderr.on("data", (part: Buffer) => (said += part.toString()));
  const url = await until(
    "the demo listens",
    () => /listens on (http:\S+)/.exec(said)?.[1],
    60_000,
    async () => said,
  );
  await until("its logins", () => /sofia\s+(\S+)/.exec(said)?.[1], 10_000);
  return {
    url,
    folder,
    child,
    said: () => said,
    password: /sofia\s+(\S+)/.exec(said)?.[1] ?? "",
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null) {
        child.kill("SIGKILL");
        await once(child, "exit");
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}

test(
  "[E2E20] the demo is alive within ten seconds of its start, prints who may sign in, and leaves nothing running",
  { timeout: 120_000 },
  async () => {
    await using demo = await startDemo();
    const response = await fetch(`${demo.url}/api/session`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ login: "sofia", password: demo.password }),
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ login: "sofia", isDemo: true });
    const cookie = response.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    {
      await using browser = await browse(demo, cookie, { topics: ["board"] });
      const began = performance.now();
      await browser.board((board) => board.tiles.callsToday > 0);
      await browser.board((board) => Object.values(board.agents).some((agent) => agent.engagement === "talking"));
      // Ten seconds on a quiet machine; tests share theirs with others.
      expect(performance.now() - began).toBeLessThan(30_000);
    }
    const postgres = Number(
      readFileSync(join(demo.folder, "postgres", "data", "postmaster.pid"), "utf8").split("\n")[0],
    );
    expect(isAlive(postgres)).toBe(true);
    demo.child.kill("SIGINT");
    const [code] = await once(demo.child, "exit");
    expect(code, demo.said()).toBe(0);
    expect(isAlive(postgres)).toBe(false);
    expect(existsSync(join(demo.folder, "postgres", "data", "postmaster.pid"))).toBe(false);
  },
);
