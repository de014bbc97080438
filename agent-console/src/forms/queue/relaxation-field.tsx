/** What is asked for instead once somebody has waited: step after step, each with a name that supervisors see. */

import type { GroupView } from "#protocol/api/routing-set-up.ts";
import { Button, Fieldset, Group, NumberInput, Stack, Switch, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useT } from "../../i18n/use-t.ts";
import { GroupsField } from "../groups-field.tsx";
import { PreferredField } from "../preferred-field.tsx";
import { RequirementField } from "../requirement-field.tsx";
import { amountOf } from "../seconds.ts";
import { StrategyField } from "../strategy-field.tsx";
import type { QueueSectionProps, QueueValues } from "./queue-values.ts";

const STEPS_MAX = 10;
/** A new step comes so long after the last one. */
const STEP_S = 60;
type Step = QueueValues["relaxation"][number];

export function RelaxationField({ form, skills, groups }: QueueSectionProps) {
  const t = useT();
  const { relaxation } = form.values;
  const set = (next: readonly Step[]) => form.setFieldValue("relaxation", next);
  const lastS = relaxation.at(-1)?.afterS ?? 0;
  return (
    <Fieldset legend={t("queue.relaxation")} p="sm">
      {relaxation.map((step, index) => (
        <Fieldset key={index} legend={t("queue.relaxationStep", { place: index + 1 })} p="sm" mb="sm">
          <StepFields
            step={step}
            index={index}
            form={form}
            skills={skills}
            groups={groups}
            onChange={(part) => set(relaxation.map((each, at) => (at === index ? { ...each, ...part } : each)))}
            onRemove={() => set(relaxation.filter((_, at) => at !== index))}
          />
        </Fieldset>
      ))}
      <Button
        variant="default"
        leftSection={<IconPlus size={14} aria-hidden />}
        disabled={relaxation.length >= STEPS_MAX}
        onClick={() =>
          set([...relaxation, { ...unchanged, name: "", afterS: Number(lastS) + STEP_S, requirement: [] }])
        }
      >
        {t("queue.relax")}
      </Button>
    </Fieldset>
  );
}

/** A step that leaves these as they were. */
const unchanged = { preferred: undefined, groups: undefined, strategy: undefined, ringAgents: "" } as const;

interface StepProps extends QueueSectionProps {
  readonly step: Step;
  readonly index: number;
  readonly groups: readonly GroupView[];
  readonly onChange: (part: Partial<Step>) => void;
  readonly onRemove: () => void;
}

function StepFields({ step, index, form, skills, groups, onChange, onRemove }: StepProps) {
  const t = useT();
  return (
    <Stack gap="xs">
      <Group align="flex-end" gap="xs">
        <TextInput
          style={{ flex: 1, minWidth: "9rem" }}
          label={t("queue.stepName")}
          maxLength={80}
          value={step.name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        <NumberInput
          w={120}
          label={t("queue.relaxAfter")}
          min={1}
          suffix=" s"
          hideControls
          value={step.afterS}
          error={form.errors[`relaxation.${index}.afterS`]}
          onChange={(value) => onChange({ afterS: amountOf(value) })}
        />
        <NumberInput
          w={140}
          label={t("queue.ringAgents")}
          placeholder={t("queue.asBefore")}
          min={1}
          max={50}
          hideControls
          value={step.ringAgents}
          error={form.errors[`relaxation.${index}.ringAgents`]}
          onChange={(value) => onChange({ ringAgents: amountOf(value) })}
        />
        <Button variant="subtle" color="red" leftSection={<IconTrash size={14} aria-hidden />} onClick={onRemove}>
          {t("ui.remove")}
        </Button>
      </Group>
      <RequirementField
        value={step.requirement}
        skills={skills}
        onChange={(requirement) => onChange({ requirement })}
      />
      <Switch
        label={t("queue.stepPreferred")}
        checked={step.preferred !== undefined}
        onChange={(event) => onChange({ preferred: event.currentTarget.checked ? [] : undefined })}
      />
      {step.preferred === undefined ? null : (
        <PreferredField value={step.preferred} skills={skills} onChange={(preferred) => onChange({ preferred })} />
      )}
      <Switch
        label={t("queue.stepGroups")}
        checked={step.groups !== undefined}
        onChange={(event) => onChange({ groups: event.currentTarget.checked ? [] : undefined })}
      />
      {step.groups === undefined ? null : (
        <GroupsField
          value={step.groups}
          groups={groups}
          rule="groups.everybody"
          onChange={(next) => onChange({ groups: next })}
        />
      )}
      <Switch
        label={t("queue.stepStrategy")}
        checked={step.strategy !== undefined}
        onChange={(event) => onChange({ strategy: event.currentTarget.checked ? { kind: "longestIdle" } : undefined })}
      />
      {step.strategy === undefined ? null : (
        <StrategyField value={step.strategy} groups={groups} onChange={(strategy) => onChange({ strategy })} />
      )}
    </Stack>
  );
}
