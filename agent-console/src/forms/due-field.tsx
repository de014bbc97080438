/** When something is due: the usual answers as buttons, any other in a field. Instants in ms, in the reader's time zone. */

import { Button, Group, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { useFormat, useTimeZone } from "../i18n/format.ts";
import { useT } from "../i18n/use-t.ts";
import { fromLocalField, quickDues, toLocalField } from "./due.ts";

interface Props {
  readonly value: number | undefined;
  readonly onChange: (dueAt: number | undefined) => void;
  readonly now: number;
  /** Absent: when it is due. */
  readonly label?: string;
  readonly description?: string;
  /** What is wrong with it; without anything wrong, nothing. */
  readonly error?: ReactNode;
}

export function DueField({ value, onChange, now, label, description, error }: Props) {
  const t = useT();
  const format = useFormat();
  const timeZone = useTimeZone();
  const quick = quickDues(now, timeZone);
  return (
    <>
      <Group gap={6} mt="sm" role="group" aria-label={t("due.quick")}>
        {quick.map(({ kind, at, isoWeekday }) => (
          <Button
            key={kind}
            size="compact-xs"
            variant={value === at ? "filled" : "default"}
            aria-pressed={value === at}
            title={format.dayTime(at)}
            onClick={() => onChange(at)}
          >
            {kind === "weekday" ? format.weekday(isoWeekday) : t(`due.${kind}`)}
          </Button>
        ))}
      </Group>
      <TextInput
        mt="sm"
        type="datetime-local"
        label={label ?? t("due.label")}
        description={description}
        error={error}
        value={value === undefined ? "" : toLocalField(value, timeZone)}
        onChange={(event) => onChange(fromLocalField(event.currentTarget.value, timeZone))}
      />
    </>
  );
}
