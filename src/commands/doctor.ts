/** `cordboard doctor`: prints every check; ends with status 1 when there is a fault. */

import { join } from "node:path";
import { readConfig } from "../config.ts";
import { startDatabase } from "../store/postgres/start-database.ts";
import { inspectSite } from "./inspect-site.ts";
import { ownPrompts } from "../own-folders.ts";

const marks = { ok: "ok     ", warning: "WARNING", fault: "FAULT  " } as const;

export async function runDoctor(): Promise<void> {
  const config = readConfig(process.env, process.cwd());
  await using database = await startDatabase({
    databaseUrl: config.databaseUrl,
    folder: join(config.dataFolder, "postgres"),
    log: (line) => console.log(`${marks.ok}  database  ${line}`),
  });
  console.log(`${marks.ok}  database.kind: ${database.kind}`);
  const checks = await inspectSite(
    config,
    config["freeswitch.promptsFolder"] ?? ownPrompts,
    config["freeswitch.recordingsFolder"] ?? join(config.dataFolder, "recordings"),
  );
  for (const { check, verdict, found, howToMend } of checks) {
    console.log(`${marks[verdict]}  ${check}: ${found}`);
    if (howToMend !== undefined && verdict !== "ok") console.log(`         ${howToMend}`);
  }
  if (checks.some((check) => check.verdict === "fault")) process.exitCode = 1;
}
