/** It rings: big, calm, two buttons, and how long there is to decide. */

import type { CallView } from "#protocol/views/desk.ts";
import { Button, Group } from "@mantine/core";
import { IconPhone, IconPhoneIncoming, IconX } from "@tabler/icons-react";
import { usePhoneWords } from "../i18n/use-phone-words.ts";
import { useT } from "../i18n/use-t.ts";
import { Until } from "../ui/ticking.tsx";
import { callMoves, useCallActions } from "./call-actions.ts";
import { useCallerWords } from "./caller-words.ts";

export function AlertCard({ call }: { readonly call: CallView }) {
  const t = useT();
  const actions = useCallActions(call);
  const { canAnswer } = callMoves(call);
  const known = call.pop.contact ?? (call.pop.match === "known" ? call.pop.candidates[0] : undefined);
  const account = known?.account;
  const callerWords = useCallerWords();
  const phone = usePhoneWords();
  const number = call.number === undefined ? undefined : phone(call.number);
  const who = callerWords(call);
  const details = [account, call.queue, number === who ? undefined : number];
  return (
    <section className="cb-alert" data-look="ringing" role="alert" aria-label={t("call.incoming", { caller: who })}>
      <IconPhoneIncoming size={34} aria-hidden className="cb-state-text" />
      <div style={{ flex: 1, minWidth: "12rem" }}>
        <div style={{ fontSize: "1.45rem", fontWeight: 660, lineHeight: 1.2 }}>{who}</div>
        <div className="cb-figure">{details.filter((part) => part !== undefined).join(" · ")}</div>
        {call.ringsAt === undefined ? null : <div>{t("call.ringsAt", { number: phone(call.ringsAt) })}</div>}
      </div>
      {call.alertUntil === undefined ? null : (
        <div className="cb-state-text" style={{ textAlign: "right" }}>
          <div style={{ fontSize: "1.25rem", fontWeight: 640 }}>
            <Until instant={call.alertUntil} />
          </div>
          <div style={{ fontSize: "0.75rem" }}>{t("call.untilMissed")}</div>
        </div>
      )}
      {canAnswer ? (
        <Group gap="xs">
          {call.ringsAt === undefined ? (
            <Button
              size="md"
              color="green"
              leftSection={<IconPhone size={18} aria-hidden />}
              onClick={actions.answer}
              title="Alt+A"
            >
              {t("call.answer")}
            </Button>
          ) : null}
          <Button size="md" variant="default" leftSection={<IconX size={18} aria-hidden />} onClick={actions.decline}>
            {t("call.decline")}
          </Button>
        </Group>
      ) : null}
    </section>
  );
}
