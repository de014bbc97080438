/** Somebody or something that waits in a queue, as the board shows it. */

import { z } from "zod";

/** So many of each queue's line are shown, from its head on; the queue's own count tells of the others. */
export const WAITING_SHOWN_MAX = 20;

export const waitingRow = z.object({
  id: z.uuid(),
  queue: z.uuid(),
  /** Absent: a caller. */
  medium: z.enum(["callback", "mail", "chat"]).optional(),
  /** The other side's number, or who wrote; absent: withheld. */
  number: z.string().optional(),
  /** 1 for the head of the line. */
  position: z.int(),
  /** What the place in the line is reckoned from. */
  since: z.int(),
  priority: z.int(),
  /** The relaxation step that the needs have come to; absent: none yet. */
  relaxedTo: z.string().optional(),
  /** By name, who is tried before everybody else, until then. */
  particular: z.object({ agents: z.array(z.string()), until: z.int() }).optional(),
  /** By name, whose phones ring for it. */
  alerting: z.array(z.string()),
});
export type WaitingRow = z.infer<typeof waitingRow>;
