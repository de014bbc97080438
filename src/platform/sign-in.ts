/** From login and password to a session, from an old password to a new one. The only reader of stored passwords. */

import type { Kysely } from "kysely";
import type { DurationMs, Instant } from "#routing/instant.ts";
import type { Database } from "../store/schema.ts";
import { instant } from "../store/instant-column.ts";
import type { WriteAudit } from "./audit.ts";
import { hashPassword, isPassword } from "./passwords.ts";
import type { Session, Sessions, SignedInUser } from "./sessions.ts";
import type { Throttle } from "./throttle.ts";

interface Credentials {
  readonly login: string;
  readonly password: string;
  readonly ip: string;
  readonly userAgent: string;
  readonly requestId: string;
}

type SignInResult =
  | { readonly kind: "signedIn"; readonly token: string; readonly session: Session }
  /** The same answer for an unknown login, a wrong password and a person who left. */
  | { readonly kind: "refused" }
  | { readonly kind: "throttled"; readonly waitMs: DurationMs };

export interface SignIn {
  signIn(credentials: Credentials): Promise<SignInResult>;
  signOut(session: Session): Promise<void>;
  /** False when `current` is not her password. Ends the person's other sessions. */
  changePassword(session: Session, current: string, next: string): Promise<boolean>;
  setPreferences(
    session: Session,
    change: { readonly locale?: SignedInUser["locale"] | undefined; readonly timeZone?: string | undefined },
  ): Promise<SignedInUser>;
}

export interface SignInParts {
  readonly db: Kysely<Database>;
  readonly now: () => Instant;
  readonly sessions: Sessions;
  readonly throttle: Throttle;
  readonly audit: WriteAudit;
}

export function createSignIn({ db, now, sessions, throttle, audit }: SignInParts): SignIn {
  const selectUser = db
    .selectFrom("sys.users")
    .select(["id", "login", "name", "roles", "locale", "time_zone", "status", "password_hash"]);

  async function signIn(credentials: Credentials): Promise<SignInResult> {
    const login = credentials.login.trim().toLowerCase();
    const { ip, requestId } = credentials;
    const waitMs = throttle.waitMs(login, ip);
    if (waitMs > 0) return { kind: "throttled", waitMs };
    // Counted before the slow check: a burst of tries sent together is not a burst of free tries.
    throttle.failed(login, ip);
    const row = await selectUser.where("login", "=", login).executeTakeFirst();
    const isRight = await isPassword(row?.password_hash ?? undefined, credentials.password);
    if (row === undefined || !isRight || row.status !== "active") {
      await audit({
        actor: row?.id,
        action: "signInRefused",
        object: "session",
        objectId: undefined,
        detail: { login },
        ip,
        requestId,
      });
      return { kind: "refused" };
    }
    throttle.succeeded(login, ip);
    const user: SignedInUser = {
      id: row.id,
      login: row.login,
      name: row.name,
      roles: row.roles,
      locale: row.locale,
      timeZone: row.time_zone,
    };
    const opened = await sessions.open(user, credentials);
    await audit({
      actor: user.id,
      action: "signedIn",
      object: "session",
      objectId: opened.session.id,
      detail: undefined,
      ip,
      requestId,
    });
    return { kind: "signedIn", ...opened };
  }

  return {
    signIn,
    async signOut(session) {
      await sessions.revoke(session.user.id, session.id);
    },
    async changePassword(session, current, next) {
      const { id } = session.user;
      const row = await selectUser.where("id", "=", id).executeTakeFirst();
      if (!(await isPassword(row?.password_hash ?? undefined, current))) return false;
      const passwordHash = await hashPassword(next);
      await db
        .updateTable("sys.users")
        .set((eb) => ({
          password_hash: passwordHash,
          version: eb("version", "+", 1),
          updated_at: instant(now()),
        }))
        .where("id", "=", id)
        .execute();
      await sessions.revokeAll(id, session.id);
      return true;
    },
    async setPreferences(session, change) {
      const { id } = session.user;
      const row = await db
        .updateTable("sys.users")
        .set((eb) => ({
          ...(change.locale === undefined ? {} : { locale: change.locale }),
          ...(change.timeZone === undefined ? {} : { time_zone: change.timeZone }),
          version: eb("version", "+", 1),
          updated_at: instant(now()),
        }))
        .where("id", "=", id)
        .returning(["id", "login", "name", "roles", "locale", "time_zone"])
        .executeTakeFirstOrThrow();
      sessions.refresh(id);
      const { login, name, roles, locale } = row;
      return { id, login, name, roles, locale, timeZone: row.time_zone };
    },
  };
}
