/** How a queue stands for somebody who thinks of calling: for web sites, callback offers and programs beside the console. */

import { z } from "zod";
import { expectedWaitView } from "../views/expected-wait.ts";
import { route } from "./route.ts";
import { byId, none } from "./shapes.ts";

export const queueWait = z.object({
  queue: z.uuid(),
  name: z.string(),
  waiting: z.int(),
  /** Of who would enter now; absent when nothing can be said. */
  expectedWait: expectedWaitView.optional(),
});
export const readExpectedWait = route({
  method: "GET",
  path: "/api/queues/:id/expected-wait",
  summary: "How long somebody who enters the queue now is going to wait",
  tag: "Queues",
  may: ["agent", "supervisor", "admin"],
  scopes: ["work", "callbacks"],
  params: byId,
  query: none,
  body: none,
  reply: queueWait,
  status: 200,
});
