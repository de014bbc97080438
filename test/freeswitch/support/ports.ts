/** Free ports for a switch under test. They are given back before the switch takes them, so a collision is unlikely, not impossible. */

import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";

/** A port that is free for TCP and UDP on that address. */
export async function freePort(address: string): Promise<number> {
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const server = createServer();
    server.listen(0, address);
    await once(server, "listening");
    const { port } = server.address() as AddressInfo; // a listening TCP server has an AddressInfo
    const isFreeForUdp = await udpBinds(address, port);
    server.close();
    await once(server, "close");
    if (isFreeForUdp) return port;
  }
  throw new Error(`no port free for TCP and UDP on ${address} in ${attemptsMax} attempts`);
}

const attemptsMax = 20;

async function udpBinds(address: string, port: number): Promise<boolean> {
  const socket = createSocket("udp4");
  try {
    socket.bind(port, address);
    await once(socket, "listening");
    socket.close();
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") return false;
    throw error;
  }
}

/** An address of this machine that is not loopback: Chrome sends no audio to loopback. undefined: there is none. */
export function outsideAddress(): string | undefined {
  for (const addresses of Object.values(networkInterfaces())) {
    for (const { family, internal, address } of addresses ?? []) if (family === "IPv4" && !internal) return address;
  }
  return undefined;
}
