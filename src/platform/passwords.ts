/** Stored passwords: argon2id as one text line, so that its strength can be raised later without losing the old ones. */

import { argon2, randomBytes, timingSafeEqual } from "node:crypto";

/** OWASP's floor for argon2id (Password Storage Cheat Sheet): 19 MiB, 2 passes, 1 lane. */
const MEMORY_KIB = 19_456;
const PASSES = 2;
const LANES = 1;
const SALT_BYTES = 16;
const TAG_BYTES = 32;

/** Each computation holds a thread and 19 MiB for 0.1 s or so: the event loop's other work must not wait for all of them. */
const AT_ONCE_MAX = 2;
const WAITING_MAX = 64;

/** Strengths that a stored line may ask for; a line beyond them was not written by us. */
const MEMORY_KIB_MAX = 262_144;
const PASSES_MAX = 16;

const lineShape =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,172})$/;

/** Too many passwords are being checked; the caller answers "try again". */
export class PasswordsBusy extends Error {
  override readonly name = "PasswordsBusy";
}

interface Strength {
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
  readonly tagBytes: number;
}

const strengthNow: Strength = { memoryKib: MEMORY_KIB, passes: PASSES, lanes: LANES, tagBytes: TAG_BYTES };

/** `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<tag>` (PHC string format, base64 without padding). */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const tag = await derive(password, salt, strengthNow);
  return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${unpadded(salt)}$${unpadded(tag)}`;
}

/**
 * True when `password` is the one behind `stored`. Without a stored line (unknown login, nobody set a password) it works
 * just as long and is false: the time of the answer does not tell who exists.
 */
export async function isPassword(stored: string | undefined, password: string): Promise<boolean> {
  const line = stored === undefined ? undefined : parse(stored);
  if (line === undefined) {
    await derive(password, Buffer.alloc(SALT_BYTES), strengthNow);
    return false;
  }
  const tag = await derive(password, line.salt, line.strength);
  return timingSafeEqual(tag, line.tag);
}

function parse(stored: string): { strength: Strength; salt: Buffer; tag: Buffer } | undefined {
  const [, memory, passes, lanes, saltText, tagText] = lineShape.exec(stored) ?? [];
  if (saltText === undefined || tagText === undefined) return undefined;
  const salt = Buffer.from(saltText, "base64");
  const tag = Buffer.from(tagText, "base64");
  const strength = { memoryKib: Number(memory), passes: Number(passes), lanes: Number(lanes), tagBytes: tag.length };
  if (strength.memoryKib > MEMORY_KIB_MAX || strength.passes > PASSES_MAX || strength.lanes < 1) return undefined;
  if (strength.memoryKib < 8 * strength.lanes || strength.passes < 1) return undefined;
  return { strength, salt, tag };
}

const unpadded = (bytes: Buffer): string => bytes.toString("base64").replace(/=+$/, "");

let running = 0;
const waiting: (() => void)[] = [];

async function derive(password: string, salt: Buffer, strength: Strength): Promise<Buffer> {
  if (running >= AT_ONCE_MAX) {
    if (waiting.length >= WAITING_MAX) throw new PasswordsBusy("too many passwords are being checked at once");
    // Whoever ends hands its place over, so that a newcomer cannot slip in between.
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running += 1;
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      const parameters = {
        // One form of each letter: "é" typed on two keyboards is one password (NIST SP 800-63B 5.1.1.2).
        message: Buffer.from(password.normalize("NFKC"), "utf8"),
        nonce: salt,
        parallelism: strength.lanes,
        tagLength: strength.tagBytes,
        memory: strength.memoryKib,
        passes: strength.passes,
      };
      argon2("argon2id", parameters, (error, tag) => (error === null ? resolve(tag) : reject(error)));
    });
  } finally {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}
