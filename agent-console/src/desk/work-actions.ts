/** What the agent can do with a mail or chat. Every verb is the server's. */

import type { WorkView } from "#protocol/views/desk.ts";
import { serverNow } from "../live/clock.ts";
import { useAsk } from "../live/use-ask.ts";
import { useT } from "../i18n/use-t.ts";
import { confirm } from "../ui/confirm.tsx";

/** "Close" stands where "Accept" stood: this soon after, a second click is more often a slip than a wish. */
const HASTY_MS = 3_000;

export interface WorkActions {
  readonly accept: () => void;
  readonly decline: () => void;
  readonly close: () => void;
}

export function useWorkActions({ interaction, offer, since }: WorkView): WorkActions {
  const ask = useAsk();
  const t = useT();
  const close = () => void ask({ kind: "closeWork", interaction });
  return {
    accept: () => void (offer !== undefined && ask({ kind: "accept", reservation: offer.reservation })),
    decline: () => void (offer !== undefined && ask({ kind: "decline", reservation: offer.reservation })),
    close: () => {
      if (serverNow() - since < HASTY_MS) confirm(t, t("work.hastyTitle"), t("work.hastyBody"), t("work.close"), close);
      else close();
    },
  };
}
