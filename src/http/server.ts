/** The HTTP server, put together from its parts: table of routes, live socket, console, switch directory, operations. */

import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import compress from "@fastify/compress";
import cookies from "@fastify/cookie";
import rateLimit from "@fastify/rate-limit";
import fastify, { LogController, type FastifyBaseLogger } from "fastify";
import type { Instant } from "#routing/instant.ts";
import type { Live } from "../live/live.ts";
import type { HealthParts } from "../observe/health.ts";
import type { Log } from "../observe/log.ts";
import type { Metrics } from "../observe/metrics.ts";
import type { ApiTokens } from "../platform/api-tokens.ts";
import type { WriteAudit } from "../platform/audit.ts";
import { parseBoundedJson } from "../platform/bounded-json.ts";
import { isOurPage } from "../platform/origins.ts";
import { answerError, sendProblem } from "./answer-problems.ts";
import { registerApiDocuments } from "./api-documents.ts";
import { registerConsole } from "./console-files.ts";
import { sessionCookie } from "./cookie.ts";
import type { App } from "./fastify-types.ts";
import { registerLiveDoor } from "./live-door.ts";
import { registerOperations } from "./operations.ts";
import { Refused } from "./refused.ts";
import { registerRoutes } from "./register-routes.ts";
import type { Handlers } from "./routes.ts";
import { registerSecurityHeaders } from "./security-headers.ts";
import { registerSignIn, sessionHandlers, type SessionRouteParts } from "./session-routes.ts";
import { registerSwitchDirectory, type DirectoryParts } from "./switch-directory.ts";
import { registerVoicemailAudio } from "./voicemail-audio.ts";

/** The handlers of everything but sessions, which are this server's own. */
export type ModuleHandlers = Omit<Handlers, keyof ReturnType<typeof sessionHandlers>>;

export interface ServerParts extends SessionRouteParts {
  readonly version: string;
  readonly now: () => Instant;
  readonly log: Log;
  readonly handlers: ModuleHandlers;
  readonly audit: WriteAudit;
  readonly tokens: Pick<ApiTokens, "find">;
  readonly live: Live;
  readonly health: HealthParts;
  readonly metrics: Metrics;
  readonly metricsToken: string | undefined;
  /** The address that browsers use, such as `https://cordboard.example.org`; undefined: whatever they ask for. */
  readonly publicUrl: string | undefined;
  readonly allowedOrigins: readonly string[];
  /** Addresses of proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  readonly requestsPerMinuteMax?: number | undefined;
  /** undefined: there is no real switch. */
  readonly directory: DirectoryParts | undefined;
  /** Absolute. */
  readonly consoleFolder: string;
  readonly recordingsFolder: string;
  readonly voicemailFileOf: (voicemail: string) => Promise<string | undefined>;
}

export interface Server extends AsyncDisposable {
  /** Resolves to the address when it listens; port 0 takes a free one. */
  listen(at: { readonly host: string; readonly port: number }): Promise<{ readonly url: string }>;
}

const REQUEST_LIMIT_MS = 30_000;
const SILENCE_LIMIT_MS = 60_000;
/** Of one address; an office behind one address has hundreds of consoles. */
const REQUESTS_PER_MINUTE_MAX = 6_000;
const ADDRESSES_MAX = 10_000;
const COMPRESS_FROM_BYTES = 1_024;

export async function createServer(parts: ServerParts): Promise<Server> {
  const isSecure = parts.publicUrl?.startsWith("https:") ?? false;
  const cookie = sessionCookie(isSecure);
  const publicOrigin = parts.publicUrl === undefined ? [] : [new URL(parts.publicUrl).origin];
  const origins = { allowed: [...publicOrigin, ...parts.allowedOrigins] };
  const loggerInstance: FastifyBaseLogger = parts.log;
  const app: App = fastify({
    loggerInstance,
    // Our own line per request: Fastify's has the whole address, and with it numbers and names that were searched.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    trustProxy: parts.trustedProxies.length === 0 ? false : [...parts.trustedProxies],
    requestTimeout: REQUEST_LIMIT_MS,
    keepAliveTimeout: SILENCE_LIMIT_MS,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: PARAM_LENGTH_MAX },
  });
  app.decorateRequest("signedIn", undefined);
  app.setErrorHandler(answerError);
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "none";
    parts.metrics.observeHttp(request.method, route, reply.statusCode, reply.elapsedTime / 1_000);
    const { id, method, signedIn } = request;
    const ms = Math.round(reply.elapsedTime);
    const isQuiet = (method === "GET" || method === "HEAD") && reply.statusCode < 400;
    parts.log[isQuiet ? "debug" : "info"](
      { request: id, method, route, status: reply.statusCode, ms, user: signedIn?.user.id },
      "request",
    );
  });

  await app.register(cookies);
  await registerSecurityHeaders(app, { isSecure, switchOrigin: originOf(parts.sip?.webSocketUrl) });
  await app.register(rateLimit, {
    max: parts.requestsPerMinuteMax ?? REQUESTS_PER_MINUTE_MAX,
    timeWindow: "1 minute",
    cache: ADDRESSES_MAX,
    allowList: (request) => request.url.startsWith("/fs/") || request.url.startsWith("/healthz"),
  });
  await app.register(compress, { threshold: COMPRESS_FROM_BYTES, encodings: ["br", "gzip"] });
  readJsonOnly(app);
  app.addHook("onRequest", async (request, reply) => {
    const isUnsafe = request.method !== "GET" && request.method !== "HEAD";
    if (!isUnsafe || !request.url.startsWith("/api/")) return;
    if (!isOurPage(origins, request.headers, false)) return await sendProblem(reply, new Refused("foreignOrigin"));
  });

  const { sessions, audit, now, live } = parts;
  const handlers: Handlers = { ...parts.handlers, ...sessionHandlers(parts) };
  await registerLiveDoor(app, {
    sessions,
    cookie,
    origins,
    messageBytesMax: live.messageBytesMax,
    accept: (socket, session) => live.accept(socket, session),
  });
  registerSignIn(app, { ...parts, cookie });
  registerRoutes(app, { sessions, cookie, tokens: parts.tokens, handlers, audit, now });
  registerVoicemailAudio(app, {
    sessions,
    cookie,
    audit,
    recordingsFolder: parts.recordingsFolder,
    fileOf: parts.voicemailFileOf,
  });
  registerOperations(app, parts);
  await registerApiDocuments(app, parts.version, cookie.name);
  if (parts.directory !== undefined) await registerSwitchDirectory(app, parts.directory);
  await registerConsole(app, parts.consoleFolder);

  return {
    async listen(at) {
      await app.listen(at);
      const address = app.server.address();
      const port = isAddress(address) ? address.port : at.port;
      const host = at.host.includes(":") ? `[${at.host}]` : at.host;
      return { url: `http://${host}:${port}` };
    },
    [Symbol.asyncDispose]: () => app.close(),
  };
}

const PARAM_LENGTH_MAX = 200;

/** JSON is the only thing that the API reads, within a depth; an empty body is no body. */
function readJsonOnly(app: App): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "string" }, async (_: unknown, body: string | Buffer) => {
    const text = typeof body === "string" ? body : body.toString("utf8");
    if (text === "") return undefined;
    const parsed = parseBoundedJson(text);
    if (parsed === undefined) throw new UnreadableBody("the body is not JSON, or too deep");
    return parsed.value;
  });
}

/** Fastify's way to say "400" from a parser. */
class UnreadableBody extends Error {
  readonly statusCode = 400;
}

function originOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : new URL(url).origin;
}

function isAddress(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === "object" && address !== null;
}
