/** The frames that a switch sends, with the header order that FreeSWITCH uses. For the simulated switch and for tests. */
import { Buffer } from "node:buffer";
import { encodeJsonEvent, encodePlainEvent } from "./events.ts";
import type { EslValues } from "./events.ts";
import type { EslFrame, EslHeader } from "./frame.ts";

export const authRequestFrame: EslFrame = { headers: [["Content-Type", "auth/request"]], body: undefined };

/** The answer to every command but `api`. `text` starts with `+OK` or `-ERR`. */
export function commandReplyFrame(text: string, further: readonly EslHeader[] = []): EslFrame {
  return { headers: [["Content-Type", "command/reply"], ["Reply-Text", text], ...further], body: undefined };
}

/** The answer to `api`; FreeSWITCH sends `-ERR no reply` with a line feed instead of an empty body. */
export function apiResponseFrame(body: string): EslFrame {
  return withLengthLast("api/response", body);
}

/** `values` in the form of decodeEvent, the event's own body under `_body`. */
export function eventFrame(format: "json" | "plain", values: EslValues): EslFrame {
  const body = format === "json" ? encodeJsonEvent(values) : encodePlainEvent(values);
  return {
    headers: [
      ["Content-Length", String(Buffer.byteLength(body))],
      ["Content-Type", `text/event-${format}`],
    ],
    body,
  };
}

/** The farewell after `exit` or a wrong password; a switch that shuts down sends its own text. */
export function disconnectNoticeFrame(
  text = "Disconnected, goodbye.\nSee you at ClueCon! http://www.cluecon.com/\n",
): EslFrame {
  return withLengthLast("text/disconnect-notice", text);
}

/** What a client gets whose address is not on the access list. */
export const rudeRejectionFrame: EslFrame = withLengthLast("text/rude-rejection", "Access Denied, go away.\n");

function withLengthLast(contentType: string, body: string): EslFrame {
  return {
    headers: [
      ["Content-Type", contentType],
      ["Content-Length", String(Buffer.byteLength(body))],
    ],
    body,
  };
}
