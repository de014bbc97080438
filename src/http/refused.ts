/** An expected "no" over HTTP: a value that a handler returns, turned into problem details in one place. */

import type { Problem } from "#protocol/errors.ts";

interface Kind {
  readonly status: number;
  readonly title: string;
}

/** The closed set of codes. Titles are English for programmers; the console has its own words for each code. */
const kinds = {
  malformed: { status: 400, title: "The request is not what this route takes" },
  signedOut: { status: 401, title: "Sign in first" },
  wrongCredentials: { status: 401, title: "Login and password do not belong together" },
  forbidden: { status: 403, title: "Your roles do not allow this" },
  foreignOrigin: { status: 403, title: "The request comes from a page that is not this server's" },
  wrongPassword: { status: 403, title: "The current password is wrong" },
  notFound: { status: 404, title: "There is no such thing" },
  methodNotAllowed: { status: 405, title: "This address does not take this method" },
  stale: { status: 409, title: "Somebody else changed it meanwhile" },
  taken: { status: 409, title: "There is one already" },
  notWaiting: { status: 409, title: "This call does not wait (any more)" },
  inUse: { status: 409, title: "It is in use" },
  keyReused: { status: 409, title: "This Idempotency-Key came with another request before" },
  tooLarge: { status: 413, title: "The request is too large" },
  unsupportedMediaType: { status: 415, title: "Send application/json" },
  invalid: { status: 422, title: "It does not make sense as a whole" },
  throttled: { status: 429, title: "Too many tries; wait" },
  broken: { status: 500, title: "Something broke here; it is in the server's log" },
  unavailable: { status: 503, title: "Not possible at the moment; try again" },
} as const satisfies Readonly<Record<string, Kind>>;

export type ProblemCode = keyof typeof kinds;

export interface RefusedMore {
  readonly detail?: string | undefined;
  readonly fields?: readonly { readonly path: string; readonly message: string }[] | undefined;
  readonly retryAfterMs?: number | undefined;
}

/** Returned, not thrown, by a handler that says no. */
export class Refused {
  readonly code: ProblemCode;
  readonly more: RefusedMore;

  constructor(code: ProblemCode, more: RefusedMore = {}) {
    this.code = code;
    this.more = more;
  }

  get status(): number {
    return kinds[this.code].status;
  }

  /** RFC 9457. */
  get problem(): Problem {
    const { status, title } = kinds[this.code];
    const { detail, fields } = this.more;
    return {
      type: `urn:cordboard:problem:${this.code}`,
      title,
      status,
      code: this.code,
      ...(detail === undefined ? {} : { detail }),
      ...(fields === undefined ? {} : { fields: [...fields] }),
    };
  }
}

export const problemCodes: readonly string[] = Object.keys(kinds);
