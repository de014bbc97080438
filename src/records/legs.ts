/** Every connection that the switch made or tried for an interaction, with the cause of its end: also the tries that failed. */

import type { Fact } from "#routing/facts.ts";
import type { Ledger, OpenRecord } from "./ledger.ts";
import type { Attempt, LegRow } from "./rows.ts";

type LegFact = Extract<Fact, { kind: `leg.${string}` }>;

/** Folds one fact about a leg. */
export function foldLegFact(ledger: Ledger, record: OpenRecord, fact: LegFact): void {
  switch (fact.kind) {
    case "leg.opened":
      return opened(ledger, record, fact);
    case "leg.answered":
      return change(ledger, record, fact, (leg) => (leg.answeredAt ??= fact.at));
    case "leg.bridged":
      change(ledger, record, fact, (leg) => (leg.bridgedAt ??= fact.at));
      return change(ledger, record, { leg: fact.other }, (leg) => (leg.bridgedAt ??= fact.at));
    case "leg.ended":
      return change(ledger, record, fact, (leg) => {
        leg.endedAt ??= fact.at;
        leg.cause ??= fact.cause;
        leg.sipStatus ??= fact.sipStatus;
      });
    case "leg.replaced":
      return change(ledger, record, { leg: fact.by }, (leg) => (leg.replaces ??= fact.leg));
    case "leg.rang":
    case "leg.parked":
    case "leg.bridgeAsked":
    case "leg.bridgeGivenUp":
    case "leg.unbridged":
    case "leg.hangUpAsked":
      return;
  }
}

function opened(ledger: Ledger, record: OpenRecord, fact: Extract<Fact, { kind: "leg.opened" }>): void {
  if (record.legs.has(fact.leg)) return;
  const { target } = fact;
  const remote = target?.kind === "trunk" ? target.number : target?.kind === "seat" ? target.sipUser : fact.remote;
  const leg: LegRow = {
    id: fact.leg,
    interaction: fact.interaction,
    role: fact.role,
    direction: fact.direction,
    agent: fact.agent,
    remote: remote?.slice(0, 200),
    trunk: target?.kind === "trunk" ? target.gateway : undefined,
    node: fact.node,
    createdAt: fact.at,
    answeredAt: undefined,
    bridgedAt: undefined,
    endedAt: undefined,
    cause: undefined,
    sipStatus: undefined,
    attempts: target?.kind === "trunk" ? failedAttempts(record, fact.role, target.number) : [],
    replaces: undefined,
  };
  record.legs.set(leg.id, leg);
  ledger.dirty.legs.add(leg);
}

/** Earlier tries at the same number by other ways out: why this leg goes by the way that it goes. */
function failedAttempts(record: OpenRecord, role: LegRow["role"], number: string): readonly Attempt[] {
  const attempts: Attempt[] = [];
  for (const leg of record.legs.values()) {
    if (leg.trunk === undefined || leg.role !== role || leg.remote !== number) continue;
    if (leg.endedAt === undefined || leg.answeredAt !== undefined) continue;
    attempts.push({
      leg: leg.id,
      trunk: leg.trunk,
      at: leg.endedAt,
      cause: leg.cause ?? "UNKNOWN",
      sipStatus: leg.sipStatus,
    });
  }
  return attempts;
}

function change(ledger: Ledger, record: OpenRecord, fact: Pick<LegFact, "leg">, apply: (leg: LegRow) => void): void {
  const leg = record.legs.get(fact.leg);
  if (leg === undefined) return;
  apply(leg);
  ledger.dirty.legs.add(leg);
}
