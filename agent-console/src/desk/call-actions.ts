/** What the agent can do with her call now, and doing it. Every verb is the server's; the screen shows what it says. */

import type { CallView } from "#protocol/views/desk.ts";
import { useEffect, useRef } from "react";
import { serverNow } from "../live/clock.ts";
import { useAsk } from "../live/use-ask.ts";
import { useT } from "../i18n/use-t.ts";
import { answerCall } from "../phone/shift.ts";
import { confirm } from "../ui/confirm.tsx";
import { tellFault } from "../ui/tell.ts";
import { openPanel } from "./panels.ts";

/** A hang-up this soon after answering is more often a slip than a wish. */
const HASTY_MS = 3_000;

export interface CallActions {
  readonly answer: () => void;
  readonly decline: () => void;
  readonly hangUp: () => void;
  readonly toggleMute: () => void;
  readonly toggleHold: () => void;
  readonly transfer: () => void;
  readonly keypad: () => void;
}

/** Which of the verbs make sense in this stage. */
export interface CallMoves {
  readonly canAnswer: boolean;
  readonly canHangUp: boolean;
  readonly canTalk: boolean;
}

export function callMoves(call: CallView | undefined): CallMoves {
  const stage = call?.stage;
  return {
    canAnswer: stage === "alerting" && call?.reservation !== undefined,
    canHangUp: stage === "talking" || stage === "held" || stage === "dialling",
    canTalk: stage === "talking" || stage === "held",
  };
}

export function useCallActions(call: CallView | undefined): CallActions {
  const ask = useAsk();
  const t = useT();
  const answered = useRef<{ readonly interaction: string; readonly at: number } | undefined>(undefined);
  useEffect(() => {
    if (call === undefined || call.stage !== "talking") return;
    const before = answered.current?.interaction === call.interaction ? answered.current.at : call.since;
    // Resuming from hold begins the stage anew, but nobody resumes a call by mistake.
    answered.current = { interaction: call.interaction, at: Math.min(before, call.since) };
  }, [call]);
  if (call === undefined) return noActions;
  const { interaction, reservation } = call;
  const hangUp = () => void ask({ kind: "hangUp", interaction });
  return {
    answer: () =>
      void (async () => {
        if (!(await answerCall({ interaction, reservation }))) tellFault(t("call.notAnswered"));
      })(),
    decline: () => void (reservation !== undefined && ask({ kind: "decline", reservation })),
    hangUp: () => {
      const at = answered.current?.interaction === interaction ? answered.current.at : undefined;
      const isHasty = at !== undefined && serverNow() - at < HASTY_MS;
      if (isHasty) confirm(t, t("call.hastyTitle"), t("call.hastyBody"), t("call.hangUp"), hangUp);
      else hangUp();
    },
    toggleMute: () => void ask({ kind: "mute", interaction, isMuted: !call.isMuted }),
    toggleHold: () => void ask({ kind: "hold", interaction, isHeld: call.stage !== "held" }),
    transfer: () => openPanel("transfer"),
    keypad: () => openPanel("keypad"),
  };
}

const nothing = () => {
  // Without a call there is nothing to do; the buttons are not shown and the keys not offered.
};
const noActions: CallActions = {
  answer: nothing,
  decline: nothing,
  hangUp: nothing,
  toggleMute: nothing,
  toggleHold: nothing,
  transfer: nothing,
  keypad: nothing,
};
