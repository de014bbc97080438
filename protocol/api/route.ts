/**
 * One HTTP route as data: the server registers it, the browser calls it, OpenAPI prints it, and none of the three can
 * drift from the others.
 */

import type { z } from "zod";

export type Role = "agent" | "supervisor" | "admin";

/** What a program may do with a token of its own, without anybody signed in. */
export type Scope = "work" | "callbacks";

export interface Route<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Reply extends z.ZodType,
> {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** With `:name` placeholders. */
  readonly path: string;
  /** For OpenAPI: the verb and what it does, in English. */
  readonly summary: string;
  readonly tag: string;
  /** Who may: `anyone` needs no session, `signedIn` any session. */
  readonly may: "anyone" | "signedIn" | readonly Role[];
  /** With which of a token's scopes a program may, too; absent: with none. */
  readonly scopes?: readonly Scope[];
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly reply: Reply;
  /** Success status; 204 has no body. */
  readonly status: 200 | 201 | 204;
}

export type AnyRoute = Route<z.ZodType, z.ZodType, z.ZodType, z.ZodType>;

/** Declares a route; the type parameters are inferred. */
export function route<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Reply extends z.ZodType,
>(declared: Route<Params, Query, Body, Reply>): Route<Params, Query, Body, Reply> {
  return declared;
}
