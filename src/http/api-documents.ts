/** The API's description at /openapi.json and its explorer at /docs. */

import scalar from "@scalar/fastify-api-reference";
import { explorerPolicy } from "./security-headers.ts";
import type { App } from "./fastify-types.ts";
import { openApi } from "./openapi.ts";
import { routes } from "./routes.ts";

export async function registerApiDocuments(app: App, version: string, cookieName: string): Promise<void> {
  const text = JSON.stringify(openApi(routes, version, cookieName));
  app.get("/openapi.json", (_, reply) => reply.type("application/json").send(text));
  await app.register(async (docs) => {
    docs.addHook("onSend", async (_request, reply) => {
      reply.header("content-security-policy", explorerPolicy);
    });
    // The switches that keep it from fonts, statistics, an assistant and a client on foreign hosts.
    const configuration = {
      url: "/openapi.json",
      withDefaultFonts: false,
      telemetry: false,
      agent: { disabled: true },
      hideClientButton: true,
      mcp: { disabled: true },
      showDeveloperTools: "never" as const,
    };
    await docs.register(scalar, { routePrefix: "/docs", configuration });
  });
}
