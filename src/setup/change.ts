/**
 * One change by an admin: a transaction at the end of which the whole configuration still makes sense. What would break
 * it is undone and refused with the reason; what is good is adopted by routing at once.
 *
 * Who changed what is written to the audit log by the HTTP edge, for every administration route alike.
 */

import type { Kysely, Transaction } from "kysely";
import { sql } from "kysely";
import type { Instant } from "#routing/instant.ts";
import type { RoutingConfig } from "#routing/config.ts";
import type { Database } from "../store/schema.ts";
import { loadRoutingConfig } from "./load-routing-config.ts";
import { RefusedChange, type SetupRefusal } from "./refusals.ts";

/** Prompts that flows may name, by language. */
export type PromptNames = Readonly<Record<string, readonly string[]>>;

export interface SetupParts {
  readonly db: Kysely<Database>;
  readonly now: () => Instant;
  readonly hashPassword: (password: string) => Promise<string>;
  readonly prompts: () => PromptNames;
  /** Names of the switches from the server's own settings. */
  readonly nodes: readonly string[];
  /** Called after each change with what routing has to adopt. */
  readonly onChange: (config: RoutingConfig) => void;
}

export type Answer<T> = Promise<T | SetupRefusal>;

/** Changes come one at a time, so that versions grow in the order of the changes. */
const LOCK = 0x5e709;

/** Runs `work` and adopts the result. Database faults other than a broken rule are thrown on. */
export async function change<T>(parts: SetupParts, work: (trx: Transaction<Database>) => Promise<T>): Answer<T> {
  try {
    const { answer, config } = await parts.db.transaction().execute(async (trx) => {
      await sql`select pg_advisory_xact_lock(${LOCK})`.execute(trx);
      const done = await work(trx);
      const loaded = await loadRoutingConfig(trx, { nodes: parts.nodes, isNewVersion: true });
      if ("problems" in loaded) throw new RefusedChange("invalid", loaded.problems[0]?.message, loaded.problems);
      return { answer: done, config: loaded.config };
    });
    parts.onChange(config);
    return answer;
  } catch (error) {
    if (error instanceof RefusedChange) return error.refusal;
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    return refusal;
  }
}

/** SQLSTATE 23505 unique, 23503 foreign key, 23514 check. */
function refusalOf(error: unknown): SetupRefusal | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  const detail = "detail" in error && typeof error.detail === "string" ? error.detail : undefined;
  switch (error.code) {
    case "23505":
      return { refused: "taken", detail, fields: [] };
    case "23503":
      return { refused: detail?.includes("still referenced") === true ? "inUse" : "invalid", detail, fields: [] };
    case "23514":
      return { refused: "invalid", detail: error.message, fields: [] };
    default:
      return undefined;
  }
}
