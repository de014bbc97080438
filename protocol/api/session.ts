/** Signing in and out, and the seat: the agent's phone. */

import { z } from "zod";
import { byId, locale, none } from "./shapes.ts";
import { route } from "./route.ts";

export const role = z.enum(["agent", "supervisor", "admin"]);

export const me = z.object({
  id: z.uuid(),
  login: z.string(),
  name: z.string(),
  roles: z.array(role),
  locale,
  timeZone: z.string(),
  /** Of the site's numbering plan (ISO 3166, two letters), for numbers without a country; absent from older servers. */
  country: z.string().optional(),
  /** True on the simulated switch: the console shows a banner. */
  isDemo: z.boolean(),
});
export type Me = z.infer<typeof me>;

const tag = "Session";
export const signIn = route({
  method: "POST",
  path: "/api/session",
  summary: "Sign in",
  tag,
  may: "anyone",
  params: none,
  query: none,
  body: z.object({ login: z.string().min(1).max(120), password: z.string().min(1).max(200) }),
  reply: me,
  status: 200,
});
export const signOut = route({
  method: "DELETE",
  path: "/api/session",
  summary: "Sign out",
  tag,
  may: "signedIn",
  params: none,
  query: none,
  body: none,
  reply: none,
  status: 204,
});
export const whoAmI = route({
  method: "GET",
  path: "/api/session",
  summary: "Who is signed in",
  tag,
  may: "signedIn",
  params: none,
  query: none,
  body: none,
  reply: me,
  status: 200,
});
export const setPreferences = route({
  method: "PATCH",
  path: "/api/session/preferences",
  summary: "Change own language and time zone",
  tag,
  may: "signedIn",
  params: none,
  query: none,
  body: z.object({ locale: locale.optional(), timeZone: z.string().max(60).optional() }),
  reply: me,
  status: 200,
});
export const changePassword = route({
  method: "PUT",
  path: "/api/session/password",
  summary: "Change own password; ends the other sessions",
  tag,
  may: "signedIn",
  params: none,
  query: none,
  body: z.object({ current: z.string().min(1).max(200), next: z.string().min(10).max(200) }),
  reply: none,
  status: 204,
});

export const sessionRow = z.object({
  id: z.uuid(),
  createdAt: z.int(),
  lastSeenAt: z.int(),
  userAgent: z.string(),
  ip: z.string(),
  isCurrent: z.boolean(),
});
export const listSessions = route({
  method: "GET",
  path: "/api/sessions",
  summary: "Own live sessions",
  tag,
  may: "signedIn",
  params: none,
  query: none,
  body: none,
  reply: z.array(sessionRow),
  status: 200,
});
export const revokeSession = route({
  method: "DELETE",
  path: "/api/sessions/:id",
  summary: "End one of the own sessions",
  tag,
  may: "signedIn",
  params: byId,
  query: none,
  body: none,
  reply: none,
  status: 204,
});

/** `server`: the server controls the phone (simulated switch); `sip`: register with these short-lived credentials. */
export const seat = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("server") }),
  z.object({
    kind: z.literal("sip"),
    webSocketUrl: z.string(),
    domain: z.string(),
    sipUser: z.string(),
    password: z.string(),
    expiresAt: z.int(),
    iceServers: z.array(
      z.object({ urls: z.string(), username: z.string().optional(), credential: z.string().optional() }),
    ),
  }),
]);
export type Seat = z.infer<typeof seat>;
export const takeSeat = route({
  method: "POST",
  path: "/api/seat",
  summary: "Short-lived credentials for the own phone",
  tag,
  may: ["agent"],
  params: none,
  query: none,
  body: none,
  reply: seat,
  status: 200,
});
