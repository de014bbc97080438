/** What everybody must know now: demo, connection lost, sound locked, phone trouble. None of them covers the call. */

import { Button } from "@mantine/core";
import {
  IconAlertTriangle,
  IconFlask,
  IconMail,
  IconMessage,
  IconMoon,
  IconVolumeOff,
  IconWifiOff,
  type Icon,
} from "@tabler/icons-react";
import { useLocation } from "@tanstack/react-router";
import type { DeskView } from "#protocol/views/desk.ts";
import type { ReactNode } from "react";
import { useMe } from "../api/session.ts";
import { setBackWords } from "../desk/set-back.ts";
import { WorkButtons } from "../desk/work-panel.tsx";
import { offeredOf, useWorkWords } from "../desk/work-words.ts";
import { useT } from "../i18n/use-t.ts";
import { useNow } from "../live/clock.ts";
import { useAsk } from "../live/use-ask.ts";
import { useBoardStore, useDesk, useLinkStore } from "../live/stores.ts";
import { usePhoneStore } from "../phone/phone-store.ts";
import { enableSound } from "../phone/shift.ts";
import type { Look } from "../ui/state-mark.tsx";
import { Until } from "../ui/ticking.tsx";
import { phoneWords } from "./network-mark.tsx";

export function Banners() {
  const t = useT();
  const me = useMe();
  const phone = usePhoneStore();
  const desk = useDesk();
  const isRecordStoreUp = useBoardStore((state) => state.view?.isRecordStoreUp ?? true);
  return (
    <div aria-live="polite">
      {me.isDemo ? (
        <Banner look="accent" icon={IconFlask}>
          {t("banner.demo")}
        </Banner>
      ) : null}
      <LinkBanner />
      <WorkBanner />
      {desk?.isSwitchUp === false ? (
        <Banner look="fault" icon={IconAlertTriangle}>
          {t("banner.switchDown")}
        </Banner>
      ) : null}
      {isRecordStoreUp ? null : (
        <Banner look="paused" icon={IconAlertTriangle}>
          {t("banner.recordStore")}
        </Banner>
      )}
      {desk !== undefined && phone.shift === "started" ? <SetBackBanner desk={desk} /> : null}
      {phone.state.kind === "failed" || (phone.state.kind === "lost" && phone.isOwner) ? (
        <Banner look="fault" icon={IconAlertTriangle}>
          {t(phoneWords(phone.state, phone.isOwner))}
        </Banner>
      ) : null}
      {phone.shift === "started" && phone.isOwner && !phone.isSoundOn ? (
        <Banner look="paused" icon={IconVolumeOff}>
          {t("banner.sound")}
          <Button size="compact-xs" variant="default" onClick={() => void enableSound()}>
            {t("banner.enableSound")}
          </Button>
        </Banner>
      ) : null}
    </div>
  );
}

function SetBackBanner({ desk }: { readonly desk: DeskView }) {
  const t = useT();
  const ask = useAsk();
  const words = setBackWords(desk);
  if (desk.backOff !== undefined && desk.engagement === "idle") {
    const { outcome, until } = desk.backOff;
    return (
      <Banner look="paused" icon={IconMoon}>
        <span>
          {t(`backOff.${outcome}`)} <Until instant={until} />
        </span>
        <Button size="compact-xs" onClick={() => void ask({ kind: "setPresence", presence: { kind: "ready" } })}>
          {t("backOff.end")}
        </Button>
      </Banner>
    );
  }
  if (words === undefined) return null;
  return (
    <Banner look="paused" icon={IconMoon}>
      {t(words)}
      <Button size="compact-xs" onClick={() => void ask({ kind: "setPresence", presence: { kind: "ready" } })}>
        {t("setBack.ready")}
      </Button>
    </Banner>
  );
}

/** An offer of mail or chat runs out wherever she is; on the desk it stands in its own panel. */
function WorkBanner() {
  const words = useWorkWords();
  const offered = offeredOf(useDesk()?.work);
  const isOnDesk = useLocation({ select: ({ pathname }) => pathname === "/desk" });
  if (offered?.offer === undefined || isOnDesk) return null;
  return (
    <Banner look="ringing" icon={offered.medium === "mail" ? IconMail : IconMessage}>
      <span>
        {words.offered(offered)} · <Until instant={offered.offer.until} />
      </span>
      <WorkButtons item={offered} />
    </Banner>
  );
}

function LinkBanner() {
  const t = useT();
  const link = useLinkStore((state) => state.link);
  const now = useNow();
  if (link.kind === "lost")
    return (
      <Banner look="fault" icon={IconWifiOff}>
        {t("banner.lost", { seconds: Math.max(0, Math.ceil((link.retryAt - now) / 1_000)) })}
      </Banner>
    );
  if (link.kind === "ended" && link.why === "outdated")
    return (
      <Banner look="fault" icon={IconAlertTriangle}>
        {t("banner.outdated")}
        <Button size="compact-xs" variant="default" onClick={() => window.location.reload()}>
          {t("banner.reload")}
        </Button>
      </Banner>
    );
  return null;
}

function Banner({
  look,
  icon: Mark,
  children,
}: {
  readonly look: Look;
  readonly icon: Icon;
  readonly children: ReactNode;
}) {
  return (
    <div className="cb-banner" data-look={look}>
      <Mark size={16} aria-hidden style={{ flex: "none" }} />
      <span style={{ display: "flex", gap: "0.6rem", flexWrap: "wrap", alignItems: "center" }}>{children}</span>
    </div>
  );
}
