import { expect, test } from "vitest";
import { z } from "zod";
import { openApi } from "#src/http/openapi.ts";
import { routes } from "#src/http/routes.ts";
import { startSite } from "./site.ts";

const schemaObject = z.union([z.boolean(), z.record(z.string(), z.unknown())]);
const content = z.record(z.string(), z.strictObject({ schema: schemaObject }));
const reference = z.strictObject({ $ref: z.string() });
const operation = z.strictObject({
  operationId: z.string().regex(/^[a-z][a-zA-Z]+$/),
  summary: z.string().min(3),
  description: z.string(),
  tags: z.array(z.string()).length(1),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  parameters: z
    .array(
      z.strictObject({
        name: z.string(),
        in: z.enum(["path", "query", "header"]),
        required: z.boolean(),
        description: z.string().optional(),
        schema: schemaObject,
      }),
    )
    .optional(),
  requestBody: z.strictObject({ required: z.literal(true), content }).optional(),
  responses: z.record(
    z.string().regex(/^([1-5][0-9][0-9]|default)$/),
    z.union([reference, z.strictObject({ description: z.string(), content: content.optional() })]),
  ),
});
/** The parts of the OpenAPI 3.1 document that we write; anything else is a mistake. */
const document = z.strictObject({
  openapi: z.literal("3.1.0"),
  info: z.strictObject({
    title: z.string(),
    version: z.string(),
    description: z.string(),
    license: z.strictObject({ name: z.string(), identifier: z.string() }),
  }),
  servers: z.array(z.strictObject({ url: z.string() })),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  tags: z.array(z.strictObject({ name: z.string() })),
  paths: z.record(
    z.string().startsWith("/"),
    z.partialRecord(z.enum(["get", "post", "put", "patch", "delete"]), operation),
  ),
  components: z.strictObject({
    securitySchemes: z.strictObject({
      session: z.strictObject({ type: z.literal("apiKey"), in: z.literal("cookie"), name: z.string() }),
      token: z.strictObject({ type: z.literal("http"), scheme: z.literal("bearer"), description: z.string() }),
    }),
    schemas: z.record(z.string(), schemaObject),
    responses: z.record(z.string(), z.strictObject({ description: z.string(), content })),
  }),
});

test("[HT30] the description is OpenAPI 3.1, whole, with every route once and every placeholder declared", () => {
  const parsed = document.parse(openApi(routes, "1.0.0", "cordboard"));
  const operations = Object.entries(parsed.paths).flatMap(([path, methods]) =>
    Object.values(methods).map((each) => ({ path, each })),
  );
  expect(operations.map(({ each }) => each.operationId).toSorted()).toEqual(routes.map(({ name }) => name).toSorted());
  for (const { path, each } of operations) {
    const placeholders = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
    const declared = (each.parameters ?? []).filter((parameter) => parameter.in === "path").map(({ name }) => name);
    expect([path, declared]).toEqual([path, placeholders]);
  }
  const text = JSON.stringify(parsed);
  for (const [, target = ""] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    const found = target
      .split("/")
      .reduce<unknown>((at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined), parsed);
    expect([target, found === undefined]).toEqual([target, false]);
  }
});

test("[HT31] the explorer's page asks nobody but this server", async () => {
  await using site = await startSite();
  const served: unknown = await (await fetch(`${site.url}/openapi.json`)).json();
  expect(document.safeParse(served).success).toBe(true);
  const page = await fetch(`${site.url}/docs/`);
  expect(page.status).toBe(200);
  const policy = page.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("connect-src 'self'");
  expect(policy).not.toMatch(/https?:|\*/);
  const html = await page.text();
  const loaded = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url ?? "");
  expect(loaded.filter((url) => /^(https?:)?\/\//.test(url))).toEqual([]);
  expect(html).toContain('"telemetry": false');
  expect(html).toContain('"withDefaultFonts": false');
  expect((await fetch(`${site.url}/docs/js/scalar.js`)).status).toBe(200);
  expect((await fetch(`${site.url}/api/session`)).headers.get("content-security-policy")).not.toContain("unsafe-eval");
});
