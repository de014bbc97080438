/** A TCP relay on 127.0.0.1 that can be cut: the only honest way to lose a link without touching the switch. */

import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";

export interface WireCutter extends AsyncDisposable {
  readonly port: number;
  /** Ends every connection without a goodbye and lets nobody in for that long. */
  cut(forMs: number): void;
}

/** Relays to `port` of 127.0.0.1. */
export async function openWireCutter(port: number): Promise<WireCutter> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let closedUntil = 0;
  const server = createServer((near) => {
    if (performance.now() < closedUntil) {
      near.destroy();
      return;
    }
    const far = connect({ port, host: "127.0.0.1", noDelay: true });
    near.setNoDelay(true);
    const pair = [near, far] as const;
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const socket of pair) {
      socket.on("error", end);
      socket.on("close", end);
    }
    near.pipe(far);
    far.pipe(near);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const destroyAll = () => {
    for (const [near, far] of pairs) {
      near.destroy();
      far.destroy();
    }
    pairs.clear();
  };
  return {
    // A listening TCP server has an AddressInfo.
    port: (server.address() as AddressInfo).port,
    cut: (forMs) => {
      closedUntil = performance.now() + forMs;
      destroyAll();
    },
    async [Symbol.asyncDispose]() {
      destroyAll();
      server.close();
      await once(server, "close");
    },
  };
}
