/** Profiles of capacity as they are stored: the site's among its settings, an agent's beside her seat. */

import { z } from "zod";
import { PLAIN_CAPACITY, type Capacity } from "#routing/work/capacity.ts";

export const CAPACITY_KEY = "capacity";

const count = z.int().min(0).max(50);
const profile = z.object({
  voice: z.union([z.literal(0), z.literal(1)]),
  mail: count,
  chat: count,
  total: count,
  interruptible: z.array(z.enum(["mail", "chat"])),
  duringVoice: count,
  whileWrappingUp: count,
});

/** What nothing is said about is as it is shipped. */
export function siteCapacity(stored: unknown): Capacity {
  const parsed = profile.partial().safeParse(stored);
  return parsed.success ? { ...PLAIN_CAPACITY, ...defined(parsed.data) } : PLAIN_CAPACITY;
}

/** undefined: she has the site's. A seat begins with `{"voice": 1}`, which says no more than that she has a phone. */
export function agentCapacity(stored: unknown, site: Capacity): Capacity | undefined {
  const parsed = profile.partial().safeParse(stored);
  if (!parsed.success) return undefined;
  const own = defined(parsed.data);
  const isPlain = own.voice !== 0 && Object.keys(own).every((name) => name === "voice");
  return isPlain ? undefined : { ...site, ...own };
}

function defined(some: z.infer<ReturnType<typeof profile.partial>>): Partial<Capacity> {
  return Object.fromEntries(Object.entries(some).filter(([, value]) => value !== undefined));
}
