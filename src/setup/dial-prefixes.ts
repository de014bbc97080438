/** Which destinations may be dialled: a setting of the site, kept as a list of digits. */

import { z } from "zod";

export const DIAL_PREFIXES_KEY = "dial_prefixes";
/** Whether agents' phones may pass calls on to such destinations: true, or nothing. */
export const FOLLOWS_REDIRECTS_KEY = "follows_redirects";

/** Nothing set means nothing may be dialled: toll fraud is the costlier mistake. */
export function readDialPrefixes(stored: unknown): readonly string[] {
  const parsed = z.array(z.string().regex(/^\+?[0-9]{0,15}$/)).safeParse(stored);
  return parsed.success ? parsed.data : [];
}
