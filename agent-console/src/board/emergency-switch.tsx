/** The emergency switch of a queue or of the whole site: asks first, because people who wait are moved at once. */

import { switchEmergency } from "#protocol/api/overflow.ts";
import { Button } from "@mantine/core";
import { IconUrgent } from "@tabler/icons-react";
import { useChange } from "../api/queries.ts";
import { useT } from "../i18n/use-t.ts";
import { confirm } from "../ui/confirm.tsx";
import { useAttempt } from "../ui/use-attempt.ts";

interface Props {
  /** undefined: the whole site. */
  readonly queue: { readonly id: string; readonly name: string } | undefined;
  readonly isOn: boolean;
}

export function EmergencySwitch({ queue, isOn }: Props) {
  const t = useT();
  const attempt = useAttempt();
  const change = useChange(switchEmergency, []);
  const name = queue?.name ?? t("emergency.site");
  const words = isOn ? t("emergency.switchOff", { name }) : t("emergency.switchOn", { name });
  const press = () =>
    confirm(t, words, t(isOn ? "emergency.offMeans" : "emergency.onMeans"), t("emergency.switch"), () => {
      const body = { isOn: !isOn, ...(queue === undefined ? {} : { queue: queue.id }) };
      void attempt(() => change.mutateAsync({ body }));
    });
  return (
    <Button
      size="compact-sm"
      variant={isOn ? "filled" : "default"}
      {...(isOn ? { color: "red" } : {})}
      aria-label={words}
      aria-pressed={isOn}
      title={words}
      loading={change.isPending}
      onClick={press}
    >
      <IconUrgent size={14} aria-hidden />
      {isOn || queue === undefined ? (
        <span style={{ marginLeft: 6 }}>{isOn ? t("emergency.on") : t("emergency.title")}</span>
      ) : null}
    </Button>
  );
}
