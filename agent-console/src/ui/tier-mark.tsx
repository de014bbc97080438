/** How important a customer is, where that is worth a mark. */

import type { Contact } from "#protocol/api/crm.ts";
import { useT } from "../i18n/use-t.ts";

/** Says nothing of the ordinary. */
export function TierMark({ tier: importance }: { readonly tier: Contact["tier"] }) {
  const t = useT();
  if (importance === "standard") return null;
  return (
    <span className="cb-state" data-look="accent" title={t("contact.tier")}>
      {t(`tier.${importance}`)}
    </span>
  );
}
