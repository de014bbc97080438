/** Turns the bytes that a switch sends into frames. No sockets, no clock: bytes in, frames out. */
import { announcedLength, BlockReader, readHeaders } from "./blocks.ts";
import type { BlockLimits, Head } from "./blocks.ts";
import type { EslFrame } from "./frame.ts";

/** Heads are a few dozen bytes; only the outbound `connect` reply, with all variables of a leg, comes near this. */
export const MAX_FRAME_HEAD_BYTES = 64 * 1024;
/** `show channels as json` of a full node is some megabytes. */
export const MAX_FRAME_BODY_BYTES = 32 * 1024 * 1024;

export const frameLimits: BlockLimits = {
  maxHeadBytes: MAX_FRAME_HEAD_BYTES,
  maxBodyBytes: MAX_FRAME_BODY_BYTES,
};

/**
 * Reads frames from one connection. After each `push`, look at `fault`: once set, the framing is lost, `push` returns
 * nothing any more and the connection has to be closed. Memory is bounded by the two limits, whatever is sent.
 */
export class FrameReader extends BlockReader<EslFrame> {
  constructor(limits: BlockLimits = frameLimits) {
    super(readFrameHead, limits, false);
  }
}

function readFrameHead(text: string): Head<EslFrame> {
  const headers = readHeaders(text.split("\n"));
  return { bodyBytes: announcedLength(headers), complete: (body) => ({ headers, body }) };
}
