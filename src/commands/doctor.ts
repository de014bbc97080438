/** `cordboard doctor`: prints every check; ends with status 1 when there is a fault. */

import { join } from "node:path";
import type { DoctorCheck } from "#protocol/api/admin.ts";
import { readConfig, type Config } from "../config.ts";
import { ownPrompts } from "../own-folders.ts";
import { DatabaseFault } from "../store/postgres/database-fault.ts";
import { startDatabase } from "../store/postgres/start-database.ts";
import { inspectSite } from "./inspect-site.ts";

const marks = { ok: "ok     ", warning: "WARNING", fault: "FAULT  " } as const;

export async function runDoctor(): Promise<void> {
  const config = readConfig(process.env, process.cwd());
  const checks = [
    ...(await inspectDatabase(config)),
    ...(await inspectSite(
      config,
      config["freeswitch.promptsFolder"] ?? ownPrompts,
      config["freeswitch.recordingsFolder"] ?? join(config.dataFolder, "recordings"),
    )),
  ];
  for (const { check, verdict, found, howToMend } of checks) {
    console.log(`${marks[verdict]}  ${check}: ${found}`);
    if (howToMend !== undefined && verdict !== "ok") console.log(`         ${howToMend}`);
  }
  if (checks.some((check) => check.verdict === "fault")) process.exitCode = 1;
}

/** Its faults say in one text what is wrong and how to mend it. The switch is looked at all the same. */
async function inspectDatabase(config: Config): Promise<readonly DoctorCheck[]> {
  const lines: string[] = [];
  try {
    const database = await startDatabase({
      databaseUrl: config.databaseUrl,
      folder: join(config.dataFolder, "postgres"),
      log: (line) => lines.push(line),
    });
    await database.stop();
  } catch (error) {
    if (!(error instanceof DatabaseFault)) throw error;
    return [{ check: "database", verdict: "fault", found: error.message }];
  }
  return lines.map((line) => ({ check: "database", verdict: "ok", found: line.replace(/^Database: /, "") }));
}
