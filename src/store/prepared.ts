/**
 * Statements that are asked on every call are prepared once on each connection: planning one of them costs PostgreSQL
 * several times what carrying it out does, while a caller hears nothing.
 */

import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from "kysely";
import type { Pool, PoolClient } from "pg";

/** A statement whose text begins with this is prepared. Its text must not vary, or each text is prepared and kept. */
export const OFTEN = "/* often */";

/** The pool as kysely takes it; everything else goes through unchanged. */
export function preparing(pool: Pool): PostgresPool {
  const names = new Map<string, string>();
  const nameOf = (text: string): string => {
    const name = names.get(text) ?? `often_${String(names.size + 1)}`;
    names.set(text, name);
    return name;
  };
  // Kysely knows a connection by its object.
  const known = new WeakMap<PoolClient, PreparingClient>();
  return {
    options: pool.options,
    connect: async () => {
      const client = await pool.connect();
      const preparingClient = known.get(client) ?? new PreparingClient(client, nameOf);
      known.set(client, preparingClient);
      return preparingClient;
    },
    end: () => pool.end(),
  };
}

class PreparingClient implements PostgresPoolClient {
  readonly #client: PoolClient;
  readonly #nameOf: (text: string) => string;

  constructor(client: PoolClient, nameOf: (text: string) => string) {
    this.#client = client;
    this.#nameOf = nameOf;
  }

  query<R>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  query(text: unknown, values: readonly unknown[] = []): unknown {
    if (typeof text !== "string") throw new Error("there are no cursors here");
    if (!text.startsWith(OFTEN)) return this.#client.query(text, [...values]);
    return this.#client.query({ name: this.#nameOf(text), text, values: [...values] });
  }

  release(destroy?: boolean): void {
    this.#client.release(destroy);
  }
}
