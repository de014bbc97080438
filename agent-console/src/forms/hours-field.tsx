/** The spans of one day in which it is open. */

import { Group, Text, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useT } from "../i18n/use-t.ts";
import { IconButton } from "../ui/icon-button.tsx";
import { fieldMinute, minuteField } from "./minutes.ts";

export type Hours = readonly { readonly opens: number; readonly closes: number }[];

interface Props {
  readonly day: string;
  readonly hours: Hours;
  readonly onChange: (hours: Hours) => void;
}

export function HoursField({ day, hours, onChange }: Props) {
  const t = useT();
  const change = (index: number, part: Partial<Hours[number]>) =>
    onChange(hours.map((each, at) => (at === index ? { ...each, ...part } : each)));
  const field = (index: number, edge: "opens" | "closes", minute: number) => (
    <TextInput
      type="time"
      w={104}
      aria-label={t(`schedule.${edge}`, { day })}
      value={minuteField(minute)}
      onChange={(event) => {
        const next = fieldMinute(event.currentTarget.value, edge === "closes");
        if (next !== undefined) change(index, { [edge]: next });
      }}
    />
  );
  return (
    <div className="cb-stack" style={{ gap: "0.3rem", flex: 1 }}>
      {hours.map(({ opens, closes }, index) => (
        <Group key={index} gap={6} wrap="nowrap">
          {field(index, "opens", opens)}
          <span aria-hidden>–</span>
          {field(index, "closes", closes)}
          <IconButton
            size="sm"
            label={t("schedule.removeHours", { day })}
            icon={IconTrash}
            onClick={() => onChange(hours.filter((_, at) => at !== index))}
          />
        </Group>
      ))}
      <Group gap={6}>
        {hours.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t("schedule.closed")}
          </Text>
        ) : null}
        <IconButton
          size="sm"
          label={t("schedule.addHours", { day })}
          icon={IconPlus}
          onClick={() => onChange([...hours, { opens: 540, closes: 1_080 }])}
        />
      </Group>
    </div>
  );
}
