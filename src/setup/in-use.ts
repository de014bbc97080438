/** What names what: a skill, group or queue that a queue's settings or a rule speak of is not deleted under them. */

import type { Transaction } from "kysely";
import type { RoutingConfig } from "#routing/config.ts";
import type { Database } from "../store/schema.ts";
import { loadRoutingConfig } from "./load-routing-config.ts";
import { RefusedChange } from "./refusals.ts";

const NAMED_MAX = 5;

/** Names of queues and rules in which this id stands, however deep; its own definition does not count. Pure. */
export function usersOf(config: RoutingConfig, id: string): readonly string[] {
  return [
    ...config.queues.filter(({ id: own, ...settings }) => own !== id && mentions(settings, id)),
    ...config.rules.filter((rule) => mentions(rule, id)),
  ].map(({ name }) => name);
}

function mentions(value: unknown, id: string): boolean {
  if (typeof value !== "object" || value === null) return value === id;
  return Object.values(value).some((each) => mentions(each, id));
}

/** Refuses (`inUse`) with the names of those who speak of it. */
export async function keepUnused(trx: Transaction<Database>, nodes: readonly string[], id: string): Promise<void> {
  const loaded = await loadRoutingConfig(trx, { nodes, isNewVersion: false });
  const users = "problems" in loaded ? [] : usersOf(loaded.config, id);
  if (users.length > 0) throw new RefusedChange("inUse", users.slice(0, NAMED_MAX).join(", "));
}
