/**
 * Whether a ringing INVITE is a call that the server told this browser about. A phone that picks up by itself for anybody
 * who can reach it would be a bug in a room full of people; the header alone is not proof, the live socket is.
 */

import type { RingingCall } from "./phone.ts";

export type ExpectedCall = RingingCall & { readonly isAutoAnswered: boolean };

/** `header` is `X-CC-Call`, which carries the id of the interaction (or of the reservation). */
export function matchedCall(header: string | undefined, expected: readonly ExpectedCall[]): ExpectedCall | undefined {
  const id = header?.trim();
  if (id === undefined || id === "") return undefined;
  return expected.find((call) => call.interaction === id || call.reservation === id);
}
