/** Signing in and out, one's own settings, and the seat. */

import type { Me } from "#protocol/api/session.ts";
import { signIn as signInRoute } from "#protocol/api/session.ts";
import type { Seats } from "../platform/seats.ts";
import type { Sessions, SignedInUser } from "../platform/sessions.ts";
import type { SignIn } from "../platform/sign-in.ts";
import { sendProblem } from "./answer-problems.ts";
import type { SessionCookie } from "./cookie.ts";
import type { App } from "./fastify-types.ts";
import { clientOf } from "./register-routes.ts";
import { Refused } from "./refused.ts";
import type { Handlers } from "./routes.ts";

export interface SessionRouteParts {
  readonly signIn: SignIn;
  readonly sessions: Sessions;
  readonly isDemo: boolean;
  /** Of the site's numbering plan at present. */
  readonly country: () => string;
  /** undefined: the server controls the phones. */
  readonly sip:
    | {
        readonly seats: Seats;
        readonly webSocketUrl: string;
        readonly domain: string;
        readonly iceServers: readonly {
          readonly urls: string;
          readonly username?: string;
          readonly credential?: string;
        }[];
        /** The phone of an agent, from what routing has adopted. */
        readonly sipUserOf: (user: string) => string | undefined;
      }
    | undefined;
}

type SessionHandlers = Pick<
  Handlers,
  "signOut" | "whoAmI" | "setPreferences" | "changePassword" | "listSessions" | "revokeSession" | "takeSeat"
>;

const me = (user: SignedInUser, { isDemo, country }: Pick<SessionRouteParts, "isDemo" | "country">): Me => ({
  id: user.id,
  login: user.login,
  name: user.name,
  roles: [...user.roles],
  locale: user.locale,
  timeZone: user.timeZone,
  country: country(),
  isDemo,
});

export function sessionHandlers(parts: SessionRouteParts): SessionHandlers {
  const { signIn, sessions, sip } = parts;
  return {
    async signOut({ session }) {
      await signIn.signOut(session);
      const sipUser = sip?.sipUserOf(session.user.id);
      const left = await sessions.listOf(session.user.id);
      if (sipUser !== undefined && left.length === 0) await sip?.seats.release(sipUser);
      return undefined;
    },
    whoAmI: ({ session }) => Promise.resolve(me(session.user, parts)),
    async setPreferences({ session, body }) {
      if (body.timeZone !== undefined && !isTimeZone(body.timeZone))
        return new Refused("malformed", { fields: [{ path: "timeZone", message: "an IANA time zone" }] });
      return me(await signIn.setPreferences(session, body), parts);
    },
    async changePassword({ session, body }) {
      const isChanged = await signIn.changePassword(session, body.current, body.next);
      return isChanged ? undefined : new Refused("wrongPassword");
    },
    async listSessions({ session }) {
      const rows = await sessions.listOf(session.user.id);
      return rows.map((row) => ({ ...row, isCurrent: row.id === session.id }));
    },
    async revokeSession({ session, params }) {
      return (await sessions.revoke(session.user.id, params.id)) ? undefined : new Refused("notFound");
    },
    async takeSeat({ session }) {
      if (sip === undefined) return { kind: "server" };
      const sipUser = sip.sipUserOf(session.user.id);
      if (sipUser === undefined) return new Refused("notFound", { detail: "You have no seat" });
      const { password, expiresAt } = await sip.seats.take(sipUser);
      const { webSocketUrl, domain, iceServers } = sip;
      return { kind: "sip", webSocketUrl, domain, sipUser, password, expiresAt, iceServers: [...iceServers] };
    },
  };
}

/** `signIn` stands alone: nobody is signed in yet, and it makes the cookie. */
export function registerSignIn(app: App, parts: SessionRouteParts & { readonly cookie: SessionCookie }): void {
  app.post(signInRoute.path, { bodyLimit: SIGN_IN_BYTES_MAX }, async (request, reply) => {
    const body = signInRoute.body.safeParse(request.body);
    if (!body.success) return await sendProblem(reply, new Refused("malformed"));
    const result = await parts.signIn.signIn({ ...body.data, ...clientOf(request) });
    switch (result.kind) {
      case "throttled":
        return await sendProblem(reply, new Refused("throttled", { retryAfterMs: result.waitMs }));
      case "refused":
        return await sendProblem(reply, new Refused("wrongCredentials"));
      case "signedIn": {
        // A new session each time: one that was planted before signing in opens nothing (session fixation).
        parts.cookie.set(reply, result.token);
        return await reply.header("cache-control", "no-store").send(me(result.session.user, parts));
      }
    }
  });
}
const SIGN_IN_BYTES_MAX = 4_096;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).format(0) !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
