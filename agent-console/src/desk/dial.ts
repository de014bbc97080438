/** Calling a number from anywhere in the product. */

import { useCallback } from "react";
import { useAsk } from "../live/use-ask.ts";
import { closePanel } from "./panels.ts";

/** Dials; the call is linked to `contact` when one was on screen. */
export function useDial(): (number: string, contact?: string) => Promise<boolean> {
  const ask = useAsk();
  return useCallback(
    async (number, contact) => {
      const isDone = await ask({ kind: "dial", number, ...(contact === undefined ? {} : { contact }) });
      if (isDone) closePanel();
      return isDone;
    },
    [ask],
  );
}
