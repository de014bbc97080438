/** What our hooks hang on a request, told to the compiler. */

import type { FastifyInstance } from "fastify";
import type { Session } from "../platform/sessions.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Set before the body is read, on routes that need somebody signed in. */
    signedIn: Session | undefined;
  }
}

export type App = FastifyInstance;
