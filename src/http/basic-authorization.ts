/** Basic and bearer authorization of programs (the switch, Prometheus), compared without telling by time how far it matched. */

import { createHash, timingSafeEqual } from "node:crypto";

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** True when both texts are equal; takes the same time wherever they differ. */
function isSame(given: string, wanted: string): boolean {
  return timingSafeEqual(digest(given), digest(wanted));
}

export function isBasicAuthorization(header: string | undefined, user: string, secret: string): boolean {
  const wanted = `Basic ${Buffer.from(`${user}:${secret}`, "utf8").toString("base64")}`;
  return header !== undefined && isSame(header, wanted);
}

export function isBearerAuthorization(header: string | undefined, token: string): boolean {
  return header !== undefined && isSame(header, `Bearer ${token}`);
}
