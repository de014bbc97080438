/** The API's description (OpenAPI 3.1), made from the same table that the server registers: it cannot drift. */

import { z } from "zod";
import { problem } from "#protocol/errors.ts";
import type { AnyRoute } from "#protocol/api/route.ts";
import { none } from "#protocol/api/shapes.ts";
import type { NamedRoute } from "./routes.ts";
import { problemCodes } from "./refused.ts";

type JsonObject = { readonly [key: string]: unknown };

/** `version` is the program's. The document is plain JSON. */
export function openApi(routes: readonly NamedRoute[], version: string, cookieName: string): JsonObject {
  const paths: Record<string, Record<string, JsonObject>> = {};
  for (const named of routes) {
    const path = named.route.path.replaceAll(/:([a-zA-Z]+)/g, "{$1}");
    (paths[path] ??= {})[named.route.method.toLowerCase()] = operation(named);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Cordboard",
      version,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      description: `Everything the console does over HTTP. Instants are milliseconds since 1970 UTC, durations are milliseconds. Errors are problem details (RFC 9457); \`code\` is one of: ${problemCodes.join(", ")}. POST takes an \`Idempotency-Key\`. Live views travel on the WebSocket /api/live.`,
    },
    servers: [{ url: "/" }],
    security: [{ session: [] }],
    tags: [...new Set(routes.map(({ route }) => route.tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { session: { type: "apiKey", in: "cookie", name: cookieName } },
      schemas: { Problem: schemaOf(problem, "output") },
      responses: {
        Problem: {
          description: "The server says no",
          content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
        },
      },
    },
  };
}

function operation({ name, route }: NamedRoute): JsonObject {
  const parameters = [...parametersOf(route, "path"), ...parametersOf(route, "query")];
  if (route.method === "POST" && route.may !== "anyone") {
    parameters.push({
      name: "Idempotency-Key",
      in: "header",
      required: false,
      description: "Sent twice, done once.",
      schema: { type: "string", maxLength: 200 },
    });
  }
  const who = typeof route.may === "string" ? route.may : route.may.join(", ");
  return {
    operationId: name,
    summary: route.summary,
    description: `Who may: ${who}.`,
    tags: [route.tag],
    ...(route.may === "anyone" ? { security: [] } : {}),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(isNone(route.body)
      ? {}
      : {
          requestBody: { required: true, content: { "application/json": { schema: schemaOf(route.body, "input") } } },
        }),
    responses: {
      [String(route.status)]: isNone(route.reply)
        ? { description: "Done" }
        : { description: "Done", content: { "application/json": { schema: schemaOf(route.reply, "output") } } },
      default: { $ref: "#/components/responses/Problem" },
    },
  };
}

function parametersOf(route: AnyRoute, where: "path" | "query"): JsonObject[] {
  const shape = where === "path" ? route.params : route.query;
  if (isNone(shape)) return [];
  const { properties, required } = schemaOf(shape, "input");
  const needed: readonly unknown[] = Array.isArray(required) ? required : [];
  return Object.entries(isObject(properties) ? properties : {}).map(([name, schema]) => ({
    name,
    in: where,
    required: where === "path" || needed.includes(name),
    schema,
  }));
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): JsonObject {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { target: "draft-2020-12", io, unrepresentable: "any" });
  return json;
}

const isNone = (schema: z.ZodType): boolean => schema === none;

const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null;
