/** The only place that makes bytes for the event socket, and so the only place that has to refuse dangerous text. */
import { Buffer } from "node:buffer";
import { EslForbiddenText } from "./faults.ts";
import type { EslClientCommand, EslFrame, EslHeader } from "./frame.ts";

/** A command with its headers and body. Far above what we send, far below where FreeSWITCH cuts (10 MB). */
export const MAX_COMMAND_BYTES = 64 * 1024;

const headerName = /^[A-Za-z0-9_.-]+$/;

/**
 * The bytes of a command. Throws EslForbiddenText, with nothing written, for
 * a line break (it would start a second command), NUL (it would cut the command), `${` and `$${` (FreeSWITCH would run
 * what follows) and `origination_nested_vars` (it switches off FreeSWITCH's own check of variables).
 */
export function encodeCommand(command: EslClientCommand): Buffer {
  if (command.line.trim() === "") throw new EslForbiddenText("empty", "command");
  refuseLineBreaks(command.line, "command");
  refuseExpansion(command.line, "command");
  for (const [name, value] of command.headers) {
    if (!headerName.test(name)) throw new EslForbiddenText("headerName", "header name");
    refuseLineBreaks(value, "header");
    refuseExpansion(value, "header");
    refuseExpansion(name, "header name");
  }
  // A body is counted, so it may have lines; but an application's argument may come as a body and is expanded too.
  if (command.body !== undefined) {
    if (command.body.includes("\0")) throw new EslForbiddenText("nul", "body");
    refuseExpansion(command.body, "body");
  }
  const bytes = encodeBlock([command.line], command.headers, command.body);
  if (bytes.length > MAX_COMMAND_BYTES) throw new EslForbiddenText("tooLong", "command");
  return bytes;
}

/**
 * The bytes of a frame, as a switch sends it. A `Content-Length` keeps its place and gets the true length; a body
 * without one gets it as last header. Throws EslForbiddenText if a header would break the framing.
 */
export function encodeFrame(frame: EslFrame): Buffer {
  for (const [name, value] of frame.headers) {
    if (!headerName.test(name)) throw new EslForbiddenText("headerName", "header name");
    refuseLineBreaks(value, "header");
  }
  if (frame.body?.includes("\0") === true) throw new EslForbiddenText("nul", "body");
  return encodeBlock([], frame.headers, frame.body);
}

function encodeBlock(firstLines: readonly string[], headers: readonly EslHeader[], body: string | undefined): Buffer {
  const lines = [...firstLines];
  const bodyBytes = body === undefined ? undefined : Buffer.byteLength(body);
  let announced = false;
  for (const [name, value] of headers) {
    if (name.toLowerCase() === "content-length") {
      if (bodyBytes === undefined || announced) continue;
      announced = true;
      lines.push(`${name}: ${String(bodyBytes)}`);
    } else {
      lines.push(`${name}: ${value}`);
    }
  }
  if (bodyBytes !== undefined && !announced) lines.push(`Content-Length: ${String(bodyBytes)}`);
  return Buffer.from(`${lines.join("\n")}\n\n${body ?? ""}`);
}

function refuseLineBreaks(text: string, where: string): void {
  if (text.includes("\n") || text.includes("\r")) throw new EslForbiddenText("lineBreak", where);
  if (text.includes("\0")) throw new EslForbiddenText("nul", where);
}

function refuseExpansion(text: string, where: string): void {
  if (text.includes("${")) throw new EslForbiddenText("expansion", where);
  if (text.toLowerCase().includes("origination_nested_vars")) throw new EslForbiddenText("nestedVars", where);
}
