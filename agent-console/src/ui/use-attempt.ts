/** Runs a change and tells how it went; for buttons that have no form to show errors in. */

import { useCallback } from "react";
import { problemWords } from "../api/problem-words.ts";
import { useT } from "../i18n/use-t.ts";
import { tellDone, tellFault } from "./tell.ts";

/** Resolves to whether it worked. */
export function useAttempt(): (run: () => Promise<unknown>, done?: string) => Promise<boolean> {
  const t = useT();
  return useCallback(
    async (run, done) => {
      try {
        await run();
        if (done !== undefined) tellDone(done);
        return true;
      } catch (error) {
        tellFault(problemWords(t, error));
        return false;
      }
    },
    [t],
  );
}
