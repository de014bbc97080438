/**
 * A SIP endpoint for tests, on a UDP port of 127.0.0.1: calls, is called, registers. One call at a time; a new incoming
 * call takes the place of an old one.
 */

import { createHash, randomBytes } from "node:crypto";
import { createSocket } from "node:dgram";
import type { Socket } from "node:dgram";
import { once } from "node:events";

import {
  allOf,
  header,
  mediaOf,
  methodOf,
  parseSip,
  responseTo,
  sdpFor,
  statusOf,
  uriIn,
  writeSip,
} from "./message.ts";
import type { SipMessage } from "./message.ts";
import { openLine } from "./rtp.ts";
import type { Line } from "./rtp.ts";

const local = "127.0.0.1";

/** What to do with an incoming call. */
export type Answer =
  | { readonly kind: "answers"; readonly afterMs: number }
  | { readonly kind: "rings" }
  | {
      readonly kind: "refuses";
      readonly status: string;
      readonly ringsFirst: boolean;
      readonly afterMs: number;
      /** Where else to try, as a URI (RFC 3261, 302). */
      readonly contact?: string | undefined;
    };

interface Dialog {
  readonly callId: string;
  readonly isOutgoing: boolean;
  /** The INVITE that made it. */
  readonly invite: SipMessage;
  readonly tag: string;
  isUp: boolean;
  /** As the far end names them: where in-dialog requests go, and its From or To with tag. */
  target: string;
  remote: string;
  route: readonly (readonly [string, string])[];
  timer: NodeJS.Timeout | undefined;
}

export interface Peer {
  readonly address: string;
  readonly port: number;
}

/** Opens it; `hertz` is the pitch of its voice. The owner disposes of it, which hangs up. */
export async function openEndpoint(switchAt: Peer, hertz: number): Promise<SipEndpoint> {
  const socket = createSocket("udp4");
  socket.bind(0, local);
  await once(socket, "listening");
  return new SipEndpoint(socket, await openLine(hertz), switchAt);
}

export class SipEndpoint implements AsyncDisposable {
  readonly port: number;
  readonly line: Line;
  /** The first line of the last refusal of a call of ours. */
  refusedWith: string | undefined;
  readonly #socket: Socket;
  #peer: Peer;
  #dialog: Dialog | undefined;
  #answer: Answer = { kind: "rings" };
  #sequence = 1;
  /** Waits for the final response to a request of ours other than INVITE, by its CSeq. */
  readonly #waiting = new Map<string, (response: SipMessage) => void>();
  #incoming: (() => void) | undefined;

