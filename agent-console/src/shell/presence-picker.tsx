/** The agent's own state, since when, and what she may say of herself. During a call a choice becomes "next". */

import type { PresenceView } from "#protocol/views/presence.ts";
import type { DeskView } from "#protocol/views/desk.ts";
import { Menu, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconCircleCheck, IconLogout, IconMoon } from "@tabler/icons-react";
import { agentLook, engagementWord, stateSince, usePresenceWord, useReasons } from "../desk/agent-state.ts";
import { useT } from "../i18n/use-t.ts";
import { useKeyAction } from "../keys/use-keys.ts";
import { useAsk } from "../live/use-ask.ts";
import { endShift } from "../phone/shift.ts";
import { HeldIcon, StateMark } from "../ui/state-mark.tsx";
import { Since } from "../ui/ticking.tsx";

export function PresencePicker({ desk }: { readonly desk: DeskView }) {
  const t = useT();
  const ask = useAsk();
  const word = usePresenceWord();
  const reasons = useReasons();
  const set = (presence: PresenceView) => void ask({ kind: "setPresence", presence });
  const isBusy = desk.engagement !== "idle";
  const wanted = desk.nextPresence ?? desk.presence;
  const isHeld = desk.call?.stage === "held";
  const first = reasons[0];
  useKeyAction("toggleReady", () => {
    if (wanted.kind !== "ready") set({ kind: "ready" });
    else if (first !== undefined) set({ kind: "notReady", reason: first.code });
  });
  const state = desk.engagement === "idle" ? word(desk.presence) : engagementWord(t, desk.engagement, isHeld);
  return (
    <Menu position="bottom-start" width={240}>
      <Menu.Target>
        <UnstyledButton title={state}>
          <span className="cb-unseen">{t("presence.change")}</span>
          <span className="cb-presence-state">
            <StateMark look={agentLook(desk.presence, desk.engagement)} {...(isHeld ? { icon: HeldIcon } : {})}>
              {state}
            </StateMark>
            <Since instant={stateSince(desk)} />
          </span>
          {desk.nextPresence === undefined ? null : (
            <span className="cb-dim cb-only-wide" style={{ fontSize: "0.78rem" }}>
              {t("presence.next", { state: word(desk.nextPresence) })}
            </span>
          )}
          <IconChevronDown size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{isBusy ? t("presence.afterCall") : t("presence.now")}</Menu.Label>
        <Menu.Item leftSection={<IconCircleCheck size={16} aria-hidden />} onClick={() => set({ kind: "ready" })}>
          {t("state.ready")}
        </Menu.Item>
        {reasons.map(({ code, label }) => (
          <Menu.Item
            key={code}
            leftSection={<IconMoon size={16} aria-hidden />}
            onClick={() => set({ kind: "notReady", reason: code })}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconLogout size={16} aria-hidden />}
          disabled={isBusy}
          onClick={() => {
            set({ kind: "signedOut" });
            void endShift(true);
          }}
        >
          {t("presence.endShift")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
