/** Ring, notification and flashing title while a call alerts, and without a ring while mail or chat is offered: in the tab that has the phone, and only there. */

import { useEffect } from "react";
import { useT } from "../i18n/use-t.ts";
import { serverNow } from "../live/clock.ts";
import { useDesk } from "../live/stores.ts";
import { callForAttention } from "../phone/attention.ts";
import { usePhoneStore } from "../phone/phone-store.ts";
import { playWrapUpWarning, ring } from "../phone/sounds.ts";
import { useCallerWords } from "./caller-words.ts";
import { offeredOf, useWorkWords } from "./work-words.ts";

const WRAP_UP_WARNING_MS = 5_000;

export function useRingSignals(): void {
  const t = useT();
  const callerWords = useCallerWords();
  const desk = useDesk();
  const isOwner = usePhoneStore((state) => state.isOwner);
  const call = desk?.call?.stage === "alerting" && desk.call.direction === "inbound" ? desk.call : undefined;
  const interaction = call?.interaction;
  const caller = call === undefined ? "" : callerWords(call);
  const queue = call?.queue ?? "";
  useEffect(() => {
    if (interaction === undefined || !isOwner) return undefined;
    const stopRing = ring();
    const stopAttention = callForAttention(t("call.incoming", { caller }), queue);
    return () => {
      stopRing();
      stopAttention();
    };
  }, [interaction, isOwner, caller, queue, t]);

  // Without a ring: it shares the tab's title with a call, which comes first.
  const words = useWorkWords();
  const offered = call === undefined ? offeredOf(desk?.work) : undefined;
  const offer = offered?.offer?.reservation;
  const offeredWords = offered === undefined ? "" : words.offered(offered);
  useEffect(() => {
    if (offer === undefined || !isOwner) return undefined;
    return callForAttention(offeredWords, "");
  }, [offer, isOwner, offeredWords]);

  const wrapUpUntil = desk?.wrapUp?.until;
  useEffect(() => {
    if (wrapUpUntil === undefined || !isOwner) return undefined;
    const timer = setTimeout(playWrapUpWarning, Math.max(0, wrapUpUntil - serverNow() - WRAP_UP_WARNING_MS));
    return () => clearTimeout(timer);
  }, [wrapUpUntil, isOwner]);
}
