/** The one click that starts a shift: it unlocks sound, asks for the microphone and makes the phone reachable. */

import type { DeskView } from "#protocol/views/desk.ts";
import { Button, Group, Text } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useMe } from "../api/session.ts";
import { useT } from "../i18n/use-t.ts";
import { useAsk } from "../live/use-ask.ts";
import { phoneIsReachable, startShift } from "../phone/shift.ts";
import { useReasons } from "./agent-state.ts";

export function ShiftStart({ desk }: { readonly desk: DeskView }) {
  const t = useT();
  const me = useMe();
  const ask = useAsk();
  const reasons = useReasons();
  const [isStarting, setIsStarting] = useState(false);
  const start = async (isReady: boolean) => {
    setIsStarting(true);
    try {
      await startShift(me.id);
    } finally {
      setIsStarting(false);
    }
    const reason = reasons[0]?.code;
    // Ready means that a call can ring: the banner says why when the phone cannot be reached.
    if (isReady && (await phoneIsReachable())) await ask({ kind: "setPresence", presence: { kind: "ready" } });
    else if (desk.presence.kind === "signedOut" && reason !== undefined)
      await ask({ kind: "setPresence", presence: { kind: "notReady", reason } });
  };
  return (
    <section className="cb-alert" data-look="accent" aria-label={t("shift.title")}>
      <div style={{ flex: 1, minWidth: "14rem" }}>
        <Text fw={640} fz="lg">
          {t("shift.hello", { name: me.name })}
        </Text>
        <Text size="sm">{t("shift.explain")}</Text>
      </div>
      <Group gap="xs">
        <Button
          size="sm"
          loading={isStarting}
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          onClick={() => void start(true)}
        >
          {t("shift.startReady")}
        </Button>
        <Button size="sm" variant="default" disabled={isStarting} onClick={() => void start(false)}>
          {t("shift.startNotReady")}
        </Button>
        <Button size="sm" variant="subtle" component={Link} to="/settings">
          {t("shift.devices")}
        </Button>
      </Group>
    </section>
  );
}
