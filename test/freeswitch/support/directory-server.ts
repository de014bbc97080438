/** Answers the switch's directory questions in tests: the HTTP around cti/freeswitch/directory.ts, with phones made here. */

import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { a1Hash, answerDirectory } from "#cti/freeswitch/directory.ts";

/** A directory on 127.0.0.1 that knows the phones added to it. */
export interface TestDirectory extends AsyncDisposable {
  readonly url: string;
  readonly user: string;
  readonly secret: string;
  /** Makes `user` known with that password. */
  add(user: string, password: string): void;
}

/** Starts it; the caller disposes of it. */
export async function startDirectory(domain: string): Promise<TestDirectory> {
  const user = "switch";
  const secret = "test-directory-secret";
  const expected = `Basic ${Buffer.from(`${user}:${secret}`).toString("base64")}`;
  const hashes = new Map<string, string>();
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const isAllowed = request.headers.authorization === expected;
      response.writeHead(isAllowed ? 200 : 401, { "content-type": "text/xml" });
      response.end(
        isAllowed
          ? answerDirectory(Buffer.concat(parts).toString(), (asked, at) =>
              at === domain ? hashes.get(asked) : undefined,
            )
          : "",
      );
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // a listening TCP server has an AddressInfo
  return {
    url: `http://127.0.0.1:${port}/fs/directory`,
    user,
    secret,
    add: (phone, password) => hashes.set(phone, a1Hash(phone, domain, password)),
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
