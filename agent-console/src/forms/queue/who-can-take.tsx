/** Who can take a queue's interactions. */

import { Fieldset } from "@mantine/core";
import { useT } from "../../i18n/use-t.ts";
import { RequirementField } from "../requirement-field.tsx";
import type { QueueSectionProps } from "./queue-values.ts";

export function WhoCanTake({ form, skills }: QueueSectionProps) {
  const t = useT();
  return (
    <Fieldset legend={t("queue.requirement")} p="sm">
      <RequirementField
        value={form.values.requirement}
        skills={skills}
        onChange={(next) => form.setFieldValue("requirement", next)}
      />
    </Fieldset>
  );
}
