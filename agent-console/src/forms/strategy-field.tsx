/** Which of several able agents is rung, with what that way of choosing needs to know. */

import { strategy, type StrategyView } from "#protocol/api/needs.ts";
import type { GroupView } from "#protocol/api/routing-set-up.ts";
import { Fieldset, Group, NativeSelect, NumberInput, Text } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useT } from "../i18n/use-t.ts";
import { IconButton } from "../ui/icon-button.tsx";
import { AddGroup, OrderedGroups } from "./groups-field.tsx";

type Kind = StrategyView["kind"];
const kinds: readonly Kind[] = strategy.options.map(({ shape }) => shape.kind.value);

interface Props {
  readonly value: StrategyView;
  readonly groups: readonly GroupView[];
  readonly onChange: (value: StrategyView) => void;
}

export function StrategyField({ value, groups, onChange }: Props) {
  const t = useT();
  return (
    <Fieldset legend={t("strategy.title")} p="sm">
      <NativeSelect
        aria-label={t("strategy.title")}
        description={t(`strategyRule.${value.kind}`)}
        value={value.kind}
        data={kinds.map((kind) => ({ value: kind, label: t(`strategy.${kind}`) }))}
        onChange={(event) => {
          const kind = kinds.find((each) => each === event.currentTarget.value);
          if (kind !== undefined) onChange(begun(kind));
        }}
      />
      {value.kind === "topDown" ? (
        <OrderedGroups
          value={value.groups}
          groups={groups}
          onChange={(next) => onChange({ kind: "topDown", groups: [...next] })}
        />
      ) : null}
      {value.kind === "percentage" ? (
        <Shares
          value={value.shares}
          groups={groups}
          onChange={(next) => onChange({ kind: "percentage", shares: [...next] })}
        />
      ) : null}
    </Fieldset>
  );
}

function begun(kind: Kind): StrategyView {
  if (kind === "topDown") return { kind, groups: [] };
  return kind === "percentage" ? { kind, shares: [] } : { kind };
}

type Share = Extract<StrategyView, { kind: "percentage" }>["shares"][number];

interface SharesProps {
  readonly value: readonly Share[];
  readonly groups: readonly GroupView[];
  readonly onChange: (value: readonly Share[]) => void;
}

function Shares({ value, groups, onChange }: SharesProps) {
  const t = useT();
  return (
    <>
      {value.map(({ group, percent }, index) => {
        const name = groups.find(({ id }) => id === group)?.name ?? group;
        return (
          <Group key={group} gap="xs" mt="xs">
            <Text size="sm" style={{ flex: 1 }}>
              {name}
            </Text>
            <NumberInput
              w={110}
              aria-label={t("strategy.share", { name })}
              min={0}
              max={100}
              suffix=" %"
              value={percent}
              onChange={(next) =>
                onChange(value.map((each, at) => (at === index ? { group, percent: Number(next) } : each)))
              }
            />
            <IconButton
              label={t("groups.takeOut", { name })}
              icon={IconTrash}
              onClick={() => onChange(value.filter((_, at) => at !== index))}
            />
          </Group>
        );
      })}
      <AddGroup
        groups={groups.filter(({ id }) => !value.some(({ group }) => group === id))}
        onAdd={(group) => onChange([...value, { group, percent: 50 }])}
      />
    </>
  );
}
