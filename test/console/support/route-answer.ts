/** How one route is answered from the test world: through its own schemas, with refusals as the server words them. */

import type { z } from "zod";
import type { AnyRoute, Route } from "#protocol/api/route.ts";
import type { Problem } from "#protocol/errors.ts";
import { id } from "./ids.ts";
import type { World } from "./world.ts";

export interface Context {
  readonly world: World;
  readonly session: { isSignedIn: boolean; failures: number };
}

/** Thrown by an answer to say no. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly fields: Problem["fields"];
  /** The core's own word, where it is the core that says no. */
  readonly detail: Problem["detail"];
  constructor(
    status: number,
    code: string,
    headers: Readonly<Record<string, string>> = {},
    fields?: Problem["fields"],
    detail?: Problem["detail"],
  ) {
    super(code);
    this.status = status;
    this.code = code;
    this.headers = headers;
    this.fields = fields;
    this.detail = detail;
  }
}

interface Given {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

export interface RouteAnswer {
  readonly route: AnyRoute;
  /** The placeholders' values, or undefined when the path is another. */
  readonly matches: (path: string) => Record<string, string> | undefined;
  readonly answer: (context: Context, given: Given) => unknown;
}

export function on<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  route: Route<P, Q, B, R>,
  answer: (
    world: World,
    given: { params: z.output<P>; query: z.output<Q>; body: z.output<B> },
    context: Context,
  ) => NoInfer<z.output<R>> | void,
): RouteAnswer {
  const pattern = new RegExp(`^${route.path.replace(/:([a-zA-Z]+)/gu, "(?<$1>[^/]+)")}$`, "u");
  const optional = <S extends z.ZodType>(schema: S, value: unknown): z.output<S> => {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const none = schema.safeParse(undefined);
    if (none.success) return none.data;
    throw new Refusal(
      422,
      "invalid",
      {},
      parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message })),
    );
  };
  return {
    route,
    matches: (path) => {
      const groups = pattern.exec(path);
      if (groups === null) return undefined;
      return Object.fromEntries(
        Object.entries(groups.groups ?? {}).map(([key, value]) => [key, decodeURIComponent(value)]),
      );
    },
    answer: (context, given) =>
      answer(
        context.world,
        {
          params: optional(route.params, given.params),
          query: optional(route.query, given.query),
          body: optional(route.body, given.body),
        },
        context,
      ),
  };
}

export function found<T>(item: T | undefined): T {
  if (item === undefined) throw new Refusal(404, "notFound");
  return item;
}

export const includes = (text: string | undefined, query: string | undefined) =>
  query === undefined || (text ?? "").toLowerCase().includes(query.toLowerCase());

let made = 500;
export const newId = () => id(0, (made += 1));
