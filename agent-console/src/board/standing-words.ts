/** How an agent stands to a caller, in words and looks. */

import type { NotFreeView, StandingView, StepToComeView, UnmetView } from "#protocol/api/dry-run.ts";
import type { PresenceView } from "#protocol/views/presence.ts";
import { engagementWord } from "../desk/agent-state.ts";
import { clockText } from "../i18n/format.ts";
import type { Translate } from "../i18n/use-t.ts";
import { reasonWords, wordOf } from "../ui/decision-words.ts";
import type { Look } from "../ui/state-mark.tsx";

type PresenceWord = (presence: PresenceView) => string;

export function standingWords(t: Translate, standing: StandingView, presence: PresenceWord, now: number): string {
  switch (standing.kind) {
    case "wouldTake":
      return t("standing.wouldTake");
    case "nextInLine":
      return t("standing.nextInLine", { rank: standing.rank, reason: wordOf(t, reasonWords, standing.because) });
    case "notFree":
      return t("standing.notFree", { why: notFreeWords(t, standing.because, presence, now) });
    case "notParticular":
      return t("standing.notParticular");
    case "signedOut":
      return t("standing.signedOut");
    case "otherGroup":
      return t("standing.otherGroup");
    case "lacksSkill":
      return t("standing.lacksSkill", { condition: unmetWords(t, standing.condition) });
    default:
      return standing satisfies never;
  }
}

function notFreeWords(t: Translate, because: NotFreeView, presence: PresenceWord, now: number): string {
  switch (because.kind) {
    case "notReady":
      return presence({ kind: "notReady", reason: because.reason });
    case "engaged": {
      const what = engagementWord(t, because.engagement, false);
      return [what, because.queue, clockText(now - because.since)].filter((part) => part !== undefined).join(" · ");
    }
    case "nextPresence":
      return t("presence.next", { state: presence(because.presence) });
    case "backingOff":
      return t("notFree.backingOff", { time: clockText(because.until - now) });
    case "noRoom":
      return t("notFree.noRoom");
    case "phoneBusy":
      return t("notFree.phoneBusy");
    default:
      return because satisfies never;
  }
}

function unmetWords(t: Translate, { kind, skills }: UnmetView): string {
  const list = skills.map(({ name, proficiency, proficiencyMax }) =>
    proficiencyMax === undefined ? `${name} ≥ ${proficiency}` : `${name} ${proficiency}–${proficiencyMax}`,
  );
  return kind === "needs" ? list.join(", ") : `${t(`condition.${kind}`)} (${list.join(", ")})`;
}

export function standingLook(standing: StandingView): Look {
  switch (standing.kind) {
    case "wouldTake":
      return "ready";
    case "nextInLine":
    case "notParticular":
      return "accent";
    case "notFree":
      return notFreeLook(standing.because);
    case "signedOut":
    case "otherGroup":
    case "lacksSkill":
      return "off";
    default:
      return standing satisfies never;
  }
}

function notFreeLook(because: NotFreeView): Look {
  if (because.kind !== "engaged") return "paused";
  if (because.engagement === "reserved") return "ringing";
  return because.engagement === "wrapUp" ? "wrapUp" : "talking";
}

export function stepWords(t: Translate, step: StepToComeView): string {
  switch (step.kind) {
    case "relax":
      return t("toCome.relax", { name: step.name, more: step.more, signedIn: step.moreSignedIn });
    case "age":
      return t("toCome.age", { priority: step.priority });
    case "releaseParticular":
      return t("toCome.releaseParticular");
    default:
      return step satisfies never;
  }
}
