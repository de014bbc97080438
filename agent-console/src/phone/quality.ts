/** How good the line is, from two readings of WebRTC's statistics. */

export interface LineQuality {
  /** Share of packets lost since the reading before, 0 to 1. */
  readonly loss: number;
  readonly jitterMs: number;
  readonly roundTripMs: number;
  /** Estimated mean opinion score, 1 to 4.5. */
  readonly mos: number;
}

export interface Reading {
  readonly packetsReceived: number;
  readonly packetsLost: number;
  readonly jitterMs: number;
  readonly roundTripMs: number;
}

/** Compares with the reading before; a counter that went back (a new stream) counts from zero. */
export function lineQuality(before: Reading | undefined, now: Reading): LineQuality {
  const from = before === undefined || now.packetsReceived < before.packetsReceived ? nothingYet : before;
  const received = now.packetsReceived - from.packetsReceived;
  // Packets that come after all are taken off the loss again.
  const lost = Math.max(0, now.packetsLost - from.packetsLost);
  const total = received + lost;
  const loss = total === 0 ? 0 : lost / total;
  const { jitterMs, roundTripMs } = now;
  return { loss, jitterMs, roundTripMs, mos: meanOpinion(loss, jitterMs, roundTripMs) };
}

const nothingYet = { packetsReceived: 0, packetsLost: 0 } as const;

/**
 * The E-model (ITU-T G.107) cut down to what a browser can measure: R falls with one-way delay, more steeply beyond 160 ms,
 * and by 2.5 a per cent of loss; MOS follows from R by Annex B. Jitter counts twice, since the buffer grows with it.
 */
export function meanOpinion(loss: number, jitterMs: number, roundTripMs: number): number {
  const delay = roundTripMs / 2 + jitterMs * 2 + 10;
  const fromDelay = delay < 160 ? delay / 40 : (delay - 120) / 10;
  const r = Math.min(100, Math.max(0, 93.2 - fromDelay - loss * 100 * 2.5));
  return Math.max(1, 1 + 0.035 * r + 7e-6 * r * (r - 60) * (100 - r));
}

export type LineGrade = "good" | "fair" | "bad";

/** Words for a number: from 4 on people notice nothing, below 3.1 many complain (G.107, table B.1). */
export function lineGrade(mos: number): LineGrade {
  if (mos >= 4) return "good";
  return mos >= 3.1 ? "fair" : "bad";
}
