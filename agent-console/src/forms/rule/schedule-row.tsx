/** A row of a rule's condition about opening hours. */

import { NativeSelect } from "@mantine/core";
import { useT } from "../../i18n/use-t.ts";
import type { ScheduleTest } from "./condition-nodes.ts";

const answers: readonly ScheduleTest["says"][] = ["open", "closed", "holiday"];

interface Props {
  readonly place: number;
  readonly test: ScheduleTest;
  readonly schedules: readonly string[];
  readonly onChange: (test: ScheduleTest) => void;
}

export function ScheduleRow({ place, test, schedules, onChange }: Props) {
  const t = useT();
  return (
    <>
      <NativeSelect
        style={{ flex: 1, minWidth: "8rem" }}
        aria-label={t("rule.scheduleOf", { place })}
        value={test.schedule}
        data={[...new Set([test.schedule, ...schedules])]}
        onChange={(event) => onChange({ ...test, schedule: event.currentTarget.value })}
      />
      <NativeSelect
        style={{ flex: 1, minWidth: "7rem" }}
        aria-label={t("rule.saysOf", { place })}
        value={test.says}
        data={answers.map((value) => ({ value, label: t(`ruleSchedule.${value}`) }))}
        onChange={(event) => {
          const says = answers.find((each) => each === event.currentTarget.value);
          if (says !== undefined) onChange({ ...test, says });
        }}
      />
    </>
  );
}
