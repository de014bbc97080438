/** The classes of customers as choices in the reader's language. */

import { accountKind, contactKind, tier } from "#protocol/api/crm.ts";
import { useT } from "../i18n/use-t.ts";

interface Option {
  readonly value: string;
  readonly label: string;
}

/** For people. */
export function useKindOptions(): Option[] {
  const t = useT();
  return contactKind.options.map((value) => ({ value, label: t(`kind.${value}`) }));
}

export function useAccountKindOptions(): Option[] {
  const t = useT();
  return accountKind.options.map((value) => ({ value, label: t(`kind.${value}`) }));
}

export function useTierOptions(): Option[] {
  const t = useT();
  return tier.options.map((value) => ({ value, label: t(`tier.${value}`) }));
}
