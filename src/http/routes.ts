/** The route table: every route of `protocol/api`, by name, and the type that says what its handler takes and gives. */

import * as admin from "#protocol/api/admin.ts";
import * as flowFiles from "#protocol/api/flow-files.ts";
import * as overflow from "#protocol/api/overflow.ts";
import * as people from "#protocol/api/people.ts";
import * as callbacks from "#protocol/api/callbacks.ts";
import * as apiTokens from "#protocol/api/api-tokens.ts";
import * as capacity from "#protocol/api/capacity.ts";
import * as calls from "#protocol/api/calls.ts";
import * as crm from "#protocol/api/crm.ts";
import * as doNotCall from "#protocol/api/do-not-call.ts";
import * as dryRun from "#protocol/api/dry-run.ts";
import * as ruleTrial from "#protocol/api/rule-trial.ts";
import * as routingSetUp from "#protocol/api/routing-set-up.ts";
import * as search from "#protocol/api/search.ts";
import * as session from "#protocol/api/session.ts";
import * as waits from "#protocol/api/waits.ts";
import * as work from "#protocol/api/work.ts";
import type { AnyRoute } from "#protocol/api/route.ts";
import type { z } from "zod";
import type { Session } from "../platform/sessions.ts";
import type { Refused } from "./refused.ts";

const declared = {
  ...session,
  ...calls,
  ...apiTokens,
  ...callbacks,
  ...capacity,
  ...crm,
  ...doNotCall,
  ...search,
  ...people,
  ...flowFiles,
  ...waits,
  ...work,
  ...admin,
  ...overflow,
  ...dryRun,
  ...routingSetUp,
  ...ruleTrial,
};
type Declared = typeof declared;

/** The routes alone; the modules also export the shapes that they are made of. */
type Routes = {
  readonly [Name in keyof Declared as Declared[Name] extends AnyRoute ? Name : never]: Declared[Name];
};
type RouteName = keyof Routes;

export interface NamedRoute {
  readonly name: string;
  readonly route: AnyRoute;
}

function isRoute(value: unknown): value is AnyRoute {
  return typeof value === "object" && value !== null && "method" in value && "path" in value && "may" in value;
}

export const routes: readonly NamedRoute[] = Object.entries(declared).flatMap(([name, value]) =>
  isRoute(value) ? [{ name, route: value }] : [],
);

/** Where a request comes from, for limits and the audit log. */
export interface Client {
  readonly ip: string;
  readonly userAgent: string;
  readonly requestId: string;
}

/** Checked by the route's schemas; the session is there on every route but those that anyone may use. */
interface Request<R extends AnyRoute> {
  readonly session: Session;
  readonly client: Client;
  readonly params: z.output<R["params"]>;
  readonly query: z.output<R["query"]>;
  readonly body: z.output<R["body"]>;
}

/** Resolves with the reply, or with `Refused` for an expected "no". Fields that the reply's schema does not have never leave. */
type Handler<R extends AnyRoute> = (request: Request<R>) => Promise<z.input<R["reply"]> | Refused>;

/** One handler for every route but signing in, which is the one that needs no session and makes a cookie. */
export type Handlers = { readonly [Name in Exclude<RouteName, "signIn">]: Handler<Routes[Name]> };
