/** A gate in front of a server: closed, it cuts every connection and takes no new ones; slow, it delays what the client says. */

import { connect, createServer, type AddressInfo, type Socket } from "node:net";

export interface TcpGate extends AsyncDisposable {
  /** The same database through the gate. */
  readonly url: string;
  close(): void;
  open(): void;
  /** Delays every packet from the client by `ms`. */
  slowDown(ms: number): void;
  /** Lets nothing through any more, but cuts nothing: a network that lost its memory. */
  swallow(isOn: boolean): void;
}

export async function openGate(target: string): Promise<TcpGate> {
  const { hostname, port } = new URL(target);
  const pairs = new Set<Socket>();
  let isOpen = true;
  let delayMs = 0;
  let isSwallowing = false;
  const server = createServer((client) => {
    if (!isOpen) return void client.destroy();
    const upstream = connect(Number(port), hostname);
    const forget = (): void => {
      pairs.delete(client);
      pairs.delete(upstream);
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      pairs.add(socket);
      // A cut connection ends with an error on both sides; the end is what counts here.
      socket.on("error", forget);
      socket.on("close", forget);
    }
    client.on("data", (bytes) => {
      if (isSwallowing) return;
      if (delayMs === 0) upstream.write(bytes);
      else setTimeout(() => upstream.destroyed || upstream.write(bytes), delayMs);
    });
    upstream.on("data", (bytes) => isSwallowing || client.write(bytes));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = new URL(target);
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as AddressInfo).port); // a TCP server's address is an AddressInfo
  const cut = (): void => {
    for (const socket of pairs) socket.destroy();
  };
  return {
    url: url.href,
    close: () => {
      isOpen = false;
      cut();
    },
    open: () => {
      isOpen = true;
    },
    slowDown: (ms) => {
      delayMs = ms;
    },
    swallow: (isOn) => {
      isSwallowing = isOn;
    },
    [Symbol.asyncDispose]: async () => {
      cut();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
