/** Where an overflow rule sends the caller. */

import type { QueueAdminView } from "#protocol/api/admin.ts";
import { overflowTo, type OverflowToView } from "#protocol/api/overflow.ts";
import { Checkbox, Group, NativeSelect, Stack, TextInput } from "@mantine/core";
import { useT } from "../../i18n/use-t.ts";

type Kind = OverflowToView["kind"];
const kinds: readonly Kind[] = overflowTo.options.map(({ shape }) => shape.kind.value);

interface Props {
  readonly value: OverflowToView;
  /** All but the queue itself. */
  readonly queues: readonly Pick<QueueAdminView, "id" | "name">[];
  readonly flows: readonly string[];
  readonly onChange: (value: OverflowToView) => void;
}

export function OverflowToFields({ value, queues, flows, onChange }: Props) {
  const t = useT();
  return (
    <Stack gap="xs">
      <Group gap="xs" align="flex-end">
        <NativeSelect
          style={{ flex: 1, minWidth: "12rem" }}
          label={t("overflow.to")}
          data={kinds.map((kind) => ({ value: kind, label: t(`overflowTo.${kind}`) }))}
          value={value.kind}
          onChange={(event) => {
            const kind = kinds.find((each) => each === event.currentTarget.value);
            if (kind !== undefined) onChange(begun(kind, queues[0]?.id ?? "", flows[0] ?? ""));
          }}
        />
        <Where value={value} queues={queues} flows={flows} onChange={onChange} />
      </Group>
      {value.kind === "queue" ? (
        <Group gap="md">
          <Checkbox
            label={t("overflow.keepsTime")}
            checked={value.keepsTime}
            onChange={(event) => onChange({ ...value, keepsTime: event.currentTarget.checked })}
          />
          <Checkbox
            label={t("overflow.keepsPriority")}
            checked={value.keepsPriority}
            onChange={(event) => onChange({ ...value, keepsPriority: event.currentTarget.checked })}
          />
        </Group>
      ) : null}
    </Stack>
  );
}

function begun(kind: Kind, queue: string, flow: string): OverflowToView {
  switch (kind) {
    case "queue":
      return { kind, queue, keepsPriority: true, keepsTime: true };
    case "flow":
      return { kind, flow };
    case "voicemail":
      return { kind, box: "" };
    case "number":
      return { kind, number: "" };
    case "callback":
    case "exit":
      return { kind };
  }
}

function Where({ value, queues, flows, onChange }: Props) {
  const t = useT();
  switch (value.kind) {
    case "queue":
      return (
        <NativeSelect
          label={t("overflow.queue")}
          data={queues.map(({ id, name }) => ({ value: id, label: name }))}
          value={value.queue}
          onChange={(event) => onChange({ ...value, queue: event.currentTarget.value })}
        />
      );
    case "flow":
      return (
        <NativeSelect
          label={t("overflow.flow")}
          data={[...new Set([value.flow, ...flows])]}
          value={value.flow}
          onChange={(event) => onChange({ ...value, flow: event.currentTarget.value })}
        />
      );
    case "voicemail":
      return (
        <TextInput
          label={t("overflow.box")}
          maxLength={80}
          value={value.box}
          onChange={(event) => onChange({ ...value, box: event.currentTarget.value })}
        />
      );
    case "number":
      return (
        <TextInput
          label={t("overflow.number")}
          maxLength={40}
          value={value.number}
          onChange={(event) => onChange({ ...value, number: event.currentTarget.value })}
        />
      );
    case "callback":
    case "exit":
      return null;
  }
}
