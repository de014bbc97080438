/** The classes of customers as choices in the reader's language. */

import { accountKind, tier } from "#protocol/api/crm.ts";
import { useT } from "../i18n/use-t.ts";

interface Option {
  readonly value: string;
  readonly label: string;
}

export function useKindOptions(): Option[] {
  const t = useT();
  return accountKind.options.map((value) => ({ value, label: t(`kind.${value}`) }));
}

/** With an empty first choice. */
export function useTierOptions(): Option[] {
  return [{ value: "", label: "–" }, ...tier.options.map((value) => ({ value, label: value.toUpperCase() }))];
}