  constructor(socket: Socket, line: Line, peer: Peer) {
    this.#socket = socket;
    this.line = line;
    this.#peer = peer;
    this.port = socket.address().port;
    socket.on("message", (packet) => this.#receive(parseSip(packet.toString("utf8"))));
    socket.on("error", () => undefined);
  }

  /** What it does with the calls that come from now on; `onCall` is told of each. */
  answerWith(answer: Answer, onCall?: () => void): void {
    this.#answer = answer;
    this.#incoming = onCall;
  }

  /** For an endpoint that had to be there before the switch. */
  switchIsAt(peer: Peer): void {
    this.#peer = peer;
  }

  isUp(): boolean {
    return this.#dialog?.isUp === true;
  }

  /** Sets off a call. `name` is put into quotes as RFC 3261 wants it. */
  call(
    to: string,
    from: { readonly user: string; readonly host: string; readonly name: string | undefined },
    more: readonly (readonly [string, string])[] = [],
  ): void {
    const tag = token();
    const quoted = from.name === undefined ? "" : `"${from.name.replace(/["\\]/g, (character) => `\\${character}`)}" `;
    const uri = `sip:${to}@${this.#peer.address}:${this.#peer.port}`;
    const invite = this.#request(
      "INVITE",
      uri,
      [
        ["From", `${quoted}<sip:${from.user}@${from.host}>;tag=${tag}`],
        ["To", `<${uri}>`],
        ["Call-ID", `${token()}@${local}`],
        ["Contact", `<sip:caller@${local}:${this.port}>`],
        ["Content-Type", "application/sdp"],
        ...more,
      ],
      sdpFor(local, this.line.port),
    );
    this.#dialog = {
      callId: header(invite, "Call-ID") ?? "",
      isOutgoing: true,
      invite,
      tag,
      isUp: false,
      target: uri,
      remote: `<${uri}>`,
      route: [],
      timer: undefined,
    };
    this.#send(invite);
  }

  /** Its call as another endpoint names it to take its place (RFC 3891). Throws when there is none that is up. */
  replaces(): string {
    const dialog = this.#dialog;
    if (dialog?.isUp !== true) throw new Error("there is no call to take over");
    const theirs = /tag=([^;>]+)/.exec(dialog.remote)?.[1] ?? "";
    const ours = dialog.isOutgoing ? (/tag=([^;>]+)/.exec(header(dialog.invite, "From") ?? "")?.[1] ?? "") : dialog.tag;
    return `${dialog.callId};to-tag=${theirs};from-tag=${ours}`;
  }

  /** Asks the switch to call somebody else instead (RFC 3515); resolves with the status of the answer. */
  async refer(to: string): Promise<number | undefined> {
    const dialog = this.#dialog;
    if (dialog?.isUp !== true) throw new Error("there is no call to pass on");
    const message = this.#inDialog(dialog, "REFER", [
      ["Refer-To", `<${to}>`],
      ["Contact", `<sip:caller@${local}:${this.port}>`],
    ]);
    return statusOf(await this.#answered(message));
  }

  /** BYE when the call is up, CANCEL or a refusal when it is not. Nothing when there is none. */
  hangUp(): void {
    const dialog = this.#dialog;
    this.#drop();
    if (dialog === undefined) return;
    if (dialog.isUp) this.#send(this.#inDialog(dialog, "BYE"));
    else if (dialog.isOutgoing) this.#send(this.#cancel(dialog));
    else this.#send(responseTo(dialog.invite, "480 Temporarily Unavailable", dialog.tag));
  }

  /** Registers (or, with `expiresS` 0, signs off). Resolves when the switch accepted; rejects with its refusal. */
  async register(
    user: string,
    domain: string,
    password: string,
    expiresS: number,
    contactPort = this.port,
  ): Promise<void> {
    const callId = `${token()}@${local}`;
    const tag = token();
    const uri = `sip:${domain}`;
    const attempt = async (more: readonly (readonly [string, string])[]): Promise<SipMessage> => {
      const message = this.#request("REGISTER", uri, [
        ["From", `<sip:${user}@${domain}>;tag=${tag}`],
        ["To", `<sip:${user}@${domain}>`],
        ["Call-ID", callId],
        ["Contact", `<sip:${user}@${local}:${contactPort}>`],
        ["Expires", String(expiresS)],
        ...more,
      ]);
      return await this.#answered(message);
    };
    const challenge = await attempt([]);
    const wanted = header(challenge, "WWW-Authenticate");
    const final =
      wanted === undefined
        ? challenge
        : await attempt([["Authorization", digest(wanted, "REGISTER", uri, user, password)]]);
    if (statusOf(final) !== 200) throw new Error(`REGISTER was refused: ${final.startLine}`);
  }

  /** Sends a request other than INVITE; resolves with its final response, rejects when there is none for five seconds. */
  async #answered(message: SipMessage): Promise<SipMessage> {
    const answered = Promise.withResolvers<SipMessage>();
    const sequence = header(message, "CSeq") ?? "";
    this.#waiting.set(sequence, answered.resolve);
    const timer = setTimeout(() => answered.reject(new Error(`no answer to ${sequence}`)), 5_000);
    this.#send(message);
    try {
      return await answered.promise;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(sequence);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.hangUp();
    await this.line[Symbol.asyncDispose]();
    await new Promise<void>((closed) => this.#socket.close(() => closed()));
  }

  #receive(message: SipMessage): void {
    const method = methodOf(message);
    if (method === undefined) this.#takeResponse(message);
    else this.#takeRequest(method, message);
  }

  #takeRequest(method: string, request: SipMessage): void {
    const dialog = this.#dialog;
    const isOfDialog = dialog !== undefined && dialog.callId === header(request, "Call-ID");
    switch (method) {
      case "ACK":
        return;
      case "INVITE":
        if (isOfDialog) this.#repeatAnswer(dialog, request);
        else this.#takeCall(request);
        return;
      case "CANCEL":
        this.#send(responseTo(request, "200 OK", token()));
        if (!isOfDialog || dialog.isUp) return;
        this.#send(responseTo(dialog.invite, "487 Request Terminated", dialog.tag));
        this.#drop();
        return;
      case "BYE":
        this.#send(responseTo(request, "200 OK", token()));
        if (isOfDialog) this.#drop();
        return;
      default:
        this.#send(responseTo(request, "200 OK", token()));
    }
  }

  /** The switch sends an INVITE again: because an answer was lost, or to change the media, which stays as it was. */
  #repeatAnswer(dialog: Dialog, request: SipMessage): void {
    if (dialog.isUp) this.#send(this.#accepted(dialog, request));
    else this.#send(responseTo(request, "180 Ringing", dialog.tag, this.#contact()));
  }

  #takeCall(invite: SipMessage): void {
    this.#drop();
    const tag = token();
    const dialog: Dialog = {
      callId: header(invite, "Call-ID") ?? "",
      isOutgoing: false,
      invite,
      tag,
      isUp: false,
      target: uriIn(header(invite, "Contact") ?? ""),
      remote: header(invite, "From") ?? "",
      route: allOf(invite, "Record-Route").map(([, value]) => ["Route", value] as const),
      timer: undefined,
    };
    this.#dialog = dialog;
    this.#incoming?.();
    const answer = this.#answer;
    const isRinging = answer.kind !== "refuses" || answer.ringsFirst;
    if (isRinging) this.#send(responseTo(invite, "180 Ringing", tag, this.#contact()));
    switch (answer.kind) {
      case "rings":
        return;
      case "answers":
        dialog.timer = setTimeout(() => this.#accept(dialog), answer.afterMs);
        return;
      case "refuses":
        dialog.timer = setTimeout(() => {
          const elsewhere = answer.contact === undefined ? [] : ([["Contact", `<${answer.contact}>`]] as const);
          this.#send(responseTo(invite, answer.status, tag, elsewhere));
          if (this.#dialog === dialog) this.#drop();
        }, answer.afterMs);
        return;
    }
  }

  #accept(dialog: Dialog): void {
    dialog.isUp = true;
    this.#send(this.#accepted(dialog, dialog.invite));
    this.#speak(dialog.invite.body);
  }

  #accepted(dialog: Dialog, request: SipMessage): SipMessage {
    return responseTo(
      request,
      "200 OK",
      dialog.tag,
      [...this.#contact(), ["Content-Type", "application/sdp"]],
      sdpFor(local, this.line.port),
    );
  }

  #takeResponse(response: SipMessage): void {
    const status = statusOf(response) ?? 0;
    const sequence = header(response, "CSeq") ?? "";
    const dialog = this.#dialog;
    if (sequence.endsWith("INVITE")) {
      const isOurs = dialog !== undefined && dialog.isOutgoing && dialog.callId === header(response, "Call-ID");
      if (status >= 300) this.#send(this.#refusalAck(response));
      if (status >= 200 && status < 300) this.#takeAccepted(isOurs ? dialog : undefined, response);
      if (status >= 300 && isOurs) {
        this.refusedWith = response.startLine;
        this.#drop();
      }
      if (status > 100 && status < 200 && isOurs && response.body !== "") this.#speak(response.body);
      return;
    }
    if (status >= 200) this.#waiting.get(sequence)?.(response);
  }

  #takeAccepted(dialog: Dialog | undefined, response: SipMessage): void {
    if (dialog === undefined) return;
    dialog.isUp = true;
    dialog.target = uriIn(header(response, "Contact") ?? dialog.target);
    dialog.remote = header(response, "To") ?? dialog.remote;
    dialog.route = allOf(response, "Record-Route")
      .toReversed()
      .map(([, value]) => ["Route", value] as const);
    this.#send(this.#inDialog(dialog, "ACK"));
    this.#speak(response.body);
  }

  #speak(sdp: string): void {
    const media = mediaOf(sdp);
    if (media !== undefined) this.line.speakTo(media.address, media.port, media.digitsType);
  }

  #drop(): void {
    clearTimeout(this.#dialog?.timer);
    this.#dialog = undefined;
    this.line.hush();
  }

  #contact(): readonly (readonly [string, string])[] {
    return [["Contact", `<sip:phone@${local}:${this.port}>`]];
  }

  /** ACK belongs to its INVITE and has the same number. */
  #inDialog(
    dialog: Dialog,
    method: "ACK" | "BYE" | "REFER",
    more: readonly (readonly [string, string])[] = [],
  ): SipMessage {
    const { invite, isOutgoing } = dialog;
    const ours = isOutgoing ? (header(invite, "From") ?? "") : `${header(invite, "To") ?? ""};tag=${dialog.tag}`;
    const number = method === "ACK" ? Number.parseInt(header(invite, "CSeq") ?? "1", 10) : undefined;
    return this.#request(
      method,
      dialog.target,
      [["From", ours], ["To", dialog.remote], ["Call-ID", dialog.callId], ...dialog.route, ...more],
      "",
      number,
    );
  }

  #cancel(dialog: Dialog): SipMessage {
    const { invite } = dialog;
    const number = Number.parseInt(header(invite, "CSeq") ?? "1", 10);
    const kept = ["Via", "From", "To", "Call-ID"].map((name) => [name, header(invite, name) ?? ""] as const);
    return {
      startLine: invite.startLine.replace("INVITE", "CANCEL"),
      headers: [...kept, ["CSeq", `${number} CANCEL`], ["Max-Forwards", "70"]],
      body: "",
    };
  }

  /** RFC 3261 §17.1.1.3: to the same place, with the Via of the INVITE and the To of the refusal. */
  #refusalAck(response: SipMessage): SipMessage {
    const number = Number.parseInt(header(response, "CSeq") ?? "1", 10);
    const to = header(response, "To") ?? "";
    const kept = ["Via", "From", "To", "Call-ID"].map((name) => [name, header(response, name) ?? ""] as const);
    return {
      startLine: `ACK ${uriIn(to)} SIP/2.0`,
      headers: [...kept, ["CSeq", `${number} ACK`], ["Max-Forwards", "70"]],
      body: "",
    };
  }

  #request(
    method: string,
    uri: string,
    headers: readonly (readonly [string, string])[],
    body = "",
    number?: number,
  ): SipMessage {
    if (number === undefined) this.#sequence += 1;
    return {
      startLine: `${method} ${uri} SIP/2.0`,
      headers: [
        ["Via", `SIP/2.0/UDP ${local}:${this.port};rport;branch=z9hG4bK${token()}`],
        ["Max-Forwards", "70"],
        ...headers,
        ["CSeq", `${number ?? this.#sequence} ${method}`],
        ["User-Agent", "test phone"],
      ],
      body,
    };
  }

  #send(message: SipMessage): void {
    this.#socket.send(writeSip(message), this.#peer.port, this.#peer.address);
  }
}

function token(): string {
  return randomBytes(8).toString("hex");
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}

/** The answer to a digest challenge (RFC 2617, MD5, qop auth). */
function digest(challenge: string, method: string, uri: string, user: string, password: string): string {
  const of = (name: string) => new RegExp(`${name}="?([^",]+)"?`).exec(challenge)?.[1] ?? "";
  const nonce = of("nonce");
  const realm = of("realm");
  const cnonce = token();
  const response = md5(
    `${md5(`${user}:${realm}:${password}`)}:${nonce}:00000001:${cnonce}:auth:${md5(`${method}:${uri}`)}`,
  );
  return `Digest username="${user}", realm="${realm}", nonce="${nonce}", uri="${uri}", qop=auth, nc=00000001, cnonce="${cnonce}", response="${response}", algorithm=MD5`;
}
