/**
 * A server for the console's own tests: the built console, the routes of the table answered from data, the live socket.
 * Every request and every reply goes through the route's own schemas, so that it cannot drift from the protocol.
 */

import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { extname, join, normalize } from "node:path";
import { z } from "zod";
import type { Problem } from "#protocol/errors.ts";
import type { Json } from "#protocol/json.ts";
import type { Topic } from "#protocol/up.ts";
import type { Me } from "#protocol/api/session.ts";
import { answerAsk } from "./agent-script.ts";
import { buildConsole, dist } from "./built-console.ts";
import { liveSide, type LiveSide } from "./live-side.ts";
import { Refusal, type Context } from "./route-answer.ts";
import { answers } from "./route-answers.ts";
import { makeWorld, type World } from "./world.ts";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

export interface Backend extends AsyncDisposable {
  readonly url: string;
  readonly world: World;
  readonly live: LiveSide;
  /** Changes the world and sends what that changes on the live topics. */
  readonly change: (mutate: (world: World) => void) => void;
  /** Paths (such as `/api/contacts`) that fail with 500 while they are in here. */
  readonly broken: Set<string>;
}

export async function startBackend(roles: Me["roles"], isSignedIn = true): Promise<Backend> {
  await buildConsole();
  const world = makeWorld(Date.now(), roles);
  const context: Context = { world, session: { isSignedIn, failures: 0 } };
  const broken = new Set<string>();
  const server = createServer((request, response) => {
    respond(context, broken, request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  const live = liveSide(
    server,
    (topic) => viewOf(world, topic),
    (ask) => answerAsk(world, ask),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the test server has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    world,
    live,
    broken,
    change: (mutate) => {
      mutate(world);
      live.push();
    },
    [Symbol.asyncDispose]: async () => {
      live.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Views are plain data; the round trip through text leaves out what is undefined, as the wire does. */
function viewOf(world: World, topic: Topic): Json {
  return z.json().parse(JSON.parse(JSON.stringify(topic === "desk" ? world.desk : world.board)));
}

async function respond(
  context: Context,
  broken: ReadonlySet<string>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  if (!url.pathname.startsWith("/api/")) return await sendFile(url.pathname, response);
  if (broken.has(url.pathname)) return sendProblem(response, 500, "broken");
  const found = answers.find(
    ({ route, matches }) => route.method === request.method && matches(url.pathname) !== undefined,
  );
  if (found === undefined) return sendProblem(response, 404, "notFound");
  const { route } = found;
  if (route.may !== "anyone" && !context.session.isSignedIn) return sendProblem(response, 401, "signedOut");
  try {
    const reply = await found.answer(context, {
      params: found.matches(url.pathname) ?? {},
      query: Object.fromEntries(url.searchParams),
      body: await readBody(request),
    });
    if (route.status === 204) return void response.writeHead(204).end();
    response
      .writeHead(route.status, { "content-type": "application/json" })
      .end(JSON.stringify(route.reply.parse(JSON.parse(JSON.stringify(reply)))));
  } catch (error) {
    if (error instanceof Refusal) return sendProblem(response, error.status, error.code, error.headers, error);
    throw error;
  }
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  const text = Buffer.concat(parts).toString("utf8");
  return text === "" ? undefined : JSON.parse(text);
}

function sendProblem(
  response: ServerResponse,
  status: number,
  code: string,
  headers: Readonly<Record<string, string>> = {},
  { fields, detail }: Pick<Problem, "fields" | "detail"> = {},
): void {
  const problem: Problem = {
    type: "about:blank",
    title: code,
    status,
    code,
    ...(fields === undefined ? {} : { fields }),
    ...(detail === undefined ? {} : { detail }),
  };
  response.writeHead(status, { "content-type": "application/problem+json", ...headers }).end(JSON.stringify(problem));
}

async function sendFile(path: string, response: ServerResponse): Promise<void> {
  const name = extname(path) === "" ? "/index.html" : normalize(path);
  const type = types[extname(name)] ?? "application/octet-stream";
  const bytes = await readFile(join(dist, name));
  response.writeHead(200, { "content-type": type }).end(bytes);
}
