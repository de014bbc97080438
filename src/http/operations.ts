/** For the people and programs that run Cordboard: health and figures. */

import { readHealth, type HealthParts } from "../observe/health.ts";
import type { Metrics } from "../observe/metrics.ts";
import { sendProblem } from "./answer-problems.ts";
import { isBearerAuthorization } from "./basic-authorization.ts";
import type { App } from "./fastify-types.ts";
import { Refused } from "./refused.ts";

export interface OperationsParts {
  readonly health: HealthParts;
  readonly metrics: Metrics;
  /** undefined: figures only for this machine. */
  readonly metricsToken: string | undefined;
}

const ownMachine = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);

export function registerOperations(app: App, { health, metrics, metricsToken }: OperationsParts): void {
  app.get("/healthz", async (_, reply) => {
    const state = await readHealth(health);
    return await reply
      .code(state.status === "down" ? 503 : 200)
      .header("cache-control", "no-store")
      .send(state);
  });
  app.get("/healthz/live", (_, reply) => reply.header("cache-control", "no-store").send({ status: "ok" }));
  app.get("/metrics", async (request, reply) => {
    // A proxy on this machine speaks for strangers: what it passes on is not "this machine".
    const isOwn = ownMachine.has(request.ip) && request.headers["x-forwarded-for"] === undefined;
    const isTold = metricsToken !== undefined && isBearerAuthorization(request.headers.authorization, metricsToken);
    if (!isOwn && !isTold) return await sendProblem(reply, new Refused("forbidden"));
    return await reply.type(metrics.contentType).send(await metrics.text());
  });
}
