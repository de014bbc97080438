/** Who calls: the screen pop. Known, maybe (all candidates, one key each), unknown or withheld, and what to do about it. */

import type { CallerCandidate, CallView } from "#protocol/views/desk.ts";
import { tier } from "#protocol/api/crm.ts";
import { Button, Group, Text } from "@mantine/core";
import { IconLink, IconUserPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { usePhoneWords } from "../i18n/use-phone-words.ts";
import { useT } from "../i18n/use-t.ts";
import { digitOf } from "../keys/key-map.ts";
import { useKeyAction } from "../keys/use-keys.ts";
import { useAsk } from "../live/use-ask.ts";
import { NumberLink } from "../ui/number-link.tsx";
import { Panel } from "../ui/panel.tsx";
import { StateMark, type Look } from "../ui/state-mark.tsx";
import { Moment } from "../ui/ticking.tsx";
import { languageNames } from "../i18n/language.ts";
import { clockText } from "../i18n/format.ts";
import { callbackOrigins } from "../ui/callback-words.ts";
import { useCallerWords } from "./caller-words.ts";
import { TierMark } from "../ui/tier-mark.tsx";
import { AttachContact } from "./attach-contact.tsx";
import { NewCaller } from "./new-caller.tsx";

const looks: Readonly<Record<CallView["pop"]["match"], Look>> = {
  known: "ready",
  maybe: "paused",
  none: "off",
  withheld: "off",
};

/** Who is on the line now is not who called. */
function HandedOver({ number }: { readonly number: string | undefined }) {
  const t = useT();
  const phone = usePhoneWords();
  return (
    <Text fz="sm">{number === undefined ? t("pop.handedOver") : t("pop.handedOverTo", { number: phone(number) })}</Text>
  );
}

type Doing = "creating" | "attaching" | undefined;

export function CallerPanel({ call }: { readonly call: CallView }) {
  const t = useT();
  const [doing, setDoing] = useState<Doing>(undefined);
  const callerWords = useCallerWords();
  const { pop } = call;
  const linked = pop.contact ?? (pop.match === "known" && pop.candidates.length === 1 ? pop.candidates[0] : undefined);
  const isUndecided = pop.contact === undefined && linked === undefined && pop.candidates.length > 0;
  return (
    <Panel
      title={t("pop.title")}
      actions={<StateMark look={pop.contact === undefined ? looks[pop.match] : "ready"}>{matchWords()}</StateMark>}
    >
      <Group justify="space-between" align="flex-start" wrap="wrap" gap="xs">
        <div style={{ minWidth: 0 }}>
          <Text fz="1.5rem" fw={640} lh={1.2}>
            {linked === undefined ? (
              callerWords(call)
            ) : (
              <Link to="/contacts/$id" params={{ id: linked.contact }} className="cb-plain-link">
                {linked.name}
              </Link>
            )}
          </Text>
          {linked === undefined ? null : <CandidateFacts candidate={linked} />}
          {call.handedOver === undefined ? null : <HandedOver number={call.handedOver.number} />}
        </div>
        <Group gap="xs">
          {linked !== undefined && pop.contact === undefined ? <LinkButton call={call} candidate={linked} /> : null}
          <Button
            variant="default"
            leftSection={<IconLink size={14} aria-hidden />}
            onClick={() => setDoing("attaching")}
          >
            {t("pop.attach")}
          </Button>
          {pop.contact === undefined ? (
            <Button
              variant="default"
              leftSection={<IconUserPlus size={14} aria-hidden />}
              onClick={() => setDoing("creating")}
            >
              {t("pop.create")}
            </Button>
          ) : null}
        </Group>
      </Group>
      {isUndecided ? <Candidates call={call} /> : null}
      <CallFacts call={call} />
      <AttachContact call={call} isOpen={doing === "attaching"} onClose={() => setDoing(undefined)} />
      <NewCaller call={call} isOpen={doing === "creating"} onClose={() => setDoing(undefined)} />
    </Panel>
  );

  function matchWords(): string {
    if (pop.contact !== undefined) return t("pop.linked");
    return t(`pop.match.${pop.match}`);
  }
}

function LinkButton({ call, candidate }: { readonly call: CallView; readonly candidate: CallerCandidate }) {
  const t = useT();
  const ask = useAsk();
  return (
    <Button
      leftSection={<IconLink size={14} aria-hidden />}
      onClick={() => void ask({ kind: "attachContact", interaction: call.interaction, contact: candidate.contact })}
    >
      {t("pop.confirm")}
    </Button>
  );
}

function CandidateFacts({ candidate }: { readonly candidate: CallerCandidate }) {
  const t = useT();
  return (
    <Group gap={6} mt={4}>
      {candidate.account === undefined ? null : <Text size="sm">{candidate.account}</Text>}
      <CandidateTier code={candidate.tier} />
      {candidate.language === undefined ? null : (
        <Text size="sm" c="dimmed">
          {languageWords(candidate.language)}
        </Text>
      )}
      {candidate.lastContactAt === undefined ? null : (
        <Text size="sm" c="dimmed" component="span">
          {t("pop.lastContact")} <Moment instant={candidate.lastContactAt} />
        </Text>
      )}
    </Group>
  );
}

function CandidateTier({ code }: { readonly code: string | undefined }) {
  const known = tier.safeParse(code).data;
  return known === undefined ? null : <TierMark tier={known} />;
}

function languageWords(code: string): string {
  return Object.entries(languageNames).find(([language]) => language === code)?.[1] ?? code;
}

function Candidates({ call }: { readonly call: CallView }) {
  const t = useT();
  return (
    <div style={{ marginTop: "0.8rem" }}>
      <Text size="xs" fw={560} mb={6}>
        {t("pop.candidates")}
      </Text>
      <div className="cb-stack" style={{ gap: "0.35rem" }}>
        {call.pop.candidates.map((candidate, index) => (
          <CandidateButton key={candidate.contact} call={call} candidate={candidate} place={index} />
        ))}
      </div>
    </div>
  );
}

interface CandidateProps {
  readonly call: CallView;
  readonly candidate: CallerCandidate;
  readonly place: number;
}

function CandidateButton({ call, candidate, place }: CandidateProps) {
  const ask = useAsk();
  const pick = () => void ask({ kind: "attachContact", interaction: call.interaction, contact: candidate.contact });
  const digit = digitOf(place);
  useKeyAction(`choice${digit ?? 9}`, pick, digit !== undefined && call.stage !== "ended");
  return (
    <button type="button" className="cb-key-choice" onClick={pick}>
      <kbd className="cb-kbd">{digit ?? ""}</kbd>
      <span style={{ flex: 1 }}>
        <strong>{candidate.name}</strong>
        <CandidateFacts candidate={candidate} />
      </span>
    </button>
  );
}

function CallFacts({ call }: { readonly call: CallView }) {
  const t = useT();
  const phone = usePhoneWords();
  return (
    <dl className="cb-facts" style={{ marginTop: "0.9rem" }}>
      <dt>{t("call.number")}</dt>
      <dd>
        {call.number === undefined ? (
          t("pop.withheld")
        ) : (
          <NumberLink number={call.number} contact={call.pop.contact?.contact} />
        )}
      </dd>
      <dt>{t("call.dialled")}</dt>
      <dd className="cb-figure">{phone(call.dialled)}</dd>
      {call.queue === undefined ? null : (
        <>
          <dt>{t("call.queue")}</dt>
          <dd>
            {call.queue} · {t("call.waited", { time: clockText(call.waitedMs) })}
          </dd>
        </>
      )}
      {call.callback === undefined ? null : (
        <>
          <dt>{t("callback.title")}</dt>
          <dd>
            {t(callbackOrigins[call.callback.origin] ?? "callback.origin.web")} ·{" "}
            <Moment instant={call.callback.waitsSince} /> · {t("callback.attempts", { count: call.callback.attempts })}
          </dd>
          {call.callback.note === "" ? null : (
            <>
              <dt>{t("callback.note")}</dt>
              <dd>{call.callback.note}</dd>
            </>
          )}
        </>
      )}
      {call.path.length === 0 ? null : (
        <>
          <dt>{t("call.path")}</dt>
          <dd>{call.path.join(" › ")}</dd>
        </>
      )}
      {call.values.map(({ name, label, value }) => (
        <CollectedValue key={name} label={label} value={value} />
      ))}
    </dl>
  );
}

function CollectedValue({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd className="cb-figure">
        <strong>{value}</strong>
      </dd>
    </>
  );
}
