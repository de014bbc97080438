/** A queue's settings; times are entered in seconds and travel in milliseconds. */

import { changeQueue, createQueue, listQueues, queueInput, type QueueAdminView } from "#protocol/api/admin.ts";
import { type skillView } from "#protocol/api/people.ts";
import { Button, Fieldset, Group, NativeSelect, NumberInput, Stack, Switch, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { z } from "zod";
import { problemWords } from "../api/problem-words.ts";
import { useChange } from "../api/queries.ts";
import { useT } from "../i18n/use-t.ts";
import { tellFault } from "../ui/tell.ts";
import { fieldErrors, serverFieldErrors } from "./field-errors.ts";
import { RequirementField, type Requirement } from "./requirement-field.tsx";

type QueueInput = z.input<typeof queueInput>;
type Seconds = number | "";

interface Values {
  readonly name: string;
  readonly requirement: Requirement;
  readonly relaxation: readonly { readonly afterS: Seconds; readonly requirement: Requirement }[];
  readonly priority: number;
  readonly answerWithinS: Seconds;
  readonly goalPercent: Seconds;
  readonly shortAbandonS: Seconds;
  readonly formula: QueueAdminView["serviceLevelFormula"];
  readonly alertS: Seconds;
  readonly wrapUpS: Seconds;
  readonly overflowS: Seconds;
  readonly leaveWhenNobodySignedIn: boolean;
  readonly waitingMax: Seconds;
  readonly announceS: Seconds;
}

const seconds = (ms: number | undefined): Seconds => (ms === undefined ? "" : ms / 1_000);
const ms = (value: Seconds): number | undefined => (value === "" ? undefined : Math.round(value * 1_000));

function valuesOf(queue: QueueAdminView | undefined): Values {
  const from = queue ?? { id: "", version: 0, ...queueInput.parse({ name: "-" }), name: "" };
  return {
    name: from.name,
    requirement: from.requirement,
    relaxation: from.relaxation.map(({ afterMs, requirement }) => ({ afterS: seconds(afterMs), requirement })),
    priority: from.priority,
    answerWithinS: seconds(from.answerWithinMs),
    goalPercent: Math.round(from.serviceLevelGoal * 100),
    shortAbandonS: seconds(from.shortAbandonMs),
    formula: from.serviceLevelFormula,
    alertS: seconds(from.alertMs),
    wrapUpS: seconds(from.wrapUpMs),
    overflowS: seconds(from.overflowAfterMs),
    leaveWhenNobodySignedIn: from.leaveWhenNobodySignedIn,
    waitingMax: from.waitingMax ?? "",
    announceS: seconds(from.announceEveryMs),
  };
}

function inputOf(values: Values): QueueInput {
  return {
    name: values.name,
    requirement: [...values.requirement],
    relaxation: values.relaxation.map(({ afterS, requirement }) => ({
      afterMs: ms(afterS) ?? 0,
      requirement: [...requirement],
    })),
    priority: values.priority,
    answerWithinMs: ms(values.answerWithinS),
    serviceLevelGoal: values.goalPercent === "" ? undefined : values.goalPercent / 100,
    shortAbandonMs: ms(values.shortAbandonS),
    serviceLevelFormula: values.formula,
    alertMs: ms(values.alertS),
    wrapUpMs: ms(values.wrapUpS),
    overflowAfterMs: ms(values.overflowS),
    leaveWhenNobodySignedIn: values.leaveWhenNobodySignedIn,
    waitingMax: values.waitingMax === "" ? undefined : values.waitingMax,
    announceEveryMs: ms(values.announceS),
  };
}

/** Where a field of the wire shows in this form. */
const shownAs: Readonly<Record<string, string>> = {
  answerWithinMs: "answerWithinS",
  serviceLevelGoal: "goalPercent",
  shortAbandonMs: "shortAbandonS",
  alertMs: "alertS",
  wrapUpMs: "wrapUpS",
  overflowAfterMs: "overflowS",
  announceEveryMs: "announceS",
};
const shown = (errors: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(errors).map(([path, message]) => [shownAs[path] ?? path.replace("afterMs", "afterS"), message]),
  );

interface Props {
  readonly queue: QueueAdminView | undefined;
  readonly skills: readonly z.infer<typeof skillView>[];
  readonly onDone: () => void;
}

const amounts = ["answerWithinS", "alertS", "wrapUpS", "shortAbandonS", "overflowS", "announceS"] as const;

export function QueueForm({ queue, skills, onDone }: Props) {
  const t = useT();
  const create = useChange(createQueue, [listQueues.path]);
  const change = useChange(changeQueue, [listQueues.path]);
  const form = useForm<Values>({
    initialValues: valuesOf(queue),
    validate: (values) => shown(fieldErrors(queueInput, inputOf(values))),
  });
  const { relaxation } = form.values;
  const setRelaxation = (next: Values["relaxation"]) => form.setFieldValue("relaxation", next);
  const save = form.onSubmit(async (values) => {
    try {
      if (queue === undefined) await create.mutateAsync({ body: inputOf(values) });
      else await change.mutateAsync({ params: { id: queue.id }, body: { ...inputOf(values), version: queue.version } });
      onDone();
    } catch (error) {
      form.setErrors(shown(serverFieldErrors(error)));
      tellFault(problemWords(t, error));
    }
  });
  return (
    <form onSubmit={save} noValidate>
      <Stack gap="sm">
        <TextInput data-autofocus label={t("queue.name")} required {...form.getInputProps("name")} />
        <Fieldset legend={t("queue.requirement")} p="sm">
          <RequirementField
            value={form.values.requirement}
            skills={skills}
            onChange={(next) => form.setFieldValue("requirement", next)}
          />
        </Fieldset>
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
                  onChange={(value) =>
                    setRelaxation(
                      relaxation.map((each, at) =>
                        at === index ? { ...each, afterS: value === "" ? "" : Number(value) } : each,
                      ),
                    )
                  }
                />
                <Button
                  variant="subtle"
                  color="red"
                  leftSection={<IconTrash size={14} aria-hidden />}
                  onClick={() => setRelaxation(relaxation.filter((_, at) => at !== index))}
                >
                  {t("ui.remove")}
                </Button>
              </Group>
              <RequirementField
                value={step.requirement}
                skills={skills}
                onChange={(requirement) =>
                  setRelaxation(relaxation.map((each, at) => (at === index ? { ...each, requirement } : each)))
                }
              />
            </Fieldset>
          ))}
          <Button
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            disabled={relaxation.length >= 10}
            onClick={() => setRelaxation([...relaxation, { afterS: 60, requirement: [] }])}
          >
            {t("queue.relax")}
          </Button>
        </Fieldset>
        <div className="cb-form-grid">
          <NumberInput
            label={t("queue.priority")}
            description={t("queue.priorityRule")}
            hideControls
            {...form.getInputProps("priority")}
          />
          <NumberInput
            label={t("queue.goalPercent")}
            min={0}
            max={100}
            suffix=" %"
            hideControls
            {...form.getInputProps("goalPercent")}
          />
          <NativeSelect
            label={t("queue.formula")}
            data={queueInput.shape.serviceLevelFormula
              .unwrap()
              .options.map((value) => ({ value, label: t(`formula.${value}`) }))}
            {...form.getInputProps("formula")}
          />
          {amounts.map((field) => (
            <NumberInput
              key={field}
              label={t(`queue.${field}`)}
              min={0}
              suffix=" s"
              hideControls
              {...form.getInputProps(field)}
            />
          ))}
          <NumberInput label={t("queue.waitingMax")} min={1} hideControls {...form.getInputProps("waitingMax")} />
        </div>
        <Switch
          label={t("queue.leaveWhenNobody")}
          {...form.getInputProps("leaveWhenNobodySignedIn", { type: "checkbox" })}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {t("ui.cancel")}
          </Button>
          <Button type="submit" loading={create.isPending || change.isPending}>
            {queue === undefined ? t("queue.create") : t("ui.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
