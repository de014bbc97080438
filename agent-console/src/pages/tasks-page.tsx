/** The to-do list: everything promised, by me, across all contacts. */

import { Button, Drawer, SegmentedControl } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { ActivityForm } from "../forms/activity-form.tsx";
import { useT } from "../i18n/use-t.ts";
import { ActivityList } from "../ui/activity-list.tsx";
import { PageHead } from "../ui/panel.tsx";

export function TasksPage() {
  const t = useT();
  const [open, setOpen] = useState<"true" | "false">("true");
  const [isCreating, creating] = useDisclosure(false);
  return (
    <div className="cb-page">
      <PageHead title={t("tasks.mine")}>
        <SegmentedControl
          aria-label={t("tasks.which")}
          value={open}
          onChange={(value) => setOpen(value === "false" ? "false" : "true")}
          data={[
            { value: "true", label: t("tasks.open") },
            { value: "false", label: t("tasks.doneOnes") },
          ]}
        />
        <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={creating.open}>
          {t("tasks.create")}
        </Button>
      </PageHead>
      <div className="cb-panel">
        <ActivityList query={{ mine: "true", kind: "task", open }} withContact />
      </div>
      <Drawer
        opened={isCreating}
        onClose={creating.close}
        title={t("tasks.create")}
        closeButtonProps={{ "aria-label": t("ui.close") }}
      >
        <ActivityForm onDone={creating.close} />
      </Drawer>
    </div>
  );
}
