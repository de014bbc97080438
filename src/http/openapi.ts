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
  const shared = new Map<string, unknown>();
  const schemaOf: SchemaOf = (schema, io) => hoisted(jsonSchema(schema, io), shared);
  const problemSchema = schemaOf(problem, "output");
  for (const named of routes) {
    const path = named.route.path.replaceAll(/:([a-zA-Z]+)/g, "{$1}");
    (paths[path] ??= {})[named.route.method.toLowerCase()] = operation(named, schemaOf);
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
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: cookieName },
        token: { type: "http", scheme: "bearer", description: "A token of a program, made by an administrator." },
      },
      schemas: { Problem: problemSchema, ...Object.fromEntries(shared) },
      responses: {
        Problem: {
          description: "The server says no",
          content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
        },
      },
    },
  };
}

type SchemaOf = (schema: z.ZodType, io: "input" | "output") => JsonObject;

function operation({ name, route }: NamedRoute, schemaOf: SchemaOf): JsonObject {
  const parameters = [...parametersOf(route, "path", schemaOf), ...parametersOf(route, "query", schemaOf)];
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
    ...(route.scopes === undefined ? {} : { security: [{ session: [] }, { token: [...route.scopes] }] }),
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

function parametersOf(route: AnyRoute, where: "path" | "query", schemaOf: SchemaOf): JsonObject[] {
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

function jsonSchema(schema: z.ZodType, io: "input" | "output"): JsonObject {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { target: "draft-2020-12", io, unrepresentable: "any" });
  return json;
}

const DEFINITIONS = "#/$defs/";

/** Schemas that speak of themselves have a name; those stand among the document's components, once. */
function hoisted({ $defs, ...schema }: JsonObject, shared: Map<string, unknown>): JsonObject {
  if (isObject($defs)) for (const [name, each] of Object.entries($defs)) shared.set(name, withSharedReferences(each));
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, withSharedReferences(value)]));
}

function withSharedReferences(value: unknown): unknown {
  if (typeof value === "string") return value.replace(DEFINITIONS, "#/components/schemas/");
  if (Array.isArray(value)) return value.map(withSharedReferences);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withSharedReferences(each)]));
}

const isNone = (schema: z.ZodType): boolean => schema === none;

const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null;
