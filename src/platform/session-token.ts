/** The secret in the session cookie, and the two harmless names that are derived from it. */

import { createHash, randomBytes } from "node:crypto";

const TOKEN_BYTES = 32;
const tokenShape = /^[A-Za-z0-9_-]{43}$/;

/** 256 random bits, base64url. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString("base64url");
}

export function isToken(text: string): boolean {
  return tokenShape.test(text);
}

/** What is stored: the token cannot be found from it. A slow hash is not needed for a random secret. */
export function hashOf(token: string): string {
  return createHash("sha256").update(`session ${token}`).digest("hex");
}

/** The name of a session for its owner and for logs, a UUID of version 8 (RFC 9562 §5.8). Opens nothing. */
export function sessionIdOf(tokenHash: string): string {
  const hex = createHash("sha256").update(`session id ${tokenHash}`).digest("hex");
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
