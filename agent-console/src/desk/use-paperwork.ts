/** The paperwork of one call, mail or chat: note and disposition as typed here over what the server has, and saving them. */

import type { CallView, DeskView } from "#protocol/views/desk.ts";
import { useEffect, useRef } from "react";
import { serverNow } from "../live/clock.ts";
import { askServer } from "../live/console-live.ts";
import { useAsk } from "../live/use-ask.ts";
import { dropDraft, useDrafts, writeDraft } from "./drafts.ts";

/** What the paperwork is about, and what the server has of it. */
export interface Matter {
  readonly interaction: string;
  readonly note: string;
  readonly disposition?: string | undefined;
  /** She has it in hand: what she types may be sent. */
  readonly isHers: boolean;
}

export function matterOf({ interaction, note, disposition, stage }: CallView): Matter {
  return { interaction, note, disposition, isHers: stage === "talking" || stage === "held" || stage === "ended" };
}

export interface Paperwork {
  readonly note: string;
  readonly disposition: string | undefined;
  /** What is on screen is on the server. */
  readonly isSaved: boolean;
  readonly isKeptHere: boolean;
  readonly setNote: (note: string) => void;
  /** Chooses and saves at once. */
  readonly choose: (disposition: string) => void;
  readonly save: () => Promise<boolean>;
  /** What stands in the way of ending the wrap-up, if anything does: she owes an outcome, or only the clock ends it. */
  readonly ending: "outcomeOwed" | "byClock" | undefined;
  /** Saves, then ends a wrap-up that she may end. */
  readonly saveAndNext: () => Promise<void>;
}

/** While the agent types, colleagues have what she typed so long ago. One fact a change, not one a key. */
const SAVE_EVERY_MS = 10_000;
/** The note is sent this long before the wrap-up runs out, so that a slow typist loses nothing. */
const SAVE_BEFORE_END_MS = 3_000;

/** Without a word when it fails: the text is kept here, the next turn tries again, and saving by hand says why not. */
async function saveQuietly(interaction: string, note: string, disposition: string | undefined): Promise<void> {
  const chosen = disposition === undefined ? {} : { disposition };
  await askServer({ kind: "disposition", interaction, note, ...chosen });
}

/** Neither an optional nor a mandatory wrap-up is ended by a clock. */
export function hasClock({ mode }: NonNullable<DeskView["wrapUp"]>): boolean {
  return mode !== "optional" && mode !== "mandatory";
}

/** What is chosen here is sent before the wrap-up is ended, so that it counts already. */
function endingOf(wrapUp: DeskView["wrapUp"], disposition: string | undefined): Paperwork["ending"] {
  if (wrapUp === undefined || wrapUp.canEnd !== false) return undefined;
  if (wrapUp.mode !== "mandatory") return "byClock";
  return disposition === undefined ? "outcomeOwed" : undefined;
}

export function usePaperwork(matter: Matter, wrapUp: DeskView["wrapUp"]): Paperwork {
  const ask = useAsk();
  const { interaction, isHers } = matter;
  const draft = useDrafts((state) => state.byInteraction[interaction]);
  const isKeptHere = useDrafts((state) => state.isKept);
  const note = draft?.note ?? matter.note;
  const disposition = draft?.disposition ?? matter.disposition;

  const send = async (chosen: string | undefined): Promise<boolean> => {
    return await ask({
      kind: "disposition",
      interaction,
      note,
      ...(chosen === undefined ? {} : { disposition: chosen }),
    });
  };
  const isSaved = note === matter.note && disposition === matter.disposition;

  const latest = useRef({ isSaved, send, note, disposition, isHers });
  useEffect(() => {
    latest.current = { isSaved, send, note, disposition, isHers };
  });
  // Only when the desk itself shows the same: what is in the field must not change under the agent's hands.
  useEffect(() => {
    if (draft !== undefined && isSaved) dropDraft(interaction, draft);
  }, [draft, isSaved, interaction]);
  useEffect(() => {
    const timer = setInterval(() => {
      const { isSaved: isDone, isHers: may, note: typed, disposition: chosen } = latest.current;
      if (!isDone && may) void saveQuietly(interaction, typed, chosen);
    }, SAVE_EVERY_MS);
    return () => clearInterval(timer);
  }, [interaction]);
  const mine = wrapUp?.interaction === interaction ? wrapUp : undefined;
  const until = mine !== undefined && hasClock(mine) ? mine.until : undefined;
  const ending = endingOf(mine, disposition);
  useEffect(() => {
    if (until === undefined) return undefined;
    const timer = setTimeout(
      () => {
        if (!latest.current.isSaved) void latest.current.send(latest.current.disposition);
      },
      Math.max(0, until - serverNow() - SAVE_BEFORE_END_MS),
    );
    return () => clearTimeout(timer);
  }, [until]);

  return {
    note,
    disposition,
    isSaved,
    isKeptHere,
    ending,
    setNote: (next) => writeDraft(interaction, next, disposition),
    choose: (next) => {
      writeDraft(interaction, note, next);
      void send(next);
    },
    save: () => send(disposition),
    saveAndNext: async () => {
      // What a colleague chose before a transfer is on the server, and yet it is not her word.
      const isOwed = mine?.mode === "mandatory" && mine.canEnd === false;
      const isDone = (isSaved && !isOwed) || (await send(disposition));
      if (isDone && mine !== undefined && ending === undefined) await ask({ kind: "endWrapUp", interaction });
    },
  };
}
