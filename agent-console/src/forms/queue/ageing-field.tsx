/** How much more urgent somebody becomes by waiting. */

import { Button, Fieldset, Group, NumberInput, Text } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useT } from "../../i18n/use-t.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { amountOf } from "../seconds.ts";
import type { QueueSectionProps, QueueValues } from "./queue-values.ts";

const BANDS_MAX = 10;
const BAND_S = 60;
type Band = QueueValues["ageing"][number];

export function AgeingField({ form }: Pick<QueueSectionProps, "form">) {
  const t = useT();
  const { ageing } = form.values;
  const set = (next: readonly Band[]) => form.setFieldValue("ageing", next);
  const change = (index: number, part: Partial<Band>) =>
    set(ageing.map((each, at) => (at === index ? { ...each, ...part } : each)));
  const lastS = ageing.at(-1)?.afterS ?? 0;
  return (
    <Fieldset legend={t("queue.ageing")} p="sm">
      <Text size="sm" c="dimmed" mb="xs">
        {t("queue.ageingRule")}
      </Text>
      {ageing.map((band, index) => {
        const place = index + 1;
        return (
          <Group key={index} gap="xs" mb="xs" align="flex-end">
            <NumberInput
              w={130}
              label={t("queue.relaxAfter")}
              aria-label={t("queue.ageingAfter", { place })}
              min={1}
              suffix=" s"
              hideControls
              value={band.afterS}
              error={form.errors[`ageing.${index}.afterS`]}
              onChange={(value) => change(index, { afterS: amountOf(value) })}
            />
            <NumberInput
              w={130}
              label={t("queue.ageingPriority")}
              aria-label={t("queue.ageingPriorityOf", { place })}
              prefix={Number(band.priority) > 0 ? "+" : ""}
              value={band.priority}
              error={form.errors[`ageing.${index}.priority`]}
              onChange={(value) => change(index, { priority: amountOf(value) })}
            />
            <IconButton
              label={t("queue.removeAgeing", { place })}
              icon={IconTrash}
              onClick={() => set(ageing.filter((_, at) => at !== index))}
            />
          </Group>
        );
      })}
      <Button
        variant="default"
        leftSection={<IconPlus size={14} aria-hidden />}
        disabled={ageing.length >= BANDS_MAX}
        onClick={() => set([...ageing, { afterS: Number(lastS) + BAND_S, priority: 10 }])}
      >
        {t("queue.addAgeing")}
      </Button>
    </Fieldset>
  );
}
