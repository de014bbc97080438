/** Who asks: a person by her session's cookie, or a program by its token, which opens only routes that name its scope. */

import type { FastifyRequest } from "fastify";
import type { AnyRoute } from "#protocol/api/route.ts";
import type { ApiToken, ApiTokens } from "../platform/api-tokens.ts";
import { isAllowed } from "../platform/rights.ts";
import type { Session, Sessions } from "../platform/sessions.ts";
import type { SessionCookie } from "./cookie.ts";
import { Refused } from "./refused.ts";

export interface AuthenticateParts {
  readonly sessions: Sessions;
  readonly cookie: SessionCookie;
  readonly tokens: Pick<ApiTokens, "find">;
}

const bearer = /^bearer +(\S+)$/i;

/** Whoever may use the route, else why not. A token that is there decides: it is not made up for by a cookie. */
export async function authenticate(
  { sessions, cookie, tokens }: AuthenticateParts,
  route: AnyRoute,
  request: FastifyRequest,
): Promise<Session | Refused> {
  const given = bearer.exec(request.headers.authorization ?? "")?.[1];
  if (given !== undefined) {
    const token = await tokens.find(given);
    if (token === undefined) return new Refused("signedOut");
    const opens = route.scopes?.some((scope) => token.scopes.includes(scope)) === true;
    return opens ? sessionOf(token) : new Refused("forbidden");
  }
  const session = await sessions.find(cookie.read(request) ?? "");
  if (session === undefined) return new Refused("signedOut");
  const { id, roles } = session.user;
  return isAllowed(route.may, { user: id, roles }) ? session : new Refused("forbidden");
}

/** A program has no roles, so that whatever depends on them is not for it. */
function sessionOf({ id, name, createdAt, lastUsedAt, expiresAt }: ApiToken): Session {
  return {
    id,
    tokenHash: "",
    user: { id, login: "", name, roles: [], locale: "en", timeZone: "UTC" },
    createdAt,
    lastSeenAt: lastUsedAt ?? createdAt,
    expiresAt: expiresAt ?? Number.MAX_SAFE_INTEGER,
    isProgram: true,
  };
}
