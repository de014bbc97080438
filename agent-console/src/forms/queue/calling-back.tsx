/** Whether and how a queue calls back: who is rung first, how often and when it is tried, who is called back unasked. */

import { callbackPolicy } from "#protocol/api/callbacks.ts";
import { Fieldset, Group, NativeSelect, NumberInput, Select, Switch, Text } from "@mantine/core";
import { useFormat } from "../../i18n/format.ts";
import { useT } from "../../i18n/use-t.ts";
import { HoursField } from "../hours-field.tsx";
import type { QueueSectionProps } from "./queue-values.ts";

export function CallingBack({ form }: QueueSectionProps) {
  const t = useT();
  return (
    <>
      <Switch
        label={t("calling.isOn")}
        description={t("calling.isOnRule")}
        {...form.getInputProps("callback.isOn", { type: "checkbox" })}
      />
      {form.values.callback.isOn ? <Policy form={form} /> : null}
    </>
  );
}

function Policy({ form }: Pick<QueueSectionProps, "form">) {
  const t = useT();
  const { mode, timeZone } = form.values.callback;
  return (
    <>
      <NativeSelect
        label={t("calling.mode")}
        description={t(`calling.${mode}Rule`)}
        data={callbackPolicy.shape.mode.unwrap().options.map((value) => ({ value, label: t(`calling.${value}`) }))}
        {...form.getInputProps("callback.mode")}
      />
      <div className="cb-form-grid">
        <NumberInput
          label={t("calling.attemptsMax")}
          min={1}
          hideControls
          {...form.getInputProps("callback.attemptsMax")}
        />
        <NumberInput
          label={t("calling.retryAfter")}
          min={0}
          suffix=" min"
          hideControls
          {...form.getInputProps("callback.retryAfterMin")}
        />
        <NumberInput
          label={t("calling.expiresAfter")}
          description={t("calling.expiresAfterRule")}
          min={0}
          suffix=" h"
          hideControls
          {...form.getInputProps("callback.expiresAfterH")}
        />
        <NumberInput
          label={t("calling.personal")}
          description={t("calling.personalRule")}
          min={0}
          suffix=" min"
          hideControls
          {...form.getInputProps("callback.personalMin")}
        />
        <NumberInput
          label={t("calling.abandonedAfter")}
          description={t("calling.abandonedAfterRule")}
          min={0}
          suffix=" s"
          hideControls
          {...form.getInputProps("callback.abandonedAfterS")}
        />
        <Select
          label={t("contact.timeZone")}
          description={t("calling.timeZoneRule")}
          searchable
          limit={40}
          allowDeselect={false}
          data={[...new Set([timeZone, "UTC", ...Intl.supportedValuesOf("timeZone")])]}
          {...form.getInputProps("callback.timeZone")}
        />
      </div>
      <Windows form={form} />
    </>
  );
}

/** The spans of all days are one list on the wire; what is wrong with one is said under its day. */
function Windows({ form }: Pick<QueueSectionProps, "form">) {
  const t = useT();
  const format = useFormat();
  const { week } = form.values.callback;
  const problemsOf = (index: number) => {
    const before = week.slice(0, index).reduce((sum, hours) => sum + hours.length, 0);
    const mine = (week[index] ?? []).map((_, at) => `callback.windows.${before + at}`);
    return Object.entries(form.errors).filter(([path]) =>
      mine.some((place) => path === place || path.startsWith(`${place}.`)),
    );
  };
  return (
    <Fieldset legend={t("calling.windows")} p="sm">
      <Text size="sm" c="dimmed" mb="xs">
        {t("calling.windowsRule")}
      </Text>
      {week.map((hours, index) => {
        const day = format.weekday(index + 1);
        return (
          <div key={index}>
            <Group align="flex-start" gap="xs" mb="xs">
              <Text size="sm" w={96} mt={6}>
                {day}
              </Text>
              <HoursField
                day={day}
                hours={hours}
                onChange={(next) =>
                  form.setFieldValue(
                    "callback.week",
                    week.map((each, at) => (at === index ? next : each)),
                  )
                }
              />
            </Group>
            {problemsOf(index).map(([path, message]) => (
              <Text key={path} size="sm" c="red" role="alert">
                {day}: {message}
              </Text>
            ))}
          </div>
        );
      })}
    </Fieldset>
  );
}
