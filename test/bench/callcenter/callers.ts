/** Callers at the switch's trunk: any number of SIP calls over one UDP port, which say nothing and hang up when told. */

import { randomBytes } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import {
  allOf,
  header,
  methodOf,
  parseSip,
  responseTo,
  sdpFor,
  statusOf,
  uriIn,
  writeSip,
  type SipMessage,
} from "#test/freeswitch/support/sip/message.ts";

const local = "127.0.0.1";
/** An INVITE that nobody answers at all is sent again after this, and no more often than so (RFC 3261 T1). */
const repeatMs = 500;
const repeatsMax = 4;

interface Dialog {
  readonly invite: SipMessage;
  isHeard: boolean;
  /** Undefined until the switch accepted. */
  up: { readonly target: string; readonly to: string; readonly route: SipMessage["headers"] } | undefined;
  isEnding: boolean;
}

export class Callers implements AsyncDisposable {
  readonly #socket: Socket;
  readonly #sink: Worker;
  readonly #sdp: string;
  readonly #port: number;
  readonly #dialogs = new Map<string, Dialog>();
  #isClosed = false;

  private constructor(socket: Socket, sink: Worker, mediaPort: number, trunkPort: number) {
    this.#socket = socket;
    this.#sink = sink;
    this.#sdp = sdpFor(local, mediaPort);
    this.#port = trunkPort;
    socket.on("message", (packet) => this.#receive(parseSip(packet.toString("latin1"))));
  }

  static async open(trunkPort: number): Promise<Callers> {
    const socket = createSocket("udp4");
    socket.bind(0, local);
    await once(socket, "listening");
    const sink = new Worker(new URL("./media-sink.ts", import.meta.url));
    const [mediaPort]: unknown[] = await once(sink, "message");
    return new Callers(socket, sink, z.int().parse(mediaPort), trunkPort);
  }

  /** Writes the INVITE before it returns. `from` is the caller's number, and must be unused. */
  call(from: string, to: string): void {
    const uri = `sip:${to}@${local}:${this.#port}`;
    const callId = `${from}@${local}`;
    const invite = this.#request("INVITE", uri, 1, [
      ["From", `<sip:${from}@${local}>;tag=${token()}`],
      ["To", `<${uri}>`],
      ["Call-ID", callId],
      ["Contact", `<sip:caller@${local}:${this.#socket.address().port}>`],
      ["Content-Type", "application/sdp"],
    ]);
    const dialog: Dialog = { invite: { ...invite, body: this.#sdp }, isHeard: false, up: undefined, isEnding: false };
    this.#dialogs.set(callId, dialog);
    this.#send(dialog.invite);
    let sent = 1;
    const timer = setInterval(() => {
      sent += 1;
      if (dialog.isHeard || sent > repeatsMax) clearInterval(timer);
      else this.#send(dialog.invite);
    }, repeatMs);
    timer.unref();
  }

  /** Hangs up, as soon as it can be. */
  hangUp(from: string): void {
    const dialog = this.#dialogs.get(`${from}@${local}`);
    if (dialog === undefined) return;
    dialog.isEnding = true;
    const { invite, up } = dialog;
    if (up === undefined) {
      const kept = ["Via", "From", "To", "Call-ID"].map((name) => [name, header(invite, name) ?? ""] as const);
      const headers = [...kept, ["CSeq", "1 CANCEL"] as const, ["Max-Forwards", "70"] as const];
      this.#send({ startLine: invite.startLine.replace("INVITE", "CANCEL"), headers, body: "" });
      return;
    }
    this.#send(this.#within(dialog, up, "BYE", 2));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    await this.#sink.terminate();
    await new Promise<void>((closed) => this.#socket.close(() => closed()));
  }

  #receive(message: SipMessage): void {
    const callId = header(message, "Call-ID") ?? "";
    const dialog = this.#dialogs.get(callId);
    const method = methodOf(message);
    if (method !== undefined) {
      if (method !== "ACK") this.#send(responseTo(message, "200 OK", token()));
      if (method === "BYE") this.#dialogs.delete(callId);
      return;
    }
    if (dialog === undefined) return;
    dialog.isHeard = true;
    const status = statusOf(message) ?? 0;
    const isOfInvite = (header(message, "CSeq") ?? "").endsWith("INVITE");
    if (!isOfInvite || status < 200) {
      if (!isOfInvite && status >= 200 && dialog.up !== undefined) this.#dialogs.delete(callId);
      return;
    }
    if (status >= 300) {
      const kept = ["Via", "From", "Call-ID"].map((name) => [name, header(dialog.invite, name) ?? ""] as const);
      const headers = [...kept, ["To", header(message, "To") ?? ""] as const, ["CSeq", "1 ACK"] as const];
      this.#send({ startLine: dialog.invite.startLine.replace("INVITE", "ACK"), headers, body: "" });
      this.#dialogs.delete(callId);
      return;
    }
    const route = allOf(message, "Record-Route")
      .toReversed()
      .map(([, value]) => ["Route", value] as const);
    const up = { target: uriIn(header(message, "Contact") ?? ""), to: header(message, "To") ?? "", route };
    dialog.up = up;
    this.#send(this.#within(dialog, up, "ACK", 1));
    if (dialog.isEnding) this.#send(this.#within(dialog, up, "BYE", 2));
  }

  #within({ invite }: Dialog, up: NonNullable<Dialog["up"]>, method: "ACK" | "BYE", number: number): SipMessage {
    return this.#request(method, up.target, number, [
      ["From", header(invite, "From") ?? ""],
      ["To", up.to],
      ["Call-ID", header(invite, "Call-ID") ?? ""],
      ...up.route,
    ]);
  }

  #request(method: string, uri: string, number: number, headers: SipMessage["headers"]): SipMessage {
    const via = `SIP/2.0/UDP ${local}:${this.#socket.address().port};rport;branch=z9hG4bK${token()}`;
    return {
      startLine: `${method} ${uri} SIP/2.0`,
      headers: [["Via", via], ["Max-Forwards", "70"], ...headers, ["CSeq", `${number} ${method}`]],
      body: "",
    };
  }

  #send(message: SipMessage): void {
    // Whoever was to hang up or to call again later does not, once everything ends.
    if (this.#isClosed) return;
    this.#socket.send(writeSip(message), this.#port, local);
  }
}

function token(): string {
  return randomBytes(8).toString("hex");
}
