/** An empty installation for the tests of set-up: a fresh PostgreSQL, and what routing was given. */

import { onTestFinished } from "vitest";
import type { RoutingConfig } from "#routing/config.ts";
import type { SetupParts } from "#src/setup/change.ts";
import { isSetupRefusal, type SetupRefusal } from "#src/setup/refusals.ts";
import { freshDatabase, type FreshDatabase } from "../support/database.ts";

export interface Site extends SetupParts {
  readonly database: FreshDatabase;
  /** What routing was given, newest last. */
  readonly adopted: RoutingConfig[];
}

export async function site(nodes: readonly string[] = ["fs-1"]): Promise<Site> {
  const database = await freshDatabase();
  onTestFinished(() => database[Symbol.asyncDispose]());
  const adopted: RoutingConfig[] = [];
  return {
    database,
    adopted,
    db: database.db,
    now: () => 1_790_000_000_000,
    hashPassword: (password) => Promise.resolve(`hash of ${password.length}`),
    prompts: () => ({ en: ["welcome", "sorry-error", "invalid"] }),
    nodes,
    onChange: (config) => adopted.push(config),
  };
}

export function good<T>(answer: T | SetupRefusal): T {
  if (isSetupRefusal(answer)) throw new Error(`refused: ${JSON.stringify(answer)}`);
  return answer;
}
