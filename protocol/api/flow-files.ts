/** Flow files: checked, published as immutable versions, rolled back. */

import { z } from "zod";
import { none } from "./shapes.ts";
import { route, type Role } from "./route.ts";

const admin: readonly Role[] = ["admin"];
const tag = "Administration";

export const flowProblem = z.object({
  severity: z.enum(["error", "warning"]),
  code: z.string(),
  node: z.string().optional(),
  detail: z.string(),
});
export const flowRow = z.object({
  name: z.string(),
  version: z.int(),
  publishedAt: z.int(),
  author: z.string().optional(),
  note: z.string().optional(),
});
export const flowDocument = z.object({
  name: z.string(),
  version: z.int(),
  text: z.string(),
  problems: z.array(flowProblem),
});
export const listFlows = route({
  method: "GET",
  path: "/api/flows",
  summary: "Flows with their live version",
  tag,
  may: ["supervisor", "admin"],
  params: none,
  query: none,
  body: none,
  reply: z.array(flowRow),
  status: 200,
});
export const readFlow = route({
  method: "GET",
  path: "/api/flows/:name",
  summary: "The live version of a flow",
  tag,
  may: ["supervisor", "admin"],
  params: z.object({ name: z.string() }),
  query: none,
  body: none,
  reply: flowDocument,
  status: 200,
});
/** Refused with 422 and the problems as `fields` when the flow has errors; warnings do not refuse. */
export const publishFlow = route({
  method: "POST",
  path: "/api/flows",
  summary: "Check and publish a flow file as a new version",
  tag,
  may: admin,
  params: none,
  query: none,
  body: z.object({ text: z.string().max(1_000_000), note: z.string().max(200).optional() }),
  reply: flowDocument,
  status: 201,
});
export const checkFlow = route({
  method: "POST",
  path: "/api/flows/check",
  summary: "Check a flow file without publishing it",
  tag,
  may: ["supervisor", "admin"],
  params: none,
  query: none,
  body: z.object({ text: z.string().max(1_000_000) }),
  reply: z.array(flowProblem),
  status: 200,
});
export const listFlowVersions = route({
  method: "GET",
  path: "/api/flows/:name/versions",
  summary: "All versions of a flow, newest first",
  tag,
  may: ["supervisor", "admin"],
  params: z.object({ name: z.string() }),
  query: none,
  body: none,
  reply: z.array(flowRow),
  status: 200,
});
export const rollBackFlow = route({
  method: "PUT",
  path: "/api/flows/:name/live",
  summary: "Make an earlier version the live one",
  tag,
  may: admin,
  params: z.object({ name: z.string() }),
  query: none,
  body: z.object({ version: z.int() }),
  reply: flowRow,
  status: 200,
});
