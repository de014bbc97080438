/** SIP messages as far as a test phone needs them (RFC 3261): read, answered, written. Our own, so that a test decides every step. */

/** Header names are kept as sent; look-ups ignore case and know no compact forms, because FreeSWITCH sends none. */
export interface SipMessage {
  /** `INVITE sip:… SIP/2.0` or `SIP/2.0 200 OK`. */
  readonly startLine: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

export function parseSip(text: string): SipMessage {
  const end = text.indexOf("\r\n\r\n");
  const head = end === -1 ? text : text.slice(0, end);
  const [startLine = "", ...lines] = head.split("\r\n");
  const headers = lines.flatMap((line): readonly (readonly [string, string])[] => {
    const colon = line.indexOf(":");
    return colon < 1 ? [] : [[line.slice(0, colon).trim(), line.slice(colon + 1).trim()]];
  });
  return { startLine, headers, body: end === -1 ? "" : text.slice(end + 4) };
}

export function writeSip(message: SipMessage): Buffer {
  const headers = message.headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return Buffer.from(
    `${message.startLine}\r\n${headers}Content-Length: ${Buffer.byteLength(message.body)}\r\n\r\n${message.body}`,
  );
}

export function header(message: SipMessage, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return message.headers.find(([candidate]) => candidate.toLowerCase() === wanted)?.[1];
}

export function allOf(message: SipMessage, name: string): readonly (readonly [string, string])[] {
  const wanted = name.toLowerCase();
  return message.headers.filter(([candidate]) => candidate.toLowerCase() === wanted);
}

/** The method of a request, undefined for a response. */
export function methodOf(message: SipMessage): string | undefined {
  return message.startLine.startsWith("SIP/2.0 ") ? undefined : message.startLine.split(" ")[0];
}

/** The status of a response, undefined for a request. */
export function statusOf(message: SipMessage): number | undefined {
  const [, status] = /^SIP\/2\.0 (\d{3})/.exec(message.startLine) ?? [];
  return status === undefined ? undefined : Number(status);
}

/** The URI between `<` and `>`. */
export function uriIn(value: string): string {
  return /<([^>]+)>/.exec(value)?.[1] ?? value;
}

/** A response to `request`: the headers that RFC 3261 §8.2.6 wants back, then `more`. */
export function responseTo(
  request: SipMessage,
  status: string,
  tag: string,
  more: readonly (readonly [string, string])[] = [],
  body = "",
): SipMessage {
  const to = header(request, "To") ?? "";
  return {
    startLine: `SIP/2.0 ${status}`,
    headers: [
      ...allOf(request, "Via"),
      ...allOf(request, "Record-Route"),
      ["From", header(request, "From") ?? ""],
      ["To", to.includes(";tag=") ? to : `${to};tag=${tag}`],
      ["Call-ID", header(request, "Call-ID") ?? ""],
      ["CSeq", header(request, "CSeq") ?? ""],
      ...more,
    ],
    body,
  };
}

/** The media address and port of an SDP, and its payload type for RFC 2833 digits. */
export function mediaOf(
  sdp: string,
): { readonly address: string; readonly port: number; readonly digitsType: number } | undefined {
  const address = /^c=IN IP4 (\S+)/m.exec(sdp)?.[1];
  const port = /^m=audio (\d+)/m.exec(sdp)?.[1];
  const digitsType = /^a=rtpmap:(\d+) telephone-event\/8000/m.exec(sdp)?.[1];
  return address === undefined || port === undefined
    ? undefined
    : { address, port: Number(port), digitsType: Number(digitsType ?? 101) };
}

/** Offers or answers G.711 µ-law and RFC 2833 digits. */
export function sdpFor(address: string, port: number): string {
  return [
    "v=0",
    `o=- 1 1 IN IP4 ${address}`,
    "s=-",
    `c=IN IP4 ${address}`,
    "t=0 0",
    `m=audio ${port} RTP/AVP 0 101`,
    "a=rtpmap:0 PCMU/8000",
    "a=rtpmap:101 telephone-event/8000",
    "a=fmtp:101 0-15",
    "a=ptime:20",
    "a=sendrecv",
    "",
  ].join("\r\n");
}
