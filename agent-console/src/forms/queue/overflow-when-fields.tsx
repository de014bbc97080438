/** The condition of an overflow rule, with the figure or the opening hours that it asks about. */

import { overflowWhen, type OverflowWhenView } from "#protocol/api/overflow.ts";
import { Group, NativeSelect, NumberInput } from "@mantine/core";
import { useT } from "../../i18n/use-t.ts";
import { amountOf, milliseconds, seconds } from "../seconds.ts";

type Kind = OverflowWhenView["kind"];
const kinds: readonly Kind[] = overflowWhen.options.map(({ shape }) => shape.kind.value);

interface Props {
  readonly value: OverflowWhenView;
  readonly schedules: readonly string[];
  readonly onChange: (value: OverflowWhenView) => void;
}

export function OverflowWhenFields({ value, schedules, onChange }: Props) {
  const t = useT();
  return (
    <Group gap="xs" align="flex-end">
      <NativeSelect
        style={{ flex: 1, minWidth: "12rem" }}
        label={t("overflow.when")}
        data={kinds.map((kind) => ({ value: kind, label: t(`overflowWhen.${kind}`) }))}
        value={value.kind}
        onChange={(event) => {
          const kind = kinds.find((each) => each === event.currentTarget.value);
          if (kind !== undefined) onChange(begun(kind, schedules[0] ?? ""));
        }}
      />
      <Figure value={value} schedules={schedules} onChange={onChange} />
    </Group>
  );
}

function begun(kind: Kind, schedule: string): OverflowWhenView {
  switch (kind) {
    case "waited":
      return { kind, afterMs: 60_000 };
    case "expectedWait":
      return { kind, overMs: 300_000 };
    case "length":
      return { kind, ahead: 10 };
    case "agentsReady":
    case "agentsStaffed":
      return { kind, below: 1 };
    case "ratio":
      return { kind, above: 3 };
    case "closing":
      return { kind, schedule, graceMs: 0 };
    case "emergency":
      return { kind };
  }
}

function Figure({ value, schedules, onChange }: Props) {
  const t = useT();
  const count = (label: string, shown: number, then: (figure: number) => void, suffix = "") => (
    <NumberInput
      w={130}
      label={label}
      min={0}
      suffix={suffix}
      hideControls
      value={shown}
      onChange={(given) => then(Number(amountOf(given)))}
    />
  );
  const time = (label: string, ms: number, then: (ms: number) => void) =>
    count(label, Number(seconds(ms)), (figure) => then(milliseconds(figure) ?? 0), " s");
  switch (value.kind) {
    case "waited":
      return time(t("overflow.time"), value.afterMs, (afterMs) => onChange({ ...value, afterMs }));
    case "expectedWait":
      return time(t("overflow.time"), value.overMs, (overMs) => onChange({ ...value, overMs }));
    case "length":
      return count(t("overflow.figure"), value.ahead, (ahead) => onChange({ ...value, ahead }));
    case "agentsReady":
    case "agentsStaffed":
      return count(t("overflow.figure"), value.below, (below) => onChange({ ...value, below }));
    case "ratio":
      return count(t("overflow.figure"), value.above, (above) => onChange({ ...value, above }));
    case "closing":
      return (
        <>
          <NativeSelect
            label={t("overflow.schedule")}
            data={[...new Set([value.schedule, ...schedules])]}
            value={value.schedule}
            onChange={(event) => onChange({ ...value, schedule: event.currentTarget.value })}
          />
          {time(t("overflow.grace"), value.graceMs, (graceMs) => onChange({ ...value, graceMs }))}
        </>
      );
    case "emergency":
      return null;
  }
}
