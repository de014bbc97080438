/** The switch's door: "may this phone register?" Only a switch that knows the secret of its configuration is answered. */

import {
  answerDirectory,
  directoryNotFound,
  directoryRequestBytesMax,
  type DirectoryLookup,
} from "#cti/freeswitch/directory.ts";
import type { App } from "./fastify-types.ts";
import { isBasicAuthorization } from "./basic-authorization.ts";

export interface DirectoryParts {
  readonly user: string;
  readonly secret: string;
  readonly lookUp: DirectoryLookup;
}

export async function registerSwitchDirectory(app: App, { user, secret, lookUp }: DirectoryParts): Promise<void> {
  await app.register(async (door) => {
    door.removeAllContentTypeParsers();
    door.addContentTypeParser(
      "application/x-www-form-urlencoded",
      { parseAs: "string", bodyLimit: directoryRequestBytesMax },
      (_, body, done) => done(null, body),
    );
    door.post(
      "/fs/directory",
      {
        onRequest: async (request, reply) => {
          if (isBasicAuthorization(request.headers.authorization, user, secret)) return;
          return await reply.code(401).header("www-authenticate", 'Basic realm="cordboard"').send();
        },
      },
      async (request, reply) => {
        const text = typeof request.body === "string" ? answerDirectory(request.body, lookUp) : directoryNotFound;
        return await reply.type("text/xml").header("cache-control", "no-store").send(text);
      },
    );
  });
}
