/** Who changes something, and when: time is an argument everywhere, so that a test and a replay can set it. */

import type { Instant } from "#routing/instant.ts";

export interface Change {
  /** The user; undefined: the system itself (an import, the seed). */
  readonly by: string | undefined;
  readonly at: Instant;
}
