/** All addresses of the console in one table. The desk is loaded with the frame; the other screens when they are opened. */

import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { z } from "zod";
import { hasStatus } from "./api/api-problem.ts";
import { queryClient } from "./api/queries.ts";
import { hasRole, meQuery } from "./api/session.ts";
import { isLanguage, showLanguage } from "./i18n/language.ts";
import { LostPage, RouteFailure } from "./pages/lost-page.tsx";
import { DeskPage } from "./pages/desk-page.tsx";
import { SignInPage } from "./pages/sign-in-page.tsx";
import { Shell } from "./shell/shell.tsx";
import { Loading } from "./ui/outcome.tsx";

const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: LostPage, errorComponent: RouteFailure });

const signInSearch = z.object({
  to: z.string().startsWith("/").optional().catch(undefined),
  why: z.enum(["revoked", "expired", "elsewhere"]).optional().catch(undefined),
});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  validateSearch: signInSearch,
  component: SignInPage,
});

const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "signedIn",
  beforeLoad: async ({ location }) => {
    try {
      const me = await queryClient.ensureQueryData(meQuery);
      if (isLanguage(me.locale)) await showLanguage(me.locale);
    } catch (error) {
      if (hasStatus(error, 401)) throw redirect({ to: "/sign-in", search: { to: location.href } });
      throw error;
    }
  },
  component: Shell,
});

const homeRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/",
  beforeLoad: async () => {
    const me = await queryClient.ensureQueryData(meQuery);
    throw redirect({ to: hasRole(me, "agent") ? "/desk" : "/board" });
  },
});

const deskRoute = createRoute({ getParentRoute: () => signedInRoute, path: "/desk", component: DeskPage });
const boardRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/board",
  component: lazyRouteComponent(() => import("./pages/board-page.tsx"), "BoardPage"),
});

const dryRunRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/dry-run",
  validateSearch: z.object({
    queue: z.uuid().optional().catch(undefined),
    call: z.uuid().optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import("./pages/dry-run-page.tsx"), "DryRunPage"),
});

