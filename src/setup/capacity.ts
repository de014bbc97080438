/** Profiles of capacity as they are stored: the site's among its settings, an agent's beside her seat. */

import type { z } from "zod";
import { capacityProfile, type CapacityProfile } from "#protocol/api/capacity.ts";
import { PLAIN_CAPACITY, type Capacity } from "#routing/work/capacity.ts";

export const CAPACITY_KEY = "capacity";

const stored = capacityProfile.partial();

/** Plain data, for the wire. */
export function viewOf(capacity: Capacity): CapacityProfile {
  return { ...capacity, interruptible: [...capacity.interruptible] };
}

/** What is kept for an agent who has the site's profile: that she has a phone. */
export const NO_OWN_CAPACITY = { voice: 1 } as const;

/** What nothing is said about is as it is shipped. */
export function siteCapacity(value: unknown): Capacity {
  const parsed = stored.safeParse(value);
  return parsed.success ? { ...PLAIN_CAPACITY, ...defined(parsed.data) } : PLAIN_CAPACITY;
}

/** undefined: she has the site's. A seat begins with `{"voice": 1}`, which says no more than that she has a phone. */
export function agentCapacity(value: unknown, site: Capacity): Capacity | undefined {
  const parsed = stored.safeParse(value);
  if (!parsed.success) return undefined;
  const own = defined(parsed.data);
  const isPlain = own.voice !== 0 && Object.keys(own).every((name) => name === "voice");
  return isPlain ? undefined : { ...site, ...own };
}

function defined(some: z.infer<typeof stored>): Partial<Capacity> {
  return Object.fromEntries(Object.entries(some).filter(([, value]) => value !== undefined));
}
