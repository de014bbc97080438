/** Editing opening hours: any number of spans a day, and days that are otherwise. */

import {
  changeSchedule,
  createSchedule,
  listSchedules,
  scheduleInput,
  type ScheduleView,
} from "#protocol/api/admin.ts";
import { Button, Fieldset, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { problemWords } from "../api/problem-words.ts";
import { useChange } from "../api/queries.ts";
import { useFormat } from "../i18n/format.ts";
import { useT } from "../i18n/use-t.ts";
import { IconButton } from "../ui/icon-button.tsx";
import { tellFault } from "../ui/tell.ts";
import { fieldErrors, serverFieldErrors } from "./field-errors.ts";
import { HoursField, type Hours } from "./hours-field.tsx";

interface Values {
  readonly name: string;
  readonly timeZone: string;
  /** Seven days, Monday first. */
  readonly week: readonly Hours[];
  readonly exceptions: readonly { readonly date: string; readonly name: string; readonly hours: Hours }[];
}

const officeHours: Hours = [{ opens: 540, closes: 1_080 }];

function valuesOf(schedule: ScheduleView | undefined): Values {
  return {
    name: schedule?.name ?? "",
    timeZone: schedule?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    week: [1, 2, 3, 4, 5, 6, 7].map((weekday) =>
      schedule === undefined
        ? weekday <= 5
          ? officeHours
          : []
        : schedule.weekly.filter((each) => each.weekday === weekday).map(({ opens, closes }) => ({ opens, closes })),
    ),
    exceptions: schedule?.exceptions ?? [],
  };
}

function inputOf({ name, timeZone, week, exceptions }: Values) {
  return {
    name,
    timeZone,
    weekly: week.flatMap((hours, index) => hours.map(({ opens, closes }) => ({ weekday: index + 1, opens, closes }))),
    exceptions: exceptions.map((exception) => ({ ...exception, hours: [...exception.hours] })),
  };
}

interface Props {
  readonly schedule: ScheduleView | undefined;
  readonly onDone: () => void;
}

export function ScheduleForm({ schedule, onDone }: Props) {
  const t = useT();
  const format = useFormat();
  const create = useChange(createSchedule, [listSchedules.path]);
  const change = useChange(changeSchedule, [listSchedules.path]);
  const form = useForm<Values>({
    initialValues: valuesOf(schedule),
    validate: (values) => fieldErrors(scheduleInput, inputOf(values)),
  });
  const { week, exceptions } = form.values;
  const setException = (index: number, part: Partial<Values["exceptions"][number]>) =>
    form.setFieldValue(
      "exceptions",
      exceptions.map((each, at) => (at === index ? { ...each, ...part } : each)),
    );
  const save = form.onSubmit(async (values) => {
    try {
      const body = inputOf(values);
      if (schedule === undefined) await create.mutateAsync({ body });
      else await change.mutateAsync({ params: { id: schedule.id }, body });
      onDone();
    } catch (error) {
      form.setErrors(serverFieldErrors(error));
      tellFault(problemWords(t, error));
    }
  });
  return (
    <form onSubmit={save} noValidate>
      <Stack gap="sm">
        <TextInput data-autofocus label={t("schedule.name")} required {...form.getInputProps("name")} />
        <Select
          label={t("contact.timeZone")}
          searchable
          limit={40}
          data={[...new Set([form.values.timeZone, "UTC", ...Intl.supportedValuesOf("timeZone")])]}
          {...form.getInputProps("timeZone")}
        />
        <Fieldset legend={t("schedule.week")} p="sm">
          {week.map((hours, index) => (
            <Group key={index} align="flex-start" gap="xs" mb="xs">
              <Text size="sm" w={96} mt={6}>
                {format.weekday(index + 1)}
              </Text>
              <HoursField
                day={format.weekday(index + 1)}
                hours={hours}
                onChange={(next) =>
                  form.setFieldValue(
                    "week",
                    week.map((each, at) => (at === index ? next : each)),
                  )
                }
              />
            </Group>
          ))}
        </Fieldset>
        <Fieldset legend={t("schedule.exceptions")} p="sm">
          {exceptions.map((exception, index) => {
            const place = { place: index + 1 };
            return (
              <Group key={index} align="flex-start" gap="xs" mb="sm">
                <TextInput
                  type="date"
                  aria-label={t("schedule.dateOf", place)}
                  value={exception.date}
                  error={form.errors[`exceptions.${index}.date`]}
                  onChange={(event) => setException(index, { date: event.currentTarget.value })}
                />
                <TextInput
                  aria-label={t("schedule.nameOf", place)}
                  placeholder={t("schedule.holiday")}
                  maxLength={80}
                  value={exception.name}
                  onChange={(event) => setException(index, { name: event.currentTarget.value })}
                />
                <HoursField
                  day={exception.name === "" ? exception.date : exception.name}
                  hours={exception.hours}
                  onChange={(hours) => setException(index, { hours })}
                />
                <IconButton
                  label={t("schedule.removeException", place)}
                  icon={IconTrash}
                  onClick={() =>
                    form.setFieldValue(
                      "exceptions",
                      exceptions.filter((_, at) => at !== index),
                    )
                  }
                />
              </Group>
            );
          })}
          <Button
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => form.setFieldValue("exceptions", [...exceptions, { date: "", name: "", hours: [] }])}
          >
            {t("schedule.addException")}
          </Button>
        </Fieldset>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {t("ui.cancel")}
          </Button>
          <Button type="submit" loading={create.isPending || change.isPending}>
            {t("ui.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