/** Filters live in the address, so that every filtered list is a link. */
const callSearch = z.object({
  number: z.string().optional().catch(undefined),
  queue: z.uuid().optional().catch(undefined),
  agent: z.uuid().optional().catch(undefined),
  from: z.number().optional().catch(undefined),
  until: z.number().optional().catch(undefined),
  endReason: z.string().optional().catch(undefined),
});
const callsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/calls",
  component: lazyRouteComponent(() => import("./pages/calls-page.tsx"), "CallsPage"),
});
const recordsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/records",
  validateSearch: callSearch,
  component: lazyRouteComponent(() => import("./pages/records-page.tsx"), "RecordsPage"),
});
const callRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/calls/$id",
  component: lazyRouteComponent(() => import("./pages/call-page.tsx"), "CallPage"),
});
const contactsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/contacts",
  validateSearch: z.object({
    q: z.string().optional().catch(undefined),
    kind: z.string().optional().catch(undefined),
    tier: z.string().optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import("./pages/contacts-page.tsx"), "ContactsPage"),
});
const contactRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/contacts/$id",
  component: lazyRouteComponent(() => import("./pages/contact-page.tsx"), "ContactPage"),
});
const accountsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/accounts",
  validateSearch: z.object({ q: z.string().optional().catch(undefined), kind: z.string().optional().catch(undefined) }),
  component: lazyRouteComponent(() => import("./pages/accounts-page.tsx"), "AccountsPage"),
});
const accountRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/accounts/$id",
  component: lazyRouteComponent(() => import("./pages/account-page.tsx"), "AccountPage"),
});
const tasksRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/tasks",
  component: lazyRouteComponent(() => import("./pages/tasks-page.tsx"), "TasksPage"),
});
const callbacksRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/callbacks",
  validateSearch: z.object({
    state: z.enum(["open", "ended"]).optional().catch(undefined),
    queue: z.uuid().optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import("./pages/callbacks-page.tsx"), "CallbacksPage"),
});
const doNotCallRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/do-not-call",
  validateSearch: z.object({ q: z.string().optional().catch(undefined) }),
  component: lazyRouteComponent(() => import("./pages/do-not-call-page.tsx"), "DoNotCallPage"),
});
const notesRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/notes",
  component: lazyRouteComponent(() => import("./pages/notes-page.tsx"), "NotesPage"),
});
const voicemailsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/voicemails",
  component: lazyRouteComponent(() => import("./pages/voicemails-page.tsx"), "VoicemailsPage"),
});
const settingsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/settings",
  component: lazyRouteComponent(() => import("./pages/settings-page.tsx"), "SettingsPage"),
});
const agentsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/admin/agents",
  component: lazyRouteComponent(() => import("./pages/admin/agents-page.tsx"), "AgentsPage"),
});
const skillsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/admin/skills",
  component: lazyRouteComponent(() => import("./pages/admin/skills-page.tsx"), "SkillsPage"),
});
const queuesRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/admin/queues",
  component: lazyRouteComponent(() => import("./pages/admin/queues-page.tsx"), "QueuesPage"),
});
const groupsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/admin/groups",
  component: lazyRouteComponent(() => import("./pages/admin/groups-page.tsx"), "GroupsPage"),
});
const orderRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/admin/order",
  component: lazyRouteComponent(() => import("./pages/admin/service-order-page.tsx"), "ServiceOrderPage"),
});
const rulesRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/admin/rules",
  component: lazyRouteComponent(() => import("./pages/admin/rules-page.tsx"), "RulesPage"),
});
const ruleTrialRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/admin/rule-trial",
  component: lazyRouteComponent(() => import("./pages/admin/rule-trial-page.tsx"), "RuleTrialPage"),
});
const numbersRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/admin/numbers",
  component: lazyRouteComponent(() => import("./pages/admin/numbers-page.tsx"), "NumbersPage"),
});
const flowsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/admin/flows",
  component: lazyRouteComponent(() => import("./pages/admin/flows-page.tsx"), "FlowsPage"),
});
const flowRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/admin/flows/$name",
  component: lazyRouteComponent(() => import("./pages/admin/flow-page.tsx"), "FlowPage"),
});
const schedulesRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/admin/schedules",
  component: lazyRouteComponent(() => import("./pages/admin/schedules-page.tsx"), "SchedulesPage"),
});
const dispositionsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/admin/dispositions",
  component: lazyRouteComponent(() => import("./pages/admin/dispositions-page.tsx"), "DispositionsPage"),
});
const reasonsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/admin/reasons",
  component: lazyRouteComponent(() => import("./pages/admin/reasons-page.tsx"), "ReasonsPage"),
});
const capacityRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/admin/capacity",
  component: lazyRouteComponent(() => import("./pages/admin/capacity-page.tsx"), "CapacityPage"),
});
const diallingRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/admin/dialling",
  component: lazyRouteComponent(() => import("./pages/admin/dialling-page.tsx"), "DiallingPage"),
});
const tokensRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/admin/tokens",
  component: lazyRouteComponent(() => import("./pages/admin/tokens-page.tsx"), "TokensPage"),
});
const doctorRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/admin/doctor",
  component: lazyRouteComponent(() => import("./pages/admin/doctor-page.tsx"), "DoctorPage"),
});

const routeTree = rootRoute.addChildren([
  signInRoute,
  signedInRoute.addChildren([
    homeRoute,
    deskRoute,
    boardRoute,
    dryRunRoute,
    callsRoute,
    callRoute,
    recordsRoute,
    contactsRoute,
    contactRoute,
    accountsRoute,
    accountRoute,
    tasksRoute,
    notesRoute,
    voicemailsRoute,
    callbacksRoute,
    doNotCallRoute,
    settingsRoute,
    agentsRoute,
    skillsRoute,
    queuesRoute,
    groupsRoute,
    orderRoute,
    capacityRoute,
    rulesRoute,
    ruleTrialRoute,
    numbersRoute,
    flowsRoute,
    flowRoute,
    schedulesRoute,
    dispositionsRoute,
    reasonsRoute,
    diallingRoute,
    tokensRoute,
    doctorRoute,
  ]),
]);

export const router = createRouter({ routeTree, defaultPreload: "intent", defaultPendingComponent: Loading });

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
