/**
 * Serves the simulated switch as an event socket over TCP, so that whatever speaks to FreeSWITCH can speak to it: the
 * adapter, `fs_cli`, other people's clients. Misbehaves on request as the real one did (faults F1 to F4).
 */

import { createServer } from "node:net";
import type { Server, Socket } from "node:net";
import type { DurationMs } from "#routing/instant.ts";
import { CommandReader } from "../esl/command.ts";
import { encodeFrame } from "../esl/encode.ts";
import type { EslValues } from "../esl/events.ts";
import type { EslFrame } from "../esl/frame.ts";
import { createEslSession } from "./esl-session.ts";
import type { EslSession, LimitedUser } from "./esl-session.ts";
import { eventValues, heartbeatValues } from "./esl-values.ts";
import { noFaults } from "./link.ts";
import type { LinkFaults } from "./link.ts";
import type { SimulatedSwitch } from "./switch.ts";

export interface EslServerOptions {
  /** 0: any free one. */
  readonly port: number;
  readonly password: string;
  readonly host?: string | undefined;
  readonly users?: readonly LimitedUser[] | undefined;
  /** Default 20 s, as with FreeSWITCH. */
  readonly heartbeatMs?: DurationMs | undefined;
  /** What `global_getvar` answers. */
  readonly globals?: Readonly<Record<string, string>> | undefined;
}

/** A running server; durations in the time of the switch. Disposing closes every connection. */
export interface EslServer extends AsyncDisposable {
  readonly port: number;
  readonly connections: () => number;
  /** Drops all connections without a goodbye and refuses new ones for so long. */
  readonly drop: (refuseForMs: DurationMs) => void;
  /** The next reply or event of each connection breaks off in its middle, and the connection with it. */
  readonly cutNextFrame: () => void;
  /** Nothing comes from the connections of now any more, and nothing is read; new ones work after so long. */
  readonly halfOpen: (forMs: DurationMs) => void;
  /** Connections are taken and commands read, but nothing is done or told for so long; then all of it. */
  readonly hang: (forMs: DurationMs) => void;
  readonly setFaults: (faults: LinkFaults) => void;
}

const CONNECTIONS_MAX = 100;
const HEARTBEAT_MS = 20_000;
/** The switch drops a client that it cannot get rid of events for; ours is told by its socket. */
const UNSENT_BYTES_MAX = 256 * 1024 * 1024;
const OVERTAKEN_MS_MAX = 50;

interface Client {
  readonly socket: Socket;
  readonly session: EslSession;
  isSilent: boolean;
  isCut: boolean;
}

/** Listens at once; needs someone who advances the switch (`runInRealTime`). Rejects if the port is taken. */
export async function serveEsl(sim: SimulatedSwitch, options: EslServerOptions): Promise<EslServer> {
  const { core } = sim;
  const { agenda } = core;
  const random = sim.fork("event socket");
  const clients = new Set<Client>();
  const globals = new Map(Object.entries(options.globals ?? {}));
  let sequence = 0;
  let faults = noFaults;
  let isClosed = false;
  let refusesUntil = -Infinity;
  /** What a hanging switch does when it goes on. */
  let held: (() => void)[] | undefined;

  const inOrder = (run: () => void): void => {
    if (held === undefined) run();
    else held.push(run);
  };

  function tellAll(values: EslValues): void {
    inOrder(() => {
      const [isLost, isTwice, isSwapped, isLate] = [
        random.chance(faults.lostRate),
        random.chance(faults.duplicatedRate),
        random.chance(faults.reorderedRate),
        random.chance(faults.lateRate),
      ];
      const tell = (): void => {
        for (const client of clients) client.session.tell(values);
      };
      if (isLost) return;
      if (isTwice) agenda.after(random.between([0, OVERTAKEN_MS_MAX]), tell);
      if (isLate || isSwapped) agenda.after(random.between(isLate ? faults.lateMs : [1, OVERTAKEN_MS_MAX]), tell);
      else tell();
    });
  }

  const stopListening = sim.listen((event) => {
    if (event.kind === "stopped") {
      for (const client of clients) client.session.dismiss();
      sequence = 0;
      return;
    }
    const values = eventValues(core, event, sequence + 1);
    if (values === undefined) return;
    sequence += 1;
    tellAll(values);
  });

  function beat(): void {
    agenda.after(options.heartbeatMs ?? HEARTBEAT_MS, () => {
      if (isClosed) return;
      if (core.isUp) {
        sequence += 1;
        tellAll(heartbeatValues(core, sequence));
      }
      beat();
    });
  }

  function serve(socket: Socket): void {
    // A reset is an ordinary end of a connection; `close` follows it.
    socket.on("error", () => socket.destroy());
    if (!core.isUp || agenda.now() < refusesUntil || clients.size >= CONNECTIONS_MAX) {
      socket.destroy();
      return;
    }
    socket.setNoDelay(true);
    const reader = new CommandReader();
    const session = createEslSession({
      node: sim.node,
      core,
      sequence: () => sequence,
      globals,
      password: options.password,
      users: options.users ?? [],
      send: (frame) => {
        write(client, frame);
      },
      close: () => {
        clients.delete(client);
        socket.end();
      },
    });
    const client: Client = { socket, session, isSilent: false, isCut: false };
    clients.add(client);
    socket.on("data", (bytes) => {
      if (client.isSilent) return;
      const commands = reader.push(bytes);
      sim.outside(() => {
        for (const command of commands) inOrder(() => clients.has(client) && session.take(command));
      });
      if (reader.fault !== undefined) socket.destroy();
    });
    socket.on("close", () => clients.delete(client));
    inOrder(() => session.greet());
  }

  const server = createServer((socket) => {
    sim.outside(() => {
      serve(socket);
    });
  });
  const port = await listen(server, options);
  sim.outside(beat);

  function forgetAll(): void {
    for (const client of clients) client.socket.destroy();
    clients.clear();
  }

  return {
    port,
    connections: () => clients.size,
    drop: (refuseForMs) => {
      sim.outside(() => {
        refusesUntil = agenda.now() + refuseForMs;
        forgetAll();
      });
    },
    cutNextFrame: () => {
      for (const client of clients) client.isCut = true;
    },
    halfOpen: (forMs) => {
      sim.outside(() => {
        refusesUntil = agenda.now() + forMs;
        for (const client of clients) client.isSilent = true;
      });
    },
    hang: (forMs) => {
      sim.outside(() => {
        if (held !== undefined) return;
        held = [];
        agenda.after(forMs, () => {
          const due = held ?? [];
          held = undefined;
          for (const run of due) run();
        });
      });
    },
    setFaults: (next) => {
      faults = next;
    },
    [Symbol.asyncDispose]: async () => {
      isClosed = true;
      stopListening();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      forgetAll();
      await closed;
    },
  };
}

function write(client: Client, frame: EslFrame): void {
  const { socket } = client;
  if (client.isSilent || socket.destroyed) return;
  const bytes = encodeFrame(frame);
  if (client.isCut) {
    socket.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => socket.destroy());
    client.isSilent = true;
    return;
  }
  if (socket.writableLength > UNSENT_BYTES_MAX) socket.destroy();
  else socket.write(bytes);
}

async function listen(server: Server, options: EslServerOptions): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host ?? "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the event socket has no TCP port");
  return address.port;
}
