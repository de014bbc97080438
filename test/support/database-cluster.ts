/**
 * One embedded PostgreSQL per test run. It is started by the first test that wants it (test/support/database.ts), so a
 * run without database tests starts none; this file names its folder and removes it at the end.
 */

import { existsSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { endServerOf } from "#src/store/postgres/embedded.ts";
import { isAlive } from "#src/store/postgres/postmaster.ts";

const PREFIX = "cordboard-test-";

declare module "vitest" {
  interface ProvidedContext {
    readonly databaseFolder: string;
  }
}

/** Called by vitest before a project's tests. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const owner = Number(name.slice(PREFIX.length).split("-")[0]);
    if (!isAlive(owner)) await remove(join(tmpdir(), name)); // of a run that was killed
  }
  const folder = join(tmpdir(), `${PREFIX}${process.pid}-${project.name === "" ? "all" : project.name}`);
  project.provide("databaseFolder", folder);
  return () => remove(folder);
}

async function remove(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  await endServerOf(folder);
  rmSync(folder, { recursive: true, force: true });
}
