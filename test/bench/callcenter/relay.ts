/**
 * Stands between the service and the event socket of its switch, passes on every byte as it comes, and tells what went by
 * and when, on the clock of this process. The service is measured as it is shipped: nothing in it knows of this.
 */

import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { CommandReader } from "#cti/esl/command.ts";
import { decodeEvent, isEventFrame } from "#cti/esl/events.ts";
import type { EslEvent } from "#cti/esl/events.ts";
import { contentTypeOf, type EslClientCommand } from "#cti/esl/frame.ts";
import { FrameReader } from "#cti/esl/parse.ts";

export interface RelayListener {
  /** The switch has sent it. Each of the service's connections that subscribes to it has its own. */
  readonly event: (event: EslEvent, at: number) => void;
  /** The service has sent it; bare line feeds are not told. */
  readonly command: (command: EslClientCommand, at: number) => void;
  /** The switch has answered that command. */
  readonly reply: (command: EslClientCommand, at: number) => void;
}

export interface Relay extends AsyncDisposable {
  /** Where the service finds the switch. */
  readonly port: number;
}

const local = "127.0.0.1";
const replies: ReadonlySet<string> = new Set(["command/reply", "api/response"]);

export async function openRelay(switchPort: number, listener: RelayListener): Promise<Relay> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (service) => {
    const freeswitch = connect({ host: local, port: switchPort, noDelay: true });
    for (const [from, to] of [
      [service, freeswitch],
      [freeswitch, service],
    ] as const) {
      sockets.add(from);
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
      // The other side is told by the end of its connection.
      from.on("error", () => undefined);
    }
    const commands = new CommandReader();
    const frames = new FrameReader();
    const unanswered: EslClientCommand[] = [];
    service.on("data", (bytes: Uint8Array) => {
      const at = performance.now();
      freeswitch.write(bytes);
      for (const command of commands.push(bytes)) {
        unanswered.push(command);
        listener.command(command, at);
      }
    });
    freeswitch.on("data", (bytes: Uint8Array) => {
      const at = performance.now();
      service.write(bytes);
      for (const frame of frames.push(bytes)) {
        if (isEventFrame(frame)) listener.event(decodeEvent(frame), at);
        // The commands of a connection are answered in their order.
        const answered = replies.has(contentTypeOf(frame)) ? unanswered.shift() : undefined;
        if (answered !== undefined) listener.reply(answered, at);
      }
    });
  });
  server.listen(0, local);
  await once(server, "listening");
  return {
    port: portOf(server.address()),
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((closed) => void server.close(() => closed()));
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("the relay has no port");
  return address.port;
}
