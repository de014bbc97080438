/** Who may do what, from roles alone. Rules that depend on whose thing it is stand with that thing (`live/audience.ts`, the queries). */

import type { Role } from "#protocol/api/route.ts";

/** A signed-in person, as much of her as decisions need. */
export interface Viewer {
  readonly user: string;
  readonly roles: readonly Role[];
}

/** What a route or a live request asks for; see `protocol/api/route.ts`. */
export type Permission = "anyone" | "signedIn" | readonly Role[];

/** True when the person may; `undefined` is somebody who is not signed in. Roles do not include each other. */
export function isAllowed(permission: Permission, viewer: Viewer | undefined): boolean {
  if (permission === "anyone") return true;
  if (viewer === undefined) return false;
  if (permission === "signedIn") return true;
  return permission.some((role) => viewer.roles.includes(role));
}

/** Watches others: sees the board and all records, may set another agent's presence. */
export function isSupervisor(viewer: Viewer): boolean {
  return viewer.roles.includes("supervisor") || viewer.roles.includes("admin");
}
