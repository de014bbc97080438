/** The console's files. Every address that is not an API's opens the console, which knows its own pages. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyRequest } from "fastify";
import { sendProblem } from "./answer-problems.ts";
import type { App } from "./fastify-types.ts";
import { Refused } from "./refused.ts";

const notPages = ["/api/", "/fs/", "/docs", "/metrics", "/healthz", "/openapi.json", "/assets/"];

/** Without a built console (development, tests) only the API is served, and pages answer 404. */
export async function registerConsole(app: App, folder: string): Promise<void> {
  const isBuilt = existsSync(join(folder, "index.html"));
  await app.register(fastifyStatic, isBuilt ? { ...files(folder), root: folder } : { serve: false });
  app.setNotFoundHandler(async (request, reply) => {
    if (isBuilt && wantsPage(request))
      return await reply.header("cache-control", "no-cache").sendFile("index.html", folder);
    return await sendProblem(reply, new Refused("notFound"));
  });
}

function files(folder: string) {
  return {
    index: false,
    wildcard: false,
    cacheControl: false,
    // Names of built files hold their own hash; a page must be asked for again each time.
    setHeaders: (reply: { header(name: string, value: string): unknown }, path: string) => {
      const isHashed = path.startsWith(join(folder, "assets"));
      reply.header("cache-control", isHashed ? "public, max-age=31536000, immutable" : "no-cache");
    },
  } as const;
}

function wantsPage(request: FastifyRequest): boolean {
  if (request.method !== "GET" && request.method !== "HEAD") return false;
  if (notPages.some((prefix) => request.url.startsWith(prefix))) return false;
  return request.headers.accept?.includes("text/html") ?? false;
}
