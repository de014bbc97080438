/** Server state: every read is a query keyed by its route, every change names the routes it makes old. */

import type { Route } from "#protocol/api/route.ts";
import {
  infiniteQueryOptions,
  QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
  type UseMutationResult,
} from "@tanstack/react-query";
import type { z } from "zod";
import { ApiProblem } from "./api-problem.ts";
import { callRoute, type RouteArguments } from "./call-route.ts";

const READ_TRIES_MAX = 2;
const FRESH_MS = 10_000;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      retry: (failures, error) =>
        failures < READ_TRIES_MAX && !(error instanceof ApiProblem && error.problem.status < 500),
    },
  },
});

/** A read of a route, for `useQuery`. */
export function reading<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  route: Route<P, Q, B, R>,
  given: RouteArguments<P, Q, B>,
) {
  return queryOptions({
    queryKey: [route.path, given.params ?? null, given.query ?? null],
    queryFn: ({ signal }) => callRoute(route, given, signal),
  });
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string | undefined;
}

/** A list in pages, for `useInfiniteQuery`; `fetchPage` gets the opaque mark of the page before. */
export function readingPages<Item>(
  key: readonly unknown[],
  fetchPage: (after: string | undefined, signal: AbortSignal) => Promise<Page<Item>>,
) {
  return infiniteQueryOptions({
    queryKey: [...key, "pages"],
    queryFn: ({ pageParam, signal }) => fetchPage(pageParam, signal),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (last: Page<Item>) => last.next,
  });
}
const FIRST_PAGE: string | undefined = undefined;

/** A change through a route; what it makes old is read again. Rejections are for the caller to show. */
export function useChange<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  route: Route<P, Q, B, R>,
  outdates: readonly string[],
): UseMutationResult<z.output<R>, Error, RouteArguments<P, Q, B>> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (given: RouteArguments<P, Q, B>) => callRoute(route, given),
    onSuccess: async () => {
      await Promise.all(
        outdates.map((path) => client.invalidateQueries({ predicate: ({ queryKey }) => isUnder(queryKey[0], path) })),
      );
    },
  });
}

/** Whether a query's route lies under a path such as `/api/contacts`. */
export function isUnder(key: unknown, path: string): boolean {
  return typeof key === "string" && (key === path || key.startsWith(`${path}/`));
}
