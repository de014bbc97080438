/** A switch of a few lines on loopback: it lets clients in and then says exactly what a test scripts, and nothing else. */
import { createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { CommandReader, wordsOf } from "#cti/esl/command.ts";
import { encodeFrame } from "#cti/esl/encode.ts";
import type { EslClientCommand, EslFrame } from "#cti/esl/frame.ts";
import { apiResponseFrame, authRequestFrame, commandReplyFrame, disconnectNoticeFrame } from "#cti/esl/replies.ts";

export const PASSWORD = "test-password";
export const CORE = "94d73d17-aa8f-4d50-a2ff-83da2b0163ce";

export class ScriptedClient {
  readonly socket: Socket;
  readonly commands: EslClientCommand[] = [];
  bareLineFeeds = 0;
  constructor(socket: Socket) {
    this.socket = socket;
  }
  send(...frames: readonly EslFrame[]): void {
    this.socket.write(Buffer.concat(frames.map((frame) => encodeFrame(frame))));
  }
  /** The first lines of all commands after sign-in and subscription, without the pings. */
  lines(): readonly string[] {
    return this.commands
      .map((command) => command.line)
      .filter((line) => !/^(auth|event|api uuid_exists 0{8}-|api global_getvar) ?/.test(line));
  }
}

export interface Script {
  /** Answers a command; undefined leaves it to the usual sign-in, `+OK` for the rest. */
  readonly answer?: ((command: EslClientCommand, client: ScriptedClient) => "answered" | undefined) | undefined;
  readonly coreUuid?: (() => string) | undefined;
  /** Instead of the greeting. */
  readonly greet?: ((client: ScriptedClient) => void) | undefined;
}

export class ScriptedSwitch implements AsyncDisposable {
  readonly clients: ScriptedClient[] = [];
  readonly #script: Script;
  readonly #server = createServer((socket) => {
    this.#accept(socket);
  });
  #waiting: { readonly isTrue: () => boolean; readonly resolve: () => void }[] = [];

  constructor(script: Script) {
    this.#script = script;
  }

  get port(): number {
    const address: AddressInfo | string | null = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("The scripted switch does not listen.");
    return address.port;
  }

  async listen(port = 0): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(port, "127.0.0.1", resolve));
  }

  /** Resolves as soon as the condition holds; looked at whenever something arrives. */
  until(isTrue: () => boolean): Promise<void> {
    if (isTrue()) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ isTrue, resolve }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.clients) client.socket.destroy();
    await new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
  }

  #accept(socket: Socket): void {
    const client = new ScriptedClient(socket);
    const reader = new CommandReader();
    this.clients.push(client);
    // A client that drops the connection resets it; the tests look at the client's side.
    socket.on("error", () => {
      socket.destroy();
    });
    socket.on("close", () => {
      this.#look();
    });
    socket.on("data", (bytes: Buffer) => {
      if (bytes.equals(Buffer.from("\n"))) client.bareLineFeeds += 1;
      for (const command of reader.push(bytes)) {
        client.commands.push(command);
        if (this.#script.answer?.(command, client) === undefined) this.#usualAnswer(command, client);
      }
      this.#look();
    });
    if (this.#script.greet === undefined) client.send(authRequestFrame);
    else this.#script.greet(client);
    this.#look();
  }

  #usualAnswer(command: EslClientCommand, client: ScriptedClient): void {
    const { verb, argument } = wordsOf(command);
    if (verb === "auth" && argument !== PASSWORD) {
      client.send(commandReplyFrame("-ERR invalid"), disconnectNoticeFrame());
      client.socket.end();
    } else if (verb === "auth") client.send(commandReplyFrame("+OK accepted"));
    else if (verb === "event") client.send(commandReplyFrame("+OK event listener enabled json"));
    else if (argument === "global_getvar core_uuid") client.send(apiResponseFrame(this.#script.coreUuid?.() ?? CORE));
    else if (verb === "api") client.send(apiResponseFrame("+OK\n"));
    else client.send(commandReplyFrame("+OK"));
  }

  #look(): void {
    const waiting = this.#waiting;
    this.#waiting = waiting.filter(({ isTrue }) => !isTrue());
    for (const { resolve } of waiting.filter((one) => !this.#waiting.includes(one))) resolve();
  }
}

export async function scriptedSwitch(script: Script = {}): Promise<ScriptedSwitch> {
  const scripted = new ScriptedSwitch(script);
  await scripted.listen();
  return scripted;
}
