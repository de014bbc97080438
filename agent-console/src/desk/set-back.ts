/** When it was the system that made an agent not ready, and how to say so: nobody should wonder why no calls come. */

import type { DeskView } from "#protocol/views/desk.ts";
import type { CatalogueKey } from "../i18n/catalogue.ts";

const words: Readonly<Record<string, CatalogueKey>> = {
  missed: "setBack.missed",
  declined: "setBack.declined",
  busy: "setBack.busy",
  unreachable: "setBack.unreachable",
  connectionLost: "setBack.connectionLost",
};

/** undefined: the agent is as she chose to be, or at work. */
export function setBackWords({ presence, engagement }: DeskView): CatalogueKey | undefined {
  return presence.kind === "notReady" && engagement === "idle" ? words[presence.reason] : undefined;
}
