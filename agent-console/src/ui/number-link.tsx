/** A phone number that dials when clicked, wherever it shows; plain text for people without a phone. */

import { IconPhone } from "@tabler/icons-react";
import { hasRole, useMe } from "../api/session.ts";
import { useDial } from "../desk/dial.ts";
import { usePhoneWords } from "../i18n/use-phone-words.ts";
import { useT } from "../i18n/use-t.ts";

interface Props {
  readonly number: string;
  /** As people write it, when it differs from what is dialled. */
  readonly shown?: string | undefined;
  readonly contact?: string | undefined;
}

export function NumberLink({ number, shown: written, contact }: Props) {
  const t = useT();
  const dial = useDial();
  const phone = usePhoneWords();
  const shown = written ?? phone(number);
  if (!hasRole(useMe(), "agent")) return <span className="cb-figure">{shown}</span>;
  return (
    <button
      type="button"
      className="cb-dial"
      aria-label={t("call.dialNumber", { number: shown })}
      title={t("call.dialNumber", { number: shown })}
      onClick={() => void dial(number, contact)}
    >
      <IconPhone size={12} aria-hidden style={{ marginRight: 4, verticalAlign: "-1px" }} />
      {shown}
    </button>
  );
}
