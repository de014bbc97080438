/** What holds for the whole site: what tiers are worth, who is served first, and the rules over callers. One row. */

import type { Kysely, Transaction } from "kysely";
import { routingSettings, ruleList, type RoutingSettings, type RuleList } from "#protocol/api/routing-set-up.ts";
import type { RoutingConfig } from "#routing/config.ts";
import { json } from "../store/json-column.ts";
import type { Database } from "../store/schema.ts";
import { change, type Answer, type SetupParts } from "./change.ts";
import { RefusedChange } from "./refusals.ts";
import { ruleOf } from "./rules.ts";

export async function readRoutingSettings(db: Kysely<Database>): Promise<RoutingSettings> {
  const row = await theRow(db);
  return routingSettings.parse({
    version: row.version,
    tiers: row.tiers,
    serviceOrder: row.service_order,
    ...(row.weighted_wait_max_ms === null ? {} : { weightedWaitMaxMs: row.weighted_wait_max_ms }),
  });
}

export async function putRoutingSettings(parts: SetupParts, input: RoutingSettings): Answer<RoutingSettings> {
  return await change(parts, async (trx) => {
    const before = await theRowLocked(trx);
    if (before.version !== input.version) throw new RefusedChange("stale");
    await trx
      .updateTable("cc.routing_settings")
      .set({
        tiers: json<unknown>(input.tiers),
        service_order: input.serviceOrder,
        weighted_wait_max_ms: input.weightedWaitMaxMs ?? null,
        version: input.version + 1,
      })
      .execute();
    return await readRoutingSettings(trx);
  });
}

/** Rules that are switched off included. */
export async function readRoutingRules(db: Kysely<Database>): Promise<RuleList> {
  const row = await theRow(db);
  return ruleList.parse({ version: row.rules_version, rules: row.rules });
}

/** Replaces the list whole: the order of rules is part of their meaning. */
export async function putRoutingRules(parts: SetupParts, input: RuleList): Answer<RuleList> {
  return await change(parts, async (trx) => {
    const before = await theRowLocked(trx);
    if (before.rules_version !== input.version) throw new RefusedChange("stale");
    await checkPeople(trx, input);
    await trx
      .updateTable("cc.routing_settings")
      .set({ rules: json<unknown>(input.rules), rules_version: input.version + 1 })
      .execute();
    return { ...input, version: input.version + 1 };
  });
}

/** What of it routing has to know; rules that are switched off are not among it. */
export async function loadRoutingSettings(
  db: Kysely<Database>,
): Promise<Pick<RoutingConfig, "tiers" | "serviceOrder" | "weightedWaitMaxMs" | "rules">> {
  const { tiers, serviceOrder, weightedWaitMaxMs } = await readRoutingSettings(db);
  const { rules } = await readRoutingRules(db);
  return { tiers, serviceOrder, weightedWaitMaxMs, rules: rules.filter(({ isActive }) => isActive).map(ruleOf) };
}

/**
 * A rule names people who are there as it is written. Later they may leave, and routing leaves them out: whoever leaves
 * must not be held back by a rule.
 */
async function checkPeople(trx: Transaction<Database>, { rules }: RuleList): Promise<void> {
  const people = await trx.selectFrom("cc.agents").select("user_id").execute();
  const known = new Set(people.map((row) => row.user_id));
  const fields = rules.flatMap(({ name, outcome: { particular } }) =>
    particular?.who === "named" && particular.agents.some((id) => !known.has(id))
      ? [{ path: `rules.${name}.outcome.particular`, message: "there is no such agent" }]
      : [],
  );
  if (fields.length > 0) throw new RefusedChange("invalid", fields[0]?.message, fields);
}

async function theRow(db: Kysely<Database>) {
  return await db.selectFrom("cc.routing_settings").selectAll().executeTakeFirstOrThrow();
}

async function theRowLocked(trx: Transaction<Database>) {
  return await trx.selectFrom("cc.routing_settings").selectAll().forUpdate().executeTakeFirstOrThrow();
}
