/** What changes while somebody waits: who goes first, what is asked for, what the caller hears. */

import { NumberInput } from "@mantine/core";
import { useT } from "../../i18n/use-t.ts";
import { SecondsFields } from "./amount-fields.tsx";
import type { QueueSectionProps } from "./queue-values.ts";
import { RelaxationField } from "./relaxation-field.tsx";

export function WhileWaiting({ form, skills }: QueueSectionProps) {
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
      <RelaxationField form={form} skills={skills} />
    </>
  );
}
