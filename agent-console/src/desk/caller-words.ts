/** What to call the other party: the linked contact, the only candidate, the name that came with the call, the number. */

import type { CallView } from "#protocol/views/desk.ts";
import type { Translate } from "../i18n/use-t.ts";

export function callerWords(t: Translate, call: CallView): string {
  const { pop } = call;
  if (pop.contact !== undefined) return pop.contact.name;
  if (pop.match === "known" && pop.candidates.length === 1 && pop.candidates[0] !== undefined)
    return pop.candidates[0].name;
  if (pop.match === "withheld") return t("pop.withheld");
  return call.callerName ?? call.number ?? t("pop.unknown");
}
