/** When a rule holds: rows and groups of rows over the contact, the call, the flow and opening hours. */

import { Button, Checkbox, Fieldset, Group, NativeSelect, Text } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useT } from "../../i18n/use-t.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { groupKinds, type ConditionNode, type GroupNode, type RowNode } from "./condition-nodes.ts";
import { AttributeRow } from "./attribute-row.tsx";
import { ScheduleRow } from "./schedule-row.tsx";

/** Groups within groups that the form itself makes; deeper ones come from elsewhere and are kept. */
const GROUP_DEPTH_MAX = 2;
const ITEMS_MAX = 20;

/** What a button adds. */
interface Begun {
  readonly words: string;
  readonly node: ConditionNode;
}

interface Props {
  readonly value: GroupNode;
  readonly schedules: readonly string[];
  readonly onChange: (value: GroupNode) => void;
  readonly depth?: number;
}

export function ConditionField({ value, schedules, onChange, depth = 1 }: Props) {
  const t = useT();
  const setItems = (items: readonly ConditionNode[]) => onChange({ ...value, items });
  const [firstSchedule] = schedules;
  const isFull = value.items.length >= ITEMS_MAX;
  const begun: readonly Begun[] = [
    { words: t("rule.addTest"), node: { isNot: false, test: { attribute: "contact.tier", is: "equal", value: "" } } },
    ...(firstSchedule === undefined
      ? []
      : [
          {
            words: t("rule.addSchedule"),
            node: { isNot: false, test: { schedule: firstSchedule, says: "open" } },
          } as const,
        ]),
    ...(depth >= GROUP_DEPTH_MAX ? [] : [{ words: t("rule.addGroup"), node: { how: "any", items: [] } } as const]),
  ];
  return (
    <>
      <NativeSelect
        mb="xs"
        aria-label={t("rule.groupKind")}
        value={value.how}
        data={groupKinds.map((how) => ({ value: how, label: t(`ruleGroup.${how}`) }))}
        onChange={(event) => {
          const how = groupKinds.find((each) => each === event.currentTarget.value);
          if (how !== undefined) onChange({ ...value, how });
        }}
      />
      {value.items.length === 0 ? (
        <Text size="sm" c="dimmed" mb="xs">
          {t(value.how === "any" || value.how === "notAll" ? "rule.never" : "rule.always")}
        </Text>
      ) : null}
      {value.items.map((item, index) => (
        <Item
          key={index}
          place={index + 1}
          item={item}
          schedules={schedules}
          depth={depth}
          onChange={(next) => setItems(value.items.map((each, at) => (at === index ? next : each)))}
          onRemove={() => setItems(value.items.filter((_, at) => at !== index))}
        />
      ))}
      <Group gap="xs">
        {begun.map(({ words, node }) => (
          <Button
            key={words}
            variant="default"
            disabled={isFull}
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => setItems([...value.items, node])}
          >
            {words}
          </Button>
        ))}
      </Group>
    </>
  );
}

interface ItemProps {
  readonly place: number;
  readonly item: ConditionNode;
  readonly schedules: readonly string[];
  readonly depth: number;
  readonly onChange: (item: ConditionNode) => void;
  readonly onRemove: () => void;
}

function Item({ place, item, schedules, depth, onChange, onRemove }: ItemProps) {
  const t = useT();
  const remove = <IconButton label={t("rule.removeCondition", { place })} icon={IconTrash} onClick={onRemove} />;
  if (!("how" in item)) {
    return (
      <Group gap="xs" mb="sm" align="flex-start">
        <Checkbox
          mt={8}
          label={t("rule.not")}
          aria-label={t("rule.notOf", { place })}
          checked={item.isNot}
          onChange={(event) => onChange({ ...item, isNot: event.currentTarget.checked })}
        />
        <Row place={place} item={item} schedules={schedules} onChange={onChange} />
        {remove}
      </Group>
    );
  }
  return (
    <Fieldset legend={t("rule.group", { place })} p="xs" mb="sm">
      <Group justify="flex-end">{remove}</Group>
      <ConditionField value={item} schedules={schedules} depth={depth + 1} onChange={onChange} />
    </Fieldset>
  );
}

interface RowProps extends Pick<ItemProps, "place" | "schedules"> {
  readonly item: RowNode;
  readonly onChange: (item: RowNode) => void;
}

function Row({ place, item, schedules, onChange }: RowProps) {
  const { test } = item;
  return "schedule" in test ? (
    <ScheduleRow
      place={place}
      test={test}
      schedules={schedules}
      onChange={(next) => onChange({ ...item, test: next })}
    />
  ) : (
    <AttributeRow place={place} test={test} onChange={(next) => onChange({ ...item, test: next })} />
  );
}
