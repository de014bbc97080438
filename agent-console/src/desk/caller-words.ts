/** What to call the other party: the linked contact, the only candidate, the name that came with the call, the number. */

import type { CallView } from "#protocol/views/desk.ts";
import { useCallback } from "react";
import { usePhoneWords } from "../i18n/use-phone-words.ts";
import { useT, type Translate } from "../i18n/use-t.ts";

export function useCallerWords(): (call: CallView) => string {
  const t = useT();
  const phone = usePhoneWords();
  return useCallback((call) => callerWords(t, phone, call), [t, phone]);
}

function callerWords(t: Translate, phone: (number: string) => string, call: CallView): string {
  const { pop } = call;
  if (pop.contact !== undefined) return pop.contact.name;
  if (pop.match === "known" && pop.candidates.length === 1 && pop.candidates[0] !== undefined)
    return pop.candidates[0].name;
  if (pop.match === "withheld") return t("pop.withheld");
  return call.callerName ?? (call.number === undefined ? t("pop.unknown") : phone(call.number));
}
