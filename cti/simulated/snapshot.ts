/** A living leg as the list after a reconnect shows it. */

import { legId, type LegId } from "#routing/ids.ts";
import type { LegSnapshot } from "#routing/inputs.ts";
import type { SimulatedLeg } from "./leg.ts";
import { numberTakingOver } from "./observe.ts";
import { isUnmarkedTakeOver, REPLACES } from "./replace.ts";

/** Variables with this prefix are our own marks. */
const MARK = "cc_";

export function snapshotOf(leg: SimulatedLeg): LegSnapshot {
  const marks = [...leg.variables].filter(([name]) => name.startsWith(MARK));
  return {
    leg: legId(leg.uuid),
    direction: leg.direction,
    createdAt: leg.createdAt,
    isAnswered: leg.answeredAt !== undefined,
    bridgedTo: leg.partner === undefined ? undefined : legId(leg.partner.uuid),
    from: leg.variables.has(REPLACES) ? numberTakingOver(leg) : leg.from,
    to: leg.to,
    tags: Object.fromEntries(marks.map(([name, value]) => [name.slice(MARK.length), value])),
    ...(isUnmarkedTakeOver(leg) ? { tookOverFrom: otherOf(leg) } : {}),
  };
}

/** The leg that it took over from, or whom it is bridged with since. */
function otherOf({ partner, lastOther }: SimulatedLeg): LegId | undefined {
  const other = partner ?? lastOther;
  return other === undefined ? undefined : legId(other.uuid);
}
