/** My notes; the private ones are mine alone. */

import { Button, Drawer } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { ActivityForm } from "../forms/activity-form.tsx";
import { useT } from "../i18n/use-t.ts";
import { ActivityList } from "../ui/activity-list.tsx";
import { PageHead } from "../ui/panel.tsx";

export function NotesPage() {
  const t = useT();
  const [isCreating, creating] = useDisclosure(false);
  return (
    <div className="cb-page">
      <PageHead title={t("nav.notes")}>
        <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={creating.open}>
          {t("notes.create")}
        </Button>
      </PageHead>
      <div className="cb-panel">
        <ActivityList query={{ mine: "true", kind: "note" }} withContact />
      </div>
      <Drawer
        opened={isCreating}
        onClose={creating.close}
        title={t("notes.create")}
        closeButtonProps={{ "aria-label": t("ui.close") }}
      >
        <ActivityForm kind="note" isPrivate onDone={creating.close} />
      </Drawer>
    </div>
  );
}
