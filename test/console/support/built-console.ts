/** The console as the server serves it: built once, and again when its source is newer than the build. */

import { execFile } from "node:child_process";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const root = join(import.meta.dirname, "../../..");
export const dist = join(root, "agent-console/dist");

/** Resolves when `dist` is up to date; rejects with vite's own words when it cannot be built. */
export async function buildConsole(): Promise<void> {
  const built = await changedAt(join(dist, "index.html"));
  const sources = await Promise.all(["agent-console/src", "protocol", "ivr-flows"].map(newest));
  if (built > Math.max(...sources)) return;
  await promisify(execFile)(process.execPath, [join(root, "node_modules/vite/bin/vite.js"), "build", "agent-console"], {
    cwd: root,
  });
}

async function newest(folder: string): Promise<number> {
  const names = await readdir(join(root, folder), { recursive: true });
  return Math.max(...(await Promise.all(names.map((name) => changedAt(join(root, folder, name))))));
}

async function changedAt(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return 0;
    throw error;
  }
}
