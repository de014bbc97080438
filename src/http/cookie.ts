/** The session cookie: no script can read it, no other site's page can send it. */

import type { CookieSerializeOptions } from "@fastify/cookie";
import type { FastifyReply, FastifyRequest } from "fastify";

export interface SessionCookie {
  /** `__Host-` binds the cookie to this host and to TLS (RFC 6265bis §4.1.3.2); only possible over https. */
  readonly name: string;
  read(request: FastifyRequest): string | undefined;
  set(reply: FastifyReply, token: string): void;
  clear(reply: FastifyReply): void;
}

/** `isSecure`: browsers come over https. */
export function sessionCookie(isSecure: boolean): SessionCookie {
  const name = isSecure ? "__Host-cordboard" : "cordboard";
  const options: CookieSerializeOptions = { path: "/", httpOnly: true, sameSite: "strict", secure: isSecure };
  return {
    name,
    read: (request) => request.cookies[name],
    // Without an expiry: it ends with the browser, or on the server, whichever is first.
    set: (reply, token) => void reply.setCookie(name, token, options),
    clear: (reply) => void reply.clearCookie(name, options),
  };
}
