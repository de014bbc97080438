/** What the codes of callbacks are called on screens. */

import type { CatalogueKey } from "../i18n/catalogue.ts";

/** By origin; a code that is not here is shown by the one that fits most. */
export const callbackOrigins: Readonly<Record<string, CatalogueKey>> = {
  virtualHold: "callback.origin.virtualHold",
  abandoned: "callback.origin.abandoned",
  scheduled: "callback.origin.scheduled",
  web: "callback.origin.web",
};
