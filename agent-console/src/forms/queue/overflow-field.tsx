/** Overflow rules of a queue: when somebody is taken out of it, and to where; tried from top to bottom. */

import { listQueues, listSchedules } from "#protocol/api/admin.ts";
import { listFlows } from "#protocol/api/flow-files.ts";
import { OVERFLOW_RULES_MAX, type OverflowRuleView } from "#protocol/api/overflow.ts";
import { Button, Fieldset, Group, Text } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { reading } from "../../api/queries.ts";
import { useT } from "../../i18n/use-t.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { OverflowToFields } from "./overflow-to-fields.tsx";
import { OverflowWhenFields } from "./overflow-when-fields.tsx";
import type { QueueSectionProps } from "./queue-values.ts";

const FIRST_RULE: OverflowRuleView = { when: { kind: "waited", afterMs: 60_000 }, to: { kind: "exit" } };

export function OverflowField({ form }: Pick<QueueSectionProps, "form">) {
  const t = useT();
  const { data: queues = [] } = useQuery(reading(listQueues, {}));
  const { data: schedules = [] } = useQuery(reading(listSchedules, {}));
  const { data: flows = [] } = useQuery(reading(listFlows, {}));
  const { overflow, name } = form.values;
  const set = (next: readonly OverflowRuleView[]) => form.setFieldValue("overflow", next);
  const change = (index: number, part: Partial<OverflowRuleView>) =>
    set(overflow.map((rule, at) => (at === index ? { ...rule, ...part } : rule)));
  const others = queues.filter((queue) => queue.name !== name);
  return (
    <Fieldset legend={t("overflow.title")} p="sm">
      <Text size="sm" c="dimmed" mb="xs">
        {t("overflow.rule")}
      </Text>
      {overflow.map(({ when, to }, index) => {
        const place = index + 1;
        return (
          <Fieldset key={index} legend={t("overflow.place", { place })} p="sm" mb="sm">
            <OverflowWhenFields
              value={when}
              schedules={schedules.map((each) => each.name)}
              onChange={(next) => change(index, { when: next })}
            />
            <OverflowToFields
              value={to}
              queues={others}
              flows={flows.map((each) => each.name)}
              onChange={(next) => change(index, { to: next })}
            />
            <Group gap="xs" mt="xs">
              <IconButton
                label={t("overflow.up", { place })}
                icon={IconArrowUp}
                disabled={index === 0}
                onClick={() => set(moved(overflow, index, index - 1))}
              />
              <IconButton
                label={t("overflow.down", { place })}
                icon={IconArrowDown}
                disabled={place === overflow.length}
                onClick={() => set(moved(overflow, index, place))}
              />
              <IconButton
                label={t("overflow.remove", { place })}
                icon={IconTrash}
                onClick={() => set(overflow.filter((_, at) => at !== index))}
              />
            </Group>
          </Fieldset>
        );
      })}
      <Button
        variant="default"
        leftSection={<IconPlus size={14} aria-hidden />}
        disabled={overflow.length >= OVERFLOW_RULES_MAX}
        onClick={() => set([...overflow, FIRST_RULE])}
      >
        {t("overflow.add")}
      </Button>
    </Fieldset>
  );
}

function moved<T>(list: readonly T[], from: number, to: number): readonly T[] {
  const others = list.filter((_, at) => at !== from);
  return [...others.slice(0, to), ...list.slice(from, from + 1), ...others.slice(to)];
}
