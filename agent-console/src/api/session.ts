/** Who is signed in, and what she may: the server decides, the console only leaves out what would be refused. */

import type { Role } from "#protocol/api/route.ts";
import { whoAmI, type Me } from "#protocol/api/session.ts";
import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { callRoute } from "./call-route.ts";

export const meQuery = queryOptions({
  queryKey: [whoAmI.path],
  queryFn: ({ signal }) => callRoute(whoAmI, {}, signal),
  staleTime: 60_000,
  retry: false,
});

/** Below the signed-in layout only, where the session has been read already. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}

export function hasRole(me: Me, ...roles: readonly Role[]): boolean {
  return roles.some((role) => me.roles.includes(role));
}
