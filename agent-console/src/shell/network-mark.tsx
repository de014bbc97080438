/** How well we are connected: to the server, to the switch, and how good the line sounds. One mark, details on click. */

import { Popover, UnstyledButton } from "@mantine/core";
import { IconAntennaBars2, IconAntennaBars4, IconAntennaBars5, IconWifiOff, type Icon } from "@tabler/icons-react";
import { useFormat } from "../i18n/format.ts";
import type { CatalogueKey } from "../i18n/catalogue.ts";
import { useT } from "../i18n/use-t.ts";
import { useDesk, useLinkStore } from "../live/stores.ts";
import { usePhoneStore } from "../phone/phone-store.ts";
import { lineGrade, type LineGrade } from "../phone/quality.ts";
import type { PhoneState } from "../phone/phone.ts";
import type { Look } from "../ui/state-mark.tsx";

type Grade = LineGrade | "lost";
const icons: Readonly<Record<Grade, Icon>> = {
  good: IconAntennaBars5,
  fair: IconAntennaBars4,
  bad: IconAntennaBars2,
  lost: IconWifiOff,
};
const looks: Readonly<Record<Grade, Look>> = { good: "off", fair: "paused", bad: "fault", lost: "fault" };
const words: Readonly<Record<Grade, CatalogueKey>> = {
  good: "net.good",
  fair: "net.fair",
  bad: "net.bad",
  lost: "net.lost",
};

export function phoneWords(state: PhoneState, isOwner: boolean): CatalogueKey {
  switch (state.kind) {
    case "closed":
      return "phone.closed";
    case "connecting":
      return "phone.connecting";
    case "ready":
      return isOwner ? "phone.ready" : "phone.otherTab";
    case "lost":
      return "phone.lost";
    case "failed":
      return `phone.${state.why}`;
    default:
      return state satisfies never;
  }
}

const SLOW_MS = 300;

export function NetworkMark() {
  const t = useT();
  const format = useFormat();
  const { link, roundTripMs } = useLinkStore();
  const { state, quality, isOwner } = usePhoneStore();
  const isSwitchUp = useDesk()?.isSwitchUp;
  const grade = overall();
  const Mark = icons[grade];

  function overall(): Grade {
    if (link.kind !== "open" || state.kind === "lost" || state.kind === "failed" || isSwitchUp === false) return "lost";
    if (quality !== undefined) return lineGrade(quality.mos);
    return roundTripMs !== undefined && roundTripMs > SLOW_MS ? "fair" : "good";
  }

  return (
    <Popover width={300} position="bottom-end" withArrow>
      <Popover.Target>
        <UnstyledButton
          aria-label={t("net.label", { grade: t(words[grade]) })}
          data-look={looks[grade]}
          className="cb-state-text"
          style={{ display: "flex", gap: 6, alignItems: "center", padding: "0.3rem" }}
        >
          <Mark size={20} aria-hidden />
          {grade === "good" ? null : (
            <span className="cb-net-word" style={{ fontSize: "0.8rem" }}>
              {t(words[grade])}
            </span>
          )}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <dl className="cb-facts">
          <dt>{t("net.server")}</dt>
          <dd>
            {link.kind === "open" ? t("net.connected") : t("net.lost")}
            {link.kind === "open" && roundTripMs !== undefined
              ? ` · ${format.count(Math.round(roundTripMs))} ms`
              : null}
          </dd>
          <dt>{t("net.switch")}</dt>
          <dd>{isSwitchUp === undefined ? "–" : isSwitchUp ? t("net.connected") : t("net.lost")}</dd>
          <dt>{t("net.phone")}</dt>
          <dd>{t(phoneWords(state, isOwner))}</dd>
          {quality === undefined ? null : (
            <>
              <dt>{t("net.line")}</dt>
              <dd>
                {t(words[lineGrade(quality.mos)])} · MOS {format.decimal(quality.mos)}
              </dd>
              <dt>{t("net.loss")}</dt>
              <dd>{format.percent(quality.loss)}</dd>
              <dt>{t("net.jitter")}</dt>
              <dd>{format.count(Math.round(quality.jitterMs))} ms</dd>
              <dt>{t("net.roundTrip")}</dt>
              <dd>{format.count(Math.round(quality.roundTripMs))} ms</dd>
            </>
          )}
        </dl>
      </Popover.Dropdown>
    </Popover>
  );
}
