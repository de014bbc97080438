/** The call, always in the same place: who, since when, and the verbs. Without a call: what waits. */

import type { CallView, DeskView } from "#protocol/views/desk.ts";
import { Button, type ButtonProps } from "@mantine/core";
import {
  IconArrowForwardUp,
  IconDialpad,
  IconMicrophone,
  IconMicrophoneOff,
  IconPhone,
  IconPhoneCall,
  IconPhoneOff,
  IconPlayerPause,
  IconPlayerPlay,
  IconX,
  type Icon,
} from "@tabler/icons-react";
import { callMoves, useCallActions } from "../desk/call-actions.ts";
import { useCallerWords } from "../desk/caller-words.ts";
import { openPanel } from "../desk/panels.ts";
import { useFormat } from "../i18n/format.ts";
import { usePhoneWords } from "../i18n/use-phone-words.ts";
import { useT } from "../i18n/use-t.ts";
import { useKeyAction } from "../keys/use-keys.ts";
import type { Look } from "../ui/state-mark.tsx";
import { Since, Until } from "../ui/ticking.tsx";

const looks: Readonly<Record<CallView["stage"], Look>> = {
  alerting: "ringing",
  dialling: "talking",
  talking: "talking",
  held: "paused",
  ended: "wrapUp",
};

export function CallStrip({ desk }: { readonly desk: DeskView }) {
  const { call } = desk;
  useKeyAction("dial", () => openPanel("dial"), call === undefined);
  return call === undefined ? <IdleStrip desk={desk} /> : <BusyStrip desk={desk} call={call} />;
}

function IdleStrip({ desk }: { readonly desk: DeskView }) {
  const t = useT();
  const format = useFormat();
  const queues = Object.values(desk.queues);
  const waiting = queues.reduce((sum, queue) => sum + queue.waiting, 0);
  const longest = Math.min(...queues.map((queue) => queue.longestSince ?? Number.POSITIVE_INFINITY));
  return (
    <div className="cb-strip">
      <span className="cb-dim cb-truncate">
        {t("strip.waiting", { count: format.count(waiting) })}
        {Number.isFinite(longest) ? (
          <>
            {" · "}
            {t("strip.longest")} <Since instant={longest} />
          </>
        ) : null}
        {" · "}
        {t("strip.answeredToday", { count: format.count(desk.today.answered) })}
      </span>
      <div className="cb-strip-actions">
        <StripButton icon={IconPhone} word={t("call.dial")} hint="Alt+C" onClick={() => openPanel("dial")} />
      </div>
    </div>
  );
}

function BusyStrip({ desk, call }: { readonly desk: DeskView; readonly call: CallView }) {
  const t = useT();
  const actions = useCallActions(call);
  const moves = callMoves(call);
  useKeyAction("answer", actions.answer, moves.canAnswer);
  useKeyAction("hangUp", actions.hangUp, moves.canHangUp);
  useKeyAction("mute", actions.toggleMute, moves.canTalk);
  useKeyAction("hold", actions.toggleHold, moves.canTalk);
  useKeyAction("transfer", actions.transfer, moves.canTalk);
  useKeyAction("keypad", actions.keypad, moves.canTalk);
  const isHeld = call.stage === "held";
  const who = useCallerWords()(call);
  const phone = usePhoneWords();
  const number = call.number === undefined ? undefined : phone(call.number);
  return (
    <section className="cb-strip" data-look={looks[call.stage]} aria-label={t("strip.label")}>
      <span className="cb-strip-mark cb-state-text" style={{ display: "flex" }}>
        <IconPhoneCall size={20} aria-hidden />
      </span>
      <span className="cb-truncate" style={{ lineHeight: 1.25 }}>
        <strong>{who}</strong>
        <br />
        <span className="cb-figure" style={{ fontSize: "0.8rem" }}>
          <span className="cb-state-text">{t(`stage.${call.stage}`)}</span>{" "}
          {call.stage === "ended" && desk.wrapUp !== undefined ? (
            <Until instant={desk.wrapUp.until} />
          ) : (
            <Since instant={call.since} />
          )}
          {call.queue === undefined ? null : ` · ${call.queue}`}
          {number === undefined || number === who ? null : ` · ${number}`}
        </span>
      </span>
      <div className="cb-strip-actions">
        {moves.canAnswer ? (
          <>
            <StripButton
              icon={IconPhone}
              word={t("call.answer")}
              hint="Alt+A"
              color="green"
              variant="filled"
              isKept
              onClick={actions.answer}
            />
            <StripButton icon={IconX} word={t("call.decline")} isKept onClick={actions.decline} />
          </>
        ) : null}
        {moves.canTalk ? (
          <>
            <StripButton
              icon={call.isMuted ? IconMicrophoneOff : IconMicrophone}
              word={call.isMuted ? t("call.unmute") : t("call.mute")}
              hint="Alt+M"
              isPressed={call.isMuted}
              onClick={actions.toggleMute}
            />
            <StripButton
              icon={isHeld ? IconPlayerPlay : IconPlayerPause}
              word={isHeld ? t("call.resume") : t("call.hold")}
              hint="Alt+H"
              isPressed={isHeld}
              onClick={actions.toggleHold}
            />
            <StripButton icon={IconArrowForwardUp} word={t("call.transfer")} hint="Alt+T" onClick={actions.transfer} />
            <StripButton icon={IconDialpad} word={t("call.keypad")} hint="Alt+K" onClick={actions.keypad} />
          </>
        ) : null}
        {moves.canHangUp ? (
          <StripButton
            icon={IconPhoneOff}
            word={t("call.hangUp")}
            hint="Alt+X"
            color="red"
            variant="filled"
            onClick={actions.hangUp}
          />
        ) : null}
      </div>
    </section>
  );
}

interface StripButtonProps {
  readonly icon: Icon;
  readonly word: string;
  readonly hint?: string;
  readonly color?: string;
  readonly variant?: "filled" | "default";
  readonly isPressed?: boolean;
  /** Keeps its word on narrow screens. */
  readonly isKept?: boolean;
  readonly onClick: () => void;
}

function StripButton({
  icon: Mark,
  word,
  hint,
  color,
  variant = "default",
  isPressed,
  isKept = false,
  onClick,
}: StripButtonProps) {
  const looks: ButtonProps = color === undefined ? { variant } : { variant, color };
  return (
    <Button
      {...looks}
      px="sm"
      h={34}
      aria-label={word}
      aria-pressed={isPressed}
      title={hint === undefined ? word : `${word} (${hint})`}
      onClick={onClick}
    >
      <Mark size={17} aria-hidden stroke={1.9} />
      <span className={isKept ? "" : "cb-word"} style={{ marginLeft: 6 }}>
        {word}
      </span>
    </Button>
  );
}
