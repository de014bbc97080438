/** How fast waiting counts for one person in particular queues. */

import type { QueueAdminView } from "#protocol/api/admin.ts";
import type { AgentAdminView } from "#protocol/api/people.ts";
import { Fieldset, Group, NativeSelect, NumberInput, Text } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useT } from "../i18n/use-t.ts";
import { IconButton } from "../ui/icon-button.tsx";

type Weights = Readonly<AgentAdminView["queueWeights"]>;

interface Props {
  readonly value: Weights;
  readonly queues: readonly QueueAdminView[];
  readonly onChange: (value: Weights) => void;
}

export function QueueWeightsField({ value, queues, onChange }: Props) {
  const t = useT();
  const free = queues.filter(({ id }) => !value.some(({ queue }) => queue === id));
  return (
    <Fieldset legend={t("weights.title")} p="sm">
      <Text size="sm" c="dimmed" mb="xs">
        {t("weights.rule")}
      </Text>
      {value.map(({ queue, weight }, index) => {
        const name = queues.find(({ id }) => id === queue)?.name ?? queue;
        return (
          <Group key={queue} gap="xs" mb="xs">
            <Text size="sm" style={{ flex: 1 }}>
              {name}
            </Text>
            <NumberInput
              w={110}
              aria-label={t("weights.of", { name })}
              min={0.1}
              max={10}
              step={0.5}
              prefix="× "
              value={weight}
              onChange={(next) =>
                onChange(value.map((each, at) => (at === index ? { queue, weight: Number(next) } : each)))
              }
            />
            <IconButton
              label={t("weights.remove", { name })}
              icon={IconTrash}
              onClick={() => onChange(value.filter((_, at) => at !== index))}
            />
          </Group>
        );
      })}
      {free.length === 0 ? null : (
        <NativeSelect
          aria-label={t("weights.add")}
          value=""
          data={[{ value: "", label: t("weights.add") }, ...free.map(({ id, name }) => ({ value: id, label: name }))]}
          onChange={(event) => {
            const queue = event.currentTarget.value;
            if (queue !== "") onChange([...value, { queue, weight: 2 }]);
          }}
        />
      )}
    </Fieldset>
  );
}
