/** The one place that speaks HTTP: calls a route of the table, checks the reply by the route's own schema. */

import { problem } from "#protocol/errors.ts";
import type { Route } from "#protocol/api/route.ts";
import type { z } from "zod";
import { ApiProblem, NoAnswer } from "./api-problem.ts";

type Given<Name extends string, Shape extends z.ZodType> =
  undefined extends z.input<Shape>
    ? { readonly [key in Name]?: undefined }
    : { readonly [key in Name]: z.input<Shape> };

export type RouteArguments<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = Given<"params", P> &
  Given<"query", Q> &
  Given<"body", B>;

/** Path with its placeholders filled and the query appended; absent values are left out. */
export function routeUrl(path: string, params: unknown, query: unknown): string {
  const filled = path.replace(/:([a-zA-Z]+)/gu, (_, key: string) => encodeURIComponent(asText(entry(params, key))));
  const search = new URLSearchParams();
  if (typeof query === "object" && query !== null)
    for (const [key, value] of Object.entries(query))
      if (value !== undefined && value !== "") search.set(key, String(value));
  return search.size === 0 ? filled : `${filled}?${search.toString()}`;
}

/** Path values are texts or numbers; the schema of the route has seen to that. */
function asText(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function entry(from: unknown, key: string): unknown {
  return typeof from === "object" && from !== null
    ? Object.entries(from).find(([name]) => name === key)?.[1]
    : undefined;
}

/** Resolves with the parsed reply; throws `ApiProblem` when the server refuses and `NoAnswer` when none came. */
export async function callRoute<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  route: Route<P, Q, B, R>,
  given: RouteArguments<P, Q, B>,
  signal?: AbortSignal,
): Promise<z.output<R>> {
  const response = await send(route.method, routeUrl(route.path, given.params, given.query), given.body, signal);
  if (!response.ok) throw await asProblem(response);
  const body: unknown = route.status === 204 ? undefined : await response.json();
  const parsed = route.reply.safeParse(body);
  if (!parsed.success) throw new NoAnswer(`${route.method} ${route.path}: ${parsed.error.message}`);
  return parsed.data;
}

async function send(method: string, url: string, body: unknown, signal: AbortSignal | undefined): Promise<Response> {
  try {
    return await fetch(url, {
      method,
      credentials: "same-origin",
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new NoAnswer(`${method} ${url}`, { cause: error });
  }
}

async function asProblem(response: Response): Promise<ApiProblem> {
  const seconds = Number(response.headers.get("retry-after"));
  const retryAfterMs = Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : undefined;
  const body: unknown = await response.json().catch((error: unknown) => ({ detail: String(error) }));
  const parsed = problem.safeParse(body);
  if (parsed.success) return new ApiProblem(parsed.data, retryAfterMs);
  // A proxy in between may answer with a page of its own; the status still says what kind of no it is.
  const { status, statusText } = response;
  return new ApiProblem({ type: "about:blank", title: statusText, status, code: `http${status}` }, retryAfterMs);
}
