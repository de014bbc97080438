/** What call records keep of decisions: with what a visit to a queue began, what changed during it, why each agent was rung. */

import type { WaitChange } from "#protocol/api/decisions.ts";
import type { Fact } from "#routing/facts.ts";
import type { Ledger, OpenRecord } from "./ledger.ts";
import type { SegmentMore } from "./rows.ts";

type Of<Kind extends Fact["kind"]> = Extract<Fact, { kind: Kind }>;

/** A visit has a handful of steps and bands; one that comes back again and again is told this far. */
const CHANGES_MAX = 50;

export function decisionOf({
  reservation,
  rule,
  order,
  eligible,
  relaxedTo,
  passedOver,
}: Of<"reservation.made">): SegmentMore {
  return { reservation, rule, order, eligible, relaxedTo, passedOver };
}

export function visitOf(
  { rules }: OpenRecord,
  { enteredAt, priority, particular }: Of<"interaction.queued">,
): SegmentMore {
  return {
    enteredAt,
    priority,
    ...(rules.length === 0 ? {} : { rules }),
    ...(particular === undefined ? {} : { particular: { why: particular.why, agents: particular.agents } }),
  };
}

export function changeOf(fact: Of<"requirement.relaxed" | "priority.raised" | "particular.released">): WaitChange {
  switch (fact.kind) {
    case "requirement.relaxed":
      return { kind: "relaxed", at: fact.at, name: fact.name };
    case "priority.raised":
      return { kind: "aged", at: fact.at, priority: fact.priority };
    case "particular.released":
      return { kind: "particularReleased", at: fact.at, because: fact.because };
  }
}

/** Notes what changed in the visit that goes on; nothing outside one. */
export function changed(ledger: Ledger, { customer }: OpenRecord, change: WaitChange): void {
  if (customer?.kind !== "queue") return;
  const changes = customer.more.changes ?? [];
  if (changes.length >= CHANGES_MAX) return;
  customer.more = { ...customer.more, changes: [...changes, change] };
  ledger.dirty.segments.add(customer);
}
