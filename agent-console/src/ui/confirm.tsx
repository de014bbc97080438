/** Asks before something that cannot be taken back. */

import { modals } from "@mantine/modals";
import { Text } from "@mantine/core";
import type { Translate } from "../i18n/use-t.ts";

export function confirm(t: Translate, title: string, body: string, verb: string, onYes: () => void): void {
  modals.openConfirmModal({
    title,
    children: <Text size="sm">{body}</Text>,
    labels: { confirm: verb, cancel: t("ui.cancel") },
    confirmProps: { color: "red" },
    closeButtonProps: { "aria-label": t("ui.close") },
    onConfirm: onYes,
  });
}
