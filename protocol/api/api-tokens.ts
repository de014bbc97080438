/** Tokens of programs: connectors for mail and chat, a web site that books callbacks. Shown once, and never again. */

import { z } from "zod";
import { byId, givenInstant, name, none } from "./shapes.ts";
import { route, type Scope } from "./route.ts";

const tag = "Administration";
const admins = ["admin"] as const;

export const tokenScope = z.enum(["work", "callbacks"]) satisfies z.ZodType<Scope>;

const tokenView = z.object({
  id: z.uuid(),
  name: z.string(),
  scopes: z.array(tokenScope),
  createdAt: z.int(),
  createdByName: z.string().optional(),
  /** Absent: until it is revoked. */
  expiresAt: z.int().optional(),
  /** To the minute; absent: never used. */
  lastUsedAt: z.int().optional(),
});
export type ApiTokenView = z.infer<typeof tokenView>;

/** Revoked ones are gone; expired ones are told until they are revoked. */
export const listApiTokens = route({
  method: "GET",
  path: "/api/api-tokens",
  summary: "Tokens of programs, without the tokens themselves",
  tag,
  may: admins,
  params: none,
  query: none,
  body: none,
  reply: z.array(tokenView),
  status: 200,
});
export const createApiToken = route({
  method: "POST",
  path: "/api/api-tokens",
  summary: "Make a token for a program; the only answer that ever shows it",
  tag,
  may: admins,
  params: none,
  query: none,
  body: z.object({ name, scopes: z.array(tokenScope).min(1).max(2), expiresAt: givenInstant.optional() }),
  reply: tokenView.extend({
    /** For `Authorization: Bearer …`. */
    token: z.string(),
  }),
  status: 201,
});
export const revokeApiToken = route({
  method: "DELETE",
  path: "/api/api-tokens/:id",
  summary: "End a token at once",
  tag,
  may: admins,
  params: byId,
  query: none,
  body: none,
  reply: none,
  status: 204,
});
