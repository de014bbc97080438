/** The audit log: who changed or listened to what. Append only; the database refuses to change a row. */

import type { Kysely } from "kysely";
import type { Database } from "../store/schema.ts";
import { json } from "../store/json-column.ts";

export interface AuditEntry {
  /** The user; undefined when nobody was signed in. */
  readonly actor: string | undefined;
  /** A verb of a route or of the session: `createQueue`, `signedIn`, `signInRefused`. */
  readonly action: string;
  /** What kind of thing: `queues`, `session`, `voicemails`. */
  readonly object: string;
  readonly objectId: string | undefined;
  /** What was asked for; secrets are taken out here. */
  readonly detail: unknown;
  readonly ip: string | undefined;
  readonly requestId: string | undefined;
}

export type WriteAudit = (entry: AuditEntry) => Promise<void>;

const secretKey = /password|secret|token|^current$|^next$/i;
const DEPTH_MAX = 8;
const TEXT_MAX = 2_000;

/** The value without secrets, without depths and lengths that nobody reads. */
export function withoutSecrets(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return value.length > TEXT_MAX ? `${value.slice(0, TEXT_MAX)}…` : value;
  if (typeof value !== "object" || value === null) return value;
  if (depth >= DEPTH_MAX) return "…";
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, secretKey.test(key) ? "•" : withoutSecrets(item, depth + 1)]),
  );
}

/** Resolves when the row is written; a caller that must not be silent awaits it before it answers. */
export function createAudit(db: Kysely<Database>): WriteAudit {
  return async (entry) => {
    await db
      .insertInto("sys.audit_log")
      .values({
        actor_id: entry.actor ?? null,
        action: entry.action,
        object: entry.object,
        object_id: entry.objectId ?? null,
        diff: entry.detail === undefined ? null : json(withoutSecrets(entry.detail)),
        ip: entry.ip ?? null,
        request_id: entry.requestId ?? null,
      })
      .execute();
  };
}
