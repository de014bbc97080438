/** What changes while somebody waits: who goes first, what is asked for, what the caller hears. */

import { NumberInput, Switch } from "@mantine/core";
import { useT } from "../../i18n/use-t.ts";
import { AgeingField } from "./ageing-field.tsx";
import { SecondsFields } from "./amount-fields.tsx";
import type { QueueSectionProps } from "./queue-values.ts";
import { RelaxationField } from "./relaxation-field.tsx";

export function WhileWaiting({ form, skills, groups }: QueueSectionProps) {
  const t = useT();
  return (
    <>
      <div className="cb-form-grid">
        <NumberInput
          label={t("queue.priority")}
          description={t("queue.priorityRule")}
          hideControls
          {...form.getInputProps("priority")}
        />
        <SecondsFields form={form} fields={["announceS"]} />
      </div>
      <Switch
        label={t("queue.announceWait")}
        description={t("queue.announceWaitRule")}
        {...form.getInputProps("announceWait", { type: "checkbox" })}
      />
      <AgeingField form={form} />
      <RelaxationField form={form} skills={skills} groups={groups} />
    </>
  );
}
