/** The two shapes that travel on the event socket: a frame from the switch and a command to it. */

/** One header line, `name: value`, without percent-decoding. */
export type EslHeader = readonly [name: string, value: string];

/** One frame from the switch. Headers keep their order; `body` is undefined when the frame had no Content-Length. */
export interface EslFrame {
  readonly headers: readonly EslHeader[];
  readonly body: string | undefined;
}

/** One command from a client: its first line, then headers, then perhaps a body announced by Content-Length. */
export interface EslClientCommand {
  readonly line: string;
  readonly headers: readonly EslHeader[];
  readonly body: string | undefined;
}

/** The value of the first header of that name, compared without case as the switch does. */
export function headerOf(message: { readonly headers: readonly EslHeader[] }, name: string): string | undefined {
  for (const [candidate, value] of message.headers) {
    if (candidate === name) return value;
  }
  const wanted = name.toLowerCase();
  return message.headers.find(([candidate]) => candidate.toLowerCase() === wanted)?.[1];
}

/** The `Content-Type` of a frame, or the empty string. */
export function contentTypeOf(frame: EslFrame): string {
  return headerOf(frame, "Content-Type") ?? "";
}
