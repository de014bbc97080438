/** What a browser may do with our pages: nothing foreign, nothing framed, the microphone for ourselves. */

import helmet from "@fastify/helmet";
import type { App } from "./fastify-types.ts";

export interface HeaderParts {
  /** Browsers come over https: then they are told to keep to it. */
  readonly isSecure: boolean;
  /** The phones' WebSocket on the switch, which may be another origin. */
  readonly switchOrigin: string | undefined;
}

const YEAR_S = 31_536_000;

export async function registerSecurityHeaders(app: App, { isSecure, switchOrigin }: HeaderParts): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // The component library sets style attributes and one style element.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", "data:", "blob:"],
        mediaSrc: ["'self'", "blob:"],
        fontSrc: ["'self'", "data:"],
        connectSrc: ["'self'", ...(switchOrigin === undefined ? [] : [switchOrigin])],
        workerSrc: ["'self'", "blob:"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: isSecure ? { maxAge: YEAR_S, includeSubDomains: false } : false,
    referrerPolicy: { policy: "no-referrer" },
    crossOriginEmbedderPolicy: false,
    xFrameOptions: { action: "deny" },
  });
  app.addHook("onSend", async (_request, reply) => {
    reply.header("permissions-policy", "microphone=(self), camera=(), geolocation=(), payment=(), usb=()");
  });
}

/**
 * The API explorer brings its own page with inline script and style; it gets a looser policy for its own path alone,
 * and still reaches no foreign host.
 */
export const explorerPolicy = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join(";");
