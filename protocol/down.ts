/**
 * All that the server may say on the live socket.
 *
 * After `welcome`, each subscribed topic gets one `snapshot` and then `patch`es numbered from it without gaps. A browser
 * that sees a gap throws its copy away and subscribes again; the server does the same for a browser that reads too slowly.
 * Patches of one topic may be coalesced, never reordered.
 */

import { z } from "zod";
import { refusalCode } from "./errors.ts";
import { jsonSchema } from "./json.ts";
import { topic } from "./up.ts";

/** `stream` names this server's run; numbers of another run mean nothing. `now` sets the browser's clock difference. */
export const welcome = z.object({ kind: z.literal("welcome"), version: z.int(), stream: z.string(), now: z.int() });
export const unsupportedVersion = z.object({ kind: z.literal("unsupportedVersion"), oldest: z.int(), newest: z.int() });
/** `view` is a `DeskView` or a `BoardView`, by topic. */
export const snapshot = z.object({ kind: z.literal("snapshot"), topic, number: z.int(), view: jsonSchema });
/** `patch` is a merge patch (`json.ts`) to the topic's view. */
export const patch = z.object({ kind: z.literal("patch"), topic, number: z.int(), patch: jsonSchema });
/** Instead of a snapshot: the topic is not for this person, or there is nothing to show her. */
export const notSubscribed = z.object({ kind: z.literal("notSubscribed"), topic, refused: refusalCode });
export const answer = z.object({
  kind: z.literal("answer"),
  id: z.int(),
  refused: refusalCode.optional(),
  /** Ids that the request made, such as the interaction of a dialled call. */
  interaction: z.uuid().optional(),
});
export const pong = z.object({ kind: z.literal("pong"), sentAt: z.number(), now: z.int() });
/** The session ended (revoked, expired, signed in elsewhere); the socket closes after it. */
export const signedOut = z.object({
  kind: z.literal("signedOut"),
  reason: z.enum(["revoked", "expired", "elsewhere"]),
});

/** Somebody changed a customer: copies of it are old. Only ids; the reader asks for what it may see. */
export const customerChanged = z.object({
  kind: z.literal("customerChanged"),
  contact: z.uuid().optional(),
  account: z.uuid().optional(),
});

/** Callbacks were promised, tried, moved or ended, and the rows are there: lists of them are old. */
export const callbacksChanged = z.object({ kind: z.literal("callbacksChanged") });

export const downMessage = z.discriminatedUnion("kind", [
  welcome,
  unsupportedVersion,
  snapshot,
  patch,
  notSubscribed,
  answer,
  pong,
  signedOut,
  customerChanged,
  callbacksChanged,
]);
export type DownMessage = z.infer<typeof downMessage>;
