/** How an agent finishes her paperwork after a call of a queue, as an admin set it up. */

import type { DurationMs } from "../instant.ts";

export const WRAP_UP_MODES = ["none", "optional", "mandatory", "timed", "onRequest"] as const;
/**
 * `none`: free at once. `optional`: no clock, she ends it when she likes. `mandatory`: no clock, it ends only with a
 * disposition. `timed`: the clock ends it. `onRequest`: timed too, but only if she asked for it during the conversation.
 */
export type WrapUpMode = (typeof WRAP_UP_MODES)[number];

/** The length of the timed ones stands beside it: the agent's own `wrapUpMs`, else the queue's. */
export interface WrapUpPolicy {
  readonly mode: WrapUpMode;
  /** Whether she may end a timed one before the clock does. */
  readonly canEndEarly: boolean;
  /** How often she may prolong a timed one, and by how much. */
  readonly extensionsMax: number;
  readonly extensionMs: DurationMs;
}

/** What holds where nothing else is said, and for calls from no queue. */
export const PLAIN_WRAP_UP: WrapUpPolicy = { mode: "timed", canEndEarly: true, extensionsMax: 5, extensionMs: 30_000 };
