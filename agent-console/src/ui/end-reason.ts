/** Why a call ended, in words. The codes are the routing core's; one that is newer than this console shows itself. */

import { useCallback } from "react";
import { useT } from "../i18n/use-t.ts";

export const endReasons = [
  "completed",
  "abandonedInFlow",
  "abandonedInQueue",
  "flowEnded",
  "voicemailLeft",
  "callbackBooked",
  "unknownNumber",
  "notAnswered",
  "agentUnreachable",
  "cancelled",
  "transferFailed",
  "switchFailed",
] as const;

export function useEndReasonWord(): (code: string) => string {
  const t = useT();
  return useCallback(
    (code) => {
      const known = endReasons.find((reason) => reason === code);
      return known === undefined ? code : t(`end.${known}`);
    },
    [t],
  );
}
