/** Asking the server from a button: refusals and losses become a toast, so that no screen forgets them. */

import type { Ask } from "#protocol/up.ts";
import { notifications } from "@mantine/notifications";
import { useCallback } from "react";
import { refusalWords } from "../api/problem-words.ts";
import { useT } from "../i18n/use-t.ts";
import { askServer } from "./console-live.ts";

/** Resolves to true when the server did it; the person has been told otherwise. */
export function useAsk(): (ask: Ask) => Promise<boolean> {
  const t = useT();
  return useCallback(
    async (ask) => {
      const outcome = await askServer(ask);
      if (outcome.kind === "done") return true;
      const message = outcome.kind === "refused" ? refusalWords(t, outcome.code) : t("problem.askLost");
      notifications.show({ id: `ask-${ask.kind}`, color: "red", message, autoClose: 8_000 });
      return false;
    },
    [t],
  );
}
