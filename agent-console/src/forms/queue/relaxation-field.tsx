/** What is asked for instead once somebody has waited: step after step. */

import { Button, Fieldset, Group, NumberInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useT } from "../../i18n/use-t.ts";
import { RequirementField } from "../requirement-field.tsx";
import { amountOf } from "../seconds.ts";
import type { QueueSectionProps, QueueValues } from "./queue-values.ts";

const STEPS_MAX = 10;
type Step = QueueValues["relaxation"][number];

export function RelaxationField({ form, skills }: QueueSectionProps) {
  const t = useT();
  const { relaxation } = form.values;
  const set = (next: readonly Step[]) => form.setFieldValue("relaxation", next);
  const change = (index: number, part: Partial<Step>) =>
    set(relaxation.map((each, at) => (at === index ? { ...each, ...part } : each)));
  return (
    <Fieldset legend={t("queue.relaxation")} p="sm">
      {relaxation.map((step, index) => (
        <Fieldset key={index} variant="unstyled" legend={t("queue.relaxationStep", { place: index + 1 })} mb="sm">
          <Group align="flex-end" gap="xs" mb="xs">
            <NumberInput
              label={t("queue.relaxAfter")}
              min={1}
              suffix=" s"
              hideControls
              value={step.afterS}
              error={form.errors[`relaxation.${index}.afterS`]}
              onChange={(value) => change(index, { afterS: amountOf(value) })}
            />
            <Button
              variant="subtle"
              color="red"
              leftSection={<IconTrash size={14} aria-hidden />}
              onClick={() => set(relaxation.filter((_, at) => at !== index))}
            >
              {t("ui.remove")}
            </Button>
          </Group>
          <RequirementField
            value={step.requirement}
            skills={skills}
            onChange={(requirement) => change(index, { requirement })}
          />
        </Fieldset>
      ))}
      <Button
        variant="default"
        leftSection={<IconPlus size={14} aria-hidden />}
        disabled={relaxation.length >= STEPS_MAX}
        onClick={() => set([...relaxation, { afterS: 60, requirement: [] }])}
      >
        {t("queue.relax")}
      </Button>
    </Fieldset>
  );
}
