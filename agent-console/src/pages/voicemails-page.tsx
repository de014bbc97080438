/** What callers left on the machine. */

import { listVoicemails, markVoicemailHeard, voicemail } from "#protocol/api/calls.ts";
import { Button } from "@mantine/core";
import { IconCheck, IconRotate } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { z } from "zod";
import { callRoute, routeUrl } from "../api/call-route.ts";
import { problemWords } from "../api/problem-words.ts";
import { readingPages, useChange } from "../api/queries.ts";
import { clockText, useFormat } from "../i18n/format.ts";
import { usePhoneWords } from "../i18n/use-phone-words.ts";
import { useT } from "../i18n/use-t.ts";
import { NumberLink } from "../ui/number-link.tsx";
import { Empty } from "../ui/outcome.tsx";
import { Paged } from "../ui/paged.tsx";
import { PageHead } from "../ui/panel.tsx";
import { StateMark } from "../ui/state-mark.tsx";
import { tellFault } from "../ui/tell.ts";

type Voicemail = z.infer<typeof voicemail>;

const all = readingPages([listVoicemails.path], (after, signal) =>
  callRoute(listVoicemails, { query: { after } }, signal),
);

export function VoicemailsPage() {
  const t = useT();
  return (
    <div className="cb-page">
      <PageHead title={t("nav.voicemails")} />
      <div className="cb-panel">
        <Paged options={all} empty={<Empty title={t("voicemail.none")} />}>
          {(messages) => (
            <ul className="cb-rows">
              {messages.map((message) => (
                <VoicemailRow key={message.id} message={message} />
              ))}
            </ul>
          )}
        </Paged>
      </div>
    </div>
  );
}

function VoicemailRow({ message }: { readonly message: Voicemail }) {
  const t = useT();
  const format = useFormat();
  const mark = useChange(markVoicemailHeard, [listVoicemails.path]);
  const isHeard = message.heardAt !== undefined;
  const set = async (next: boolean) => {
    try {
      await mark.mutateAsync({ params: { id: message.id }, body: { isHeard: next } });
    } catch (error) {
      tellFault(problemWords(t, error));
    }
  };
  const phone = usePhoneWords();
  const who = message.contactName ?? (message.from === undefined ? t("pop.withheld") : phone(message.from));
  return (
    <li style={{ display: "flex", gap: "0.8rem", alignItems: "center", flexWrap: "wrap" }}>
      <StateMark look={isHeard ? "off" : "accent"}>{isHeard ? t("voicemail.heard") : t("voicemail.new")}</StateMark>
      <div style={{ flex: 1, minWidth: "11rem" }}>
        <Link to="/calls/$id" params={{ id: message.interaction }} className="cb-link">
          {who}
        </Link>{" "}
        {message.from === undefined ? null : <NumberLink number={message.from} />}
        <div className="cb-dim">
          {format.dayTime(message.leftAt)} · {message.box} · {clockText(message.durationMs)}
        </div>
      </div>
      <audio
        controls
        preload="none"
        aria-label={t("voicemail.play", { who })}
        src={routeUrl("/api/voicemails/:id/audio", { id: message.id }, undefined)}
        style={{ height: 34, maxWidth: "100%" }}
        onEnded={() => {
          if (!isHeard) void set(true);
        }}
      />
      <Button
        variant="default"
        loading={mark.isPending}
        leftSection={isHeard ? <IconRotate size={14} aria-hidden /> : <IconCheck size={14} aria-hidden />}
        onClick={() => void set(!isHeard)}
      >
        {isHeard ? t("voicemail.markNew") : t("voicemail.markHeard")}
      </Button>
    </li>
  );
}
