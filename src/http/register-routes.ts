/** Hangs the route table on the server: who may, what it takes, what it gives, what is written down. */

import { createHash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import type { AnyRoute } from "#protocol/api/route.ts";
import { none } from "#protocol/api/shapes.ts";
import type { Instant } from "#routing/instant.ts";
import type { WriteAudit } from "../platform/audit.ts";
import { isStorable } from "../platform/bounded-json.ts";
import { sendProblem } from "./answer-problems.ts";
import { authenticate, type AuthenticateParts } from "./authenticate.ts";
import type { SessionCookie } from "./cookie.ts";
import type { App } from "./fastify-types.ts";
import { createIdempotency, type Answer } from "./idempotency.ts";
import { Refused } from "./refused.ts";
import { routes, type Client, type Handlers, type NamedRoute } from "./routes.ts";

export interface RegisterParts extends AuthenticateParts {
  readonly cookie: SessionCookie;
  readonly handlers: Handlers;
  readonly audit: WriteAudit;
  readonly now: () => Instant;
}

const BODY_BYTES_MAX = 256 * 1024;
/** Flow files come as one text of up to a million characters. */
const FLOW_BYTES_MAX = 4 * 1024 * 1024;
const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

/** Changes of these are written to the audit log; customers' histories have a timeline of their own. */
const auditedTags: readonly string[] = ["Administration", "Do not call", "Session"];

export function clientOf(request: FastifyRequest): Client {
  return { ip: request.ip, userAgent: request.headers["user-agent"] ?? "", requestId: request.id };
}

/** Registers every route but `signIn`, and a 405 for every method that an address does not take. */
export function registerRoutes(app: App, parts: RegisterParts): void {
  const once = createIdempotency(parts.now);
  const byName: Readonly<Record<string, unknown>> = parts.handlers;
  for (const named of routes) if (named.name !== "signIn") registerRoute(named);
  refuseOtherMethods(app);

  function registerRoute(named: NamedRoute): void {
    const { name, route } = named;
    const handler = byName[name];
    if (!isHandler(handler)) throw new TypeError(`no handler for the route ${name}`);
    app.route({
      method: route.method,
      url: route.path,
      bodyLimit: name === "publishFlow" || name === "checkFlow" ? FLOW_BYTES_MAX : BODY_BYTES_MAX,
      onRequest: async (request, reply) => {
        // Before the body is read: strangers do not get to send us megabytes.
        const who = await authenticate(parts, route, request);
        if (who instanceof Refused) return await sendProblem(reply, who);
        request.signedIn = who;
      },
      handler: async (request, reply) => {
        const outcome = await answerOnce(named, handler, request);
        if (outcome instanceof Refused) return await sendProblem(reply, outcome);
        if (name === "signOut") parts.cookie.clear(reply);
        return await send(reply, outcome);
      },
    });
  }

  async function answerOnce(
    { name, route }: NamedRoute,
    handler: AnyHandler,
    request: FastifyRequest,
  ): Promise<Answer | Refused> {
    const { signedIn } = request;
    if (signedIn === undefined) return new Refused("signedOut");
    const params = read(route.params, request.params, "params");
    const query = read(route.query, request.query, "query");
    const body = read(route.body, request.body, "body");
    if (params instanceof Refused) return params;
    if (query instanceof Refused) return query;
    if (body instanceof Refused) return body;
    const client = clientOf(request);

    const run = async (): Promise<Answer> => {
      const result = await handler({
        session: signedIn,
        client,
        params: params.value,
        query: query.value,
        body: body.value,
      });
      if (result instanceof Refused) return { status: result.status, body: result };
      if (route.method !== "GET" && auditedTags.includes(route.tag)) {
        await parts.audit({
          actor: signedIn.user.id,
          action: name,
          object: route.path.split("/")[2] ?? "",
          objectId: idOf(params.value) ?? idOf(result),
          detail: body.value ?? query.value,
          ip: client.ip,
          requestId: client.requestId,
        });
      }
      // Only what the schema names leaves, whatever a query selected.
      return { status: route.status, body: route.reply === none ? undefined : route.reply.parse(result) };
    };

    const key = request.headers["idempotency-key"];
    if (route.method !== "POST" || typeof key !== "string") return asOutcome(await run());
    const outcome = await once(signedIn.user.id, key, print(route, params.value, body.value), run);
    switch (outcome.kind) {
      case "answered":
        return asOutcome(outcome.answer);
      case "keyReused":
        return new Refused("keyReused");
      case "malformed":
        return new Refused("malformed", { detail: "Idempotency-Key: 1 to 200 visible ASCII characters" });
    }
  }
}

type AnyHandler = (request: Readonly<Record<string, unknown>>) => Promise<unknown>;

function isHandler(value: unknown): value is AnyHandler {
  return typeof value === "function";
}

const asOutcome = (answer: Answer): Answer | Refused => (answer.body instanceof Refused ? answer.body : answer);

async function send(reply: FastifyReply, { status, body }: Answer): Promise<FastifyReply> {
  reply.code(status).header("cache-control", "no-store");
  return body === undefined ? await reply.send() : await reply.type("application/json").send(JSON.stringify(body));
}

function read(schema: z.ZodType, given: unknown, where: string): { readonly value: unknown } | Refused {
  // A route without a body ignores one that comes anyway, as HTTP clients like to send `{}`.
  if (schema === none) return { value: undefined };
  if (!isStorable(given)) return new Refused("malformed", { detail: `The ${where} of the request` });
  const parsed = schema.safeParse(given ?? {});
  if (parsed.success) return { value: parsed.data };
  const fields = parsed.error.issues
    .slice(0, FIELDS_MAX)
    .map((issue) => ({ path: issue.path.map(String).join("."), message: issue.message }));
  return new Refused("malformed", { detail: `The ${where} of the request`, fields });
}
const FIELDS_MAX = 50;

function idOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  for (const key of ["id", "dialled", "name", "code"] as const) {
    const found: unknown = Object.entries(value).find(([each]) => each === key)?.[1];
    if (typeof found === "string") return found;
  }
  return undefined;
}

function print(route: AnyRoute, params: unknown, body: unknown): string {
  const text = JSON.stringify([route.method, route.path, params ?? null, body ?? null]);
  return createHash("sha256").update(text).digest("base64url");
}

function refuseOtherMethods(app: App): void {
  const taken = new Map<string, Set<string>>();
  for (const { route } of routes) taken.set(route.path, (taken.get(route.path) ?? new Set()).add(route.method));
  for (const [url, set] of taken) {
    const allow = [...set, ...(set.has("GET") ? ["HEAD"] : [])].join(", ");
    app.route({
      method: methods.filter((method) => !set.has(method)),
      url,
      handler: (_, reply) => sendProblem(reply.header("allow", allow), new Refused("methodNotAllowed")),
    });
  }
}
