/** Is it alive, and what does it miss? For load balancers, and for the person who looks first when something is odd. */

import type { SwitchHealth } from "#cti/port.ts";

export interface HealthParts {
  readonly nodes: () => readonly SwitchHealth[];
  readonly journal: { isStoreUp(): boolean; pending(): number };
  /** Resolves when PostgreSQL answered a query. */
  readonly pingDatabase: () => Promise<void>;
  /** True from the end of recovery until shutdown begins. */
  readonly isOpen: () => boolean;
}

export interface Health {
  /**
   * `ok`; `degraded`: calls go on, something is missing; `down`: no new work should come here.
   * A switch or a database that is away never makes it `down`: another process could not do better.
   */
  readonly status: "ok" | "degraded" | "down";
  readonly parts: {
    readonly engine: "up" | "down";
    readonly database: "up" | "down";
    readonly journal: { readonly isStoreUp: boolean; readonly pending: number };
    readonly switches: readonly { readonly node: string; readonly isUp: boolean }[];
  };
}

const PING_LIMIT_MS = 1_000;

export async function readHealth(parts: HealthParts): Promise<Health> {
  const isDatabaseUp = await answersInTime(parts.pingDatabase);
  const switches = parts.nodes().map(({ node, isUp }) => ({ node, isUp }));
  const journal = { isStoreUp: parts.journal.isStoreUp(), pending: parts.journal.pending() };
  const isWhole = isDatabaseUp && journal.isStoreUp && switches.every((each) => each.isUp);
  const isOpen = parts.isOpen();
  return {
    status: isOpen ? (isWhole ? "ok" : "degraded") : "down",
    parts: { engine: isOpen ? "up" : "down", database: isDatabaseUp ? "up" : "down", journal, switches },
  };
}

async function answersInTime(ping: () => Promise<void>): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), PING_LIMIT_MS);
  const answered = ping().then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([answered, late]);
  } finally {
    clearTimeout(timer);
  }
}
