/** All that a browser may say on the live socket. The session cookie says who it is; nothing here repeats it. */

import { z } from "zod";
import { presenceView } from "./views/presence.ts";

/** First message after connecting. `resume` has the last number seen of each topic, to get patches instead of snapshots. */
export const hello = z.object({
  kind: z.literal("hello"),
  version: z.int(),
  resume: z.object({ stream: z.string(), seen: z.record(z.string(), z.int()) }).optional(),
});

export const topic = z.enum(["desk", "board"]);
export type Topic = z.infer<typeof topic>;

export const subscribe = z.object({ kind: z.literal("subscribe"), topic });
export const unsubscribe = z.object({ kind: z.literal("unsubscribe"), topic });
export const ping = z.object({ kind: z.literal("ping"), sentAt: z.number() });

const toQueue = z.object({ kind: z.literal("queue"), queue: z.uuid() });
const toAgent = z.object({ kind: z.literal("agent"), agent: z.uuid() });
const wireWorkDestination = z.discriminatedUnion("kind", [toQueue, toAgent]);
export const wireDestination = z.discriminatedUnion("kind", [
  toQueue,
  toAgent,
  z.object({ kind: z.literal("number"), number: z.string().min(1).max(40) }),
]);

/** What an agent asks for. The server adds who asks; a supervisor may name another agent where `agent` is there. */
export const ask = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("setPresence"), presence: presenceView, agent: z.uuid().optional() }),
  /** Mail and chat that is offered; of calls only those to a phone that the server controls, as a browser phone answers by SIP. */
  z.object({ kind: z.literal("accept"), reservation: z.uuid() }),
  z.object({ kind: z.literal("decline"), reservation: z.uuid() }),
  z.object({ kind: z.literal("dial"), number: z.string().min(1).max(40), contact: z.uuid().optional() }),
  z.object({ kind: z.literal("hangUp"), interaction: z.uuid() }),
  z.object({ kind: z.literal("hold"), interaction: z.uuid(), isHeld: z.boolean() }),
  z.object({ kind: z.literal("mute"), interaction: z.uuid(), isMuted: z.boolean() }),
  z.object({ kind: z.literal("digits"), interaction: z.uuid(), digits: z.string().regex(/^[0-9*#A-D]{1,32}$/) }),
  z.object({ kind: z.literal("transfer"), interaction: z.uuid(), to: wireDestination }),
  /** Mail or chat that is open at the own desk. */
  z.object({ kind: z.literal("closeWork"), interaction: z.uuid() }),
  z.object({ kind: z.literal("passOnWork"), interaction: z.uuid(), to: wireWorkDestination }),
  z.object({ kind: z.literal("attachContact"), interaction: z.uuid(), contact: z.uuid() }),
  /** Answered only after it is durable. */
  z.object({
    kind: z.literal("disposition"),
    interaction: z.uuid(),
    disposition: z.string().max(40).optional(),
    note: z.string().max(10_000),
  }),
  z.object({ kind: z.literal("endWrapUp"), interaction: z.uuid(), agent: z.uuid().optional() }),
  /** During the conversation, where the queue gives a wrap-up to those who ask for it. */
  z.object({ kind: z.literal("requestWrapUp"), interaction: z.uuid(), isWanted: z.boolean() }),
  z.object({ kind: z.literal("extendWrapUp"), interaction: z.uuid() }),
]);
export type Ask = z.infer<typeof ask>;

/** `id` is the browser's own number for matching the answer. */
export const request = z.object({ kind: z.literal("request"), id: z.int().nonnegative(), ask });

export const upMessage = z.discriminatedUnion("kind", [hello, subscribe, unsubscribe, ping, request]);
export type UpMessage = z.infer<typeof upMessage>;
