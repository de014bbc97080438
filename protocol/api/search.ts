/** The searches over customers, colleagues and what was said: whom to dial, and where to go. */

import { z } from "zod";
import { none } from "./shapes.ts";
import { route } from "./route.ts";

const crm = ["agent", "supervisor", "admin"] as const;

export const phoneBookEntry = z.object({
  kind: z.enum(["contact", "account", "colleague", "external"]),
  id: z.uuid(),
  name: z.string(),
  detail: z.string().optional(),
  number: z.string().optional(),
});
export type PhoneBookEntry = z.infer<typeof phoneBookEntry>;
export const searchPhoneBook = route({
  method: "GET",
  path: "/api/phone-book",
  summary: "Whom to dial: part of a name, pinyin, or four digits and more",
  tag: "Search",
  may: crm,
  params: none,
  query: z.object({ q: z.string().min(1).max(120), limit: z.coerce.number().int().min(1).max(50).default(20) }),
  body: none,
  reply: z.array(phoneBookEntry),
  status: 200,
});
export const searchHit = z.object({
  kind: z.enum(["contact", "account", "interaction", "activity"]),
  id: z.uuid(),
  title: z.string(),
  detail: z.string().optional(),
});
export const searchAll = route({
  method: "GET",
  path: "/api/search",
  summary: "Find anything",
  tag: "Search",
  may: crm,
  params: none,
  query: z.object({ q: z.string().min(1).max(120) }),
  body: none,
  reply: z.array(searchHit),
  status: 200,
});
