/** Turns the bytes that a client sends into commands: the reading half of a server, used by the simulated switch. */
import { announcedLength, BlockReader, readHeaders } from "./blocks.ts";
import type { BlockLimits, Head } from "./blocks.ts";
import type { EslClientCommand } from "./frame.ts";

/** One command line with its headers. An `originate` with all its variables is about a kilobyte. */
export const MAX_COMMAND_HEAD_BYTES = 64 * 1024;
/** FreeSWITCH cuts a command at this length. */
export const MAX_COMMAND_BODY_BYTES = 10 * 1024 * 1024;

export const commandLimits: BlockLimits = {
  maxHeadBytes: MAX_COMMAND_HEAD_BYTES,
  maxBodyBytes: MAX_COMMAND_BODY_BYTES,
};

/**
 * Reads commands from one client. Bare line ends between commands are ignored (clients use them to wake the switch) and
 * lines may end in CR LF, as with FreeSWITCH. `fault` as in FrameReader.
 */
export class CommandReader extends BlockReader<EslClientCommand> {
  constructor(limits: BlockLimits = commandLimits) {
    super(readCommandHead, limits, true);
  }
}

function readCommandHead(text: string): Head<EslClientCommand> {
  const [line = "", ...rest] = text.split("\n").map((part) => (part.endsWith("\r") ? part.slice(0, -1) : part));
  // FreeSWITCH skips what is not a header; refusing it would break clients that send notes there.
  const headers = readHeaders(rest.filter((part) => part.indexOf(":") > 0));
  return { bodyBytes: announcedLength(headers), complete: (body) => ({ line, headers, body }) };
}

/** The first word of a command and the rest of its line: `api status` is `{ verb: "api", argument: "status" }`. */
export function wordsOf(command: EslClientCommand): { readonly verb: string; readonly argument: string } {
  const blank = command.line.indexOf(" ");
  if (blank === -1) return { verb: command.line, argument: "" };
  return { verb: command.line.slice(0, blank), argument: command.line.slice(blank + 1) };
}
