/** The paperwork of one call: note and disposition as typed here over what the server has, and saving them. */

import type { CallView, DeskView } from "#protocol/views/desk.ts";
import { useEffect, useRef } from "react";
import { serverNow } from "../live/clock.ts";
import { useAsk } from "../live/use-ask.ts";
import { dropDraft, useDrafts, writeDraft } from "./drafts.ts";

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
  /** Saves, then ends wrap-up. */
  readonly saveAndNext: () => Promise<void>;
}

/** The note is sent this long before the wrap-up runs out, so that a slow typist loses nothing. */
const SAVE_BEFORE_END_MS = 3_000;

export function usePaperwork(call: CallView, wrapUp: DeskView["wrapUp"]): Paperwork {
  const ask = useAsk();
  const { interaction } = call;
  const draft = useDrafts((state) => state.byInteraction[interaction]);
  const isKeptHere = useDrafts((state) => state.isKept);
  const note = draft?.note ?? call.note;
  const disposition = draft?.disposition ?? call.disposition;

  const send = async (chosen: string | undefined): Promise<boolean> => {
    const isDone = await ask({
      kind: "disposition",
      interaction,
      note,
      ...(chosen === undefined ? {} : { disposition: chosen }),
    });
    if (isDone) dropDraft(interaction, { note, disposition: chosen });
    return isDone;
  };
  const isSaved = note === call.note && disposition === call.disposition;

  const latest = useRef({ isSaved, send, disposition });
  useEffect(() => {
    latest.current = { isSaved, send, disposition };
  });
  const until = wrapUp?.interaction === interaction ? wrapUp.until : undefined;
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
    setNote: (next) => writeDraft(interaction, next, disposition),
    choose: (next) => {
      writeDraft(interaction, note, next);
      void send(next);
    },
    save: () => send(disposition),
    saveAndNext: async () => {
      const isDone = isSaved || (await send(disposition));
      if (isDone && until !== undefined) await ask({ kind: "endWrapUp", interaction });
    },
  };
}
