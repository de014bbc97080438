/** Who can take a queue's interactions, and who had better. */

import { Fieldset } from "@mantine/core";
import { useT } from "../../i18n/use-t.ts";
import { GroupsField } from "../groups-field.tsx";
import { PreferredField } from "../preferred-field.tsx";
import { RequirementField } from "../requirement-field.tsx";
import type { QueueSectionProps } from "./queue-values.ts";

export function WhoCanTake({ form, skills, groups }: QueueSectionProps) {
  const t = useT();
  return (
    <>
      <Fieldset legend={t("queue.requirement")} p="sm">
        <RequirementField
          value={form.values.requirement}
          skills={skills}
          onChange={(next) => form.setFieldValue("requirement", next)}
        />
      </Fieldset>
      <GroupsField
        value={form.values.groups}
        groups={groups}
        rule="groups.everybody"
        onChange={(next) => form.setFieldValue("groups", next)}
      />
      <PreferredField
        value={form.values.preferred}
        skills={skills}
        onChange={(next) => form.setFieldValue("preferred", next)}
      />
    </>
  );
}
