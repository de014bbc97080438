/** How an agent's presence and engagement read on screen: one look, one word, one moment since when. */

import type { EngagementView, PresenceView } from "#protocol/views/presence.ts";
import type { DeskView } from "#protocol/views/desk.ts";
import { listReasons } from "#protocol/api/admin.ts";
import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { reading } from "../api/queries.ts";
import type { CatalogueKey } from "../i18n/catalogue.ts";
import { isLanguage } from "../i18n/language.ts";
import { useT, type Translate } from "../i18n/use-t.ts";
import type { Look } from "../ui/state-mark.tsx";

export function agentLook(presence: PresenceView, engagement: EngagementView): Look {
  switch (engagement) {
    case "reserved":
      return "ringing";
    case "dialling":
    case "talking":
      return "talking";
    case "wrapUp":
      return "wrapUp";
    case "idle":
      return presenceLook(presence);
    default:
      return engagement satisfies never;
  }
}

function presenceLook(presence: PresenceView): Look {
  if (presence.kind === "ready") return "ready";
  return presence.kind === "notReady" ? "paused" : "off";
}

export function engagementWord(t: Translate, engagement: Exclude<EngagementView, "idle">, isHeld: boolean): string {
  switch (engagement) {
    case "reserved":
      return t("state.ringing");
    case "dialling":
      return t("state.dialling");
    case "talking":
      return isHeld ? t("state.held") : t("state.talking");
    case "wrapUp":
      return t("state.wrapUp");
    default:
      return engagement satisfies never;
  }
}

/** When what the agent does now began; while idle that is the later of the two clocks. */
export function stateSince(desk: DeskView): number {
  return desk.engagement === "idle" ? Math.max(desk.presenceSince, desk.engagementSince) : desk.engagementSince;
}

const REASONS_FRESH_MS = 300_000;

/** The active reasons in the reader's language, in their order. */
export function useReasons(): readonly { readonly code: string; readonly label: string }[] {
  const { i18n } = useTranslation();
  const { data } = useQuery({ ...reading(listReasons, {}), staleTime: REASONS_FRESH_MS });
  const language = isLanguage(i18n.language) ? i18n.language : "en";
  return (data ?? [])
    .filter((reason) => reason.isActive)
    .toSorted((a, b) => a.position - b.position)
    .map((reason) => ({ code: reason.code, label: reason.label[language] }));
}

const builtIn: Readonly<Record<string, CatalogueKey>> = {
  missed: "state.missed",
  declined: "state.declined",
  busy: "state.busy",
  unreachable: "state.unreachable",
  connectionLost: "state.connectionLost",
  signedIn: "state.signedIn",
};

function builtInReason(t: Translate, code: string): string {
  const key = builtIn[code];
  return key === undefined ? code : t(key);
}

/** Presence in words; reasons are worded by the site, the built-in ones by us, an unknown code shows itself. */
export function usePresenceWord(): (presence: PresenceView) => string {
  const t = useT();
  const reasons = useReasons();
  return useCallback(
    (presence) => {
      switch (presence.kind) {
        case "ready":
          return t("state.ready");
        case "signedOut":
          return t("state.signedOut");
        case "notReady":
          return reasons.find(({ code }) => code === presence.reason)?.label ?? builtInReason(t, presence.reason);
        default:
          return presence satisfies never;
      }
    },
    [t, reasons],
  );
}
