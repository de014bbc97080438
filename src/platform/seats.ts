/**
 * Seats: short-lived SIP passwords of the agents' browser phones. Nobody chooses one, nobody types one, and only the
 * digest that the switch asks for is kept.
 *
 * A phone signs every refresh of its registration with the same password, so a restart must not forget it. The digests
 * are kept in one file in the data folder that only the owner can read: not in PostgreSQL, because phones must be able
 * to register while it is away, and because a copy of the database must open no phone.
 */

import { randomBytes } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { z } from "zod";
import { a1Hash } from "#cti/freeswitch/directory.ts";
import type { DurationMs, Instant } from "#routing/instant.ts";

const SECRET_BYTES = 24;
/** A shift and a bit; the console asks for a new one before it ends. */
const SEAT_LIFE_MS: DurationMs = 12 * 3_600_000;
const SEATS_MAX = 20_000;

const stored = z.object({
  seats: z
    .array(z.object({ sipUser: z.string(), domain: z.string(), a1Hash: z.string(), expiresAt: z.int() }))
    .max(SEATS_MAX),
});

interface SeatSecret {
  readonly password: string;
  readonly expiresAt: Instant;
}

export interface Seats extends AsyncDisposable {
  /** A new password for the phone; the one before stops working. Resolves when a restart would not forget it. */
  take(sipUser: string): Promise<SeatSecret>;
  /** The password stops working; calls under way go on. */
  release(sipUser: string): Promise<void>;
  /** The digest for the switch's directory, from memory; undefined: no such phone now. */
  lookUp(sipUser: string, domain: string): string | undefined;
}

export interface SeatsParts {
  /** Read at the start, replaced whole on each change. */
  readonly file: string;
  readonly domain: string;
  readonly now: () => Instant;
  readonly lifeMs?: DurationMs | undefined;
}

interface Seat {
  readonly a1Hash: string;
  readonly expiresAt: Instant;
}

/** Throws when the file is there but cannot be read: half of the phones without a word would be worse. */
export async function openSeats(parts: SeatsParts): Promise<Seats> {
  const { file, domain, now } = parts;
  const lifeMs = parts.lifeMs ?? SEAT_LIFE_MS;
  const seats = await load(file, domain);
  let writing = Promise.resolve();

  function save(): Promise<void> {
    const written = writing.then(() => write(file, domain, seats));
    // The next save must not fail because this one did; whoever asked for this one hears of it.
    writing = written.catch(() => undefined);
    return written;
  }

  function expire(): void {
    const at = now();
    for (const [sipUser, seat] of seats) if (seat.expiresAt <= at) seats.delete(sipUser);
  }

  return {
    async take(sipUser) {
      expire();
      if (seats.size >= SEATS_MAX && !seats.has(sipUser)) throw new RangeError(`more than ${SEATS_MAX} seats`);
      const password = randomBytes(SECRET_BYTES).toString("base64url");
      const expiresAt = now() + lifeMs;
      seats.set(sipUser, { a1Hash: a1Hash(sipUser, domain, password), expiresAt });
      await save();
      return { password, expiresAt };
    },
    async release(sipUser) {
      if (seats.delete(sipUser)) await save();
    },
    lookUp(sipUser, asked) {
      const seat = seats.get(sipUser);
      return asked === domain && seat !== undefined && seat.expiresAt > now() ? seat.a1Hash : undefined;
    },
    async [Symbol.asyncDispose]() {
      await writing;
    },
  };
}

async function load(file: string, domain: string): Promise<Map<string, Seat>> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return new Map();
    throw error;
  }
  const { seats } = stored.parse(JSON.parse(text));
  return new Map(
    seats
      .filter((seat) => seat.domain === domain)
      .map(({ sipUser, a1Hash: hash, expiresAt }) => [sipUser, { a1Hash: hash, expiresAt }]),
  );
}

/** Beside the old one, then in its place: a crash in between leaves the old one whole. */
async function write(file: string, domain: string, seats: ReadonlyMap<string, Seat>): Promise<void> {
  const rows = [...seats].map(([sipUser, seat]) => ({ sipUser, domain, ...seat }));
  const beside = `${file}.new`;
  await writeFile(beside, JSON.stringify({ seats: rows }), { mode: 0o600 });
  await rename(beside, file);
}
