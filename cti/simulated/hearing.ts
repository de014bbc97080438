/** What the far end of a leg hears: the truth that no event tells, for tests of hold, mute and music. */

import { isAlive } from "./leg.ts";
import type { SimulatedLeg } from "./leg.ts";
import { isMusic } from "./prompts.ts";

export type Hearing = "silence" | "music" | "prompt" | "party";

export function hearingOf(leg: SimulatedLeg | undefined): Hearing {
  if (!isAlive(leg)) return "silence";
  const top = leg.apps.at(-1);
  if (top?.kind === "playback") return isMusic(top.path) ? "music" : "prompt";
  if (top?.kind === "collect") return top.phase === "digits" ? "silence" : "prompt";
  return leg.partner === undefined || leg.partner.isMuted ? "silence" : "party";
}
