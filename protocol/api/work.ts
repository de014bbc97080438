/** The door for mail and chat: a connector says what has come in, and may take it back. */

import { z } from "zod";
import { requirement } from "./needs.ts";
import { route } from "./route.ts";
import { byId, none } from "./shapes.ts";

const text = (max: number) => z.string().max(max);

export const workOffer = z.strictObject({
  /** Given by the source, so that offering it again makes nothing new. */
  id: z.uuid().lowercase(),
  medium: z.enum(["mail", "chat"]),
  queue: z.uuid().lowercase(),
  from: text(200).min(1),
  subject: text(500),
  contact: z.uuid().lowercase().optional(),
  /** Added to the queue's; bigger goes first. */
  priority: z.int().min(-1_000).max(1_000).default(0),
  /** Beside what the queue asks for. */
  requirement: requirement.default([]),
  /** What its source calls it. */
  ref: text(200),
});

export const workAccepted = z.object({ id: z.uuid() });

export const offerWork = route({
  method: "POST",
  path: "/api/work",
  summary: "Offer a mail or a chat to the agents of a queue; the same id again changes nothing",
  tag: "Work",
  may: ["admin"],
  scopes: ["work"],
  params: none,
  query: none,
  body: workOffer,
  reply: workAccepted,
  status: 201,
});

export const withdrawWork = route({
  method: "DELETE",
  path: "/api/work/:id",
  summary: "Take back a mail or a chat, wherever it is",
  tag: "Work",
  may: ["admin"],
  scopes: ["work"],
  params: byId,
  query: none,
  body: none,
  reply: none,
  status: 204,
});
