/** Skills that are not needed but better, each with its weight. */

import type { PreferredView } from "#protocol/api/needs.ts";
import type { skillView } from "#protocol/api/people.ts";
import { Fieldset, NumberInput, Text } from "@mantine/core";
import type { z } from "zod";
import { useT } from "../i18n/use-t.ts";
import { AddSkill, RangeRow } from "./range-row.tsx";

export type Preferred = Readonly<PreferredView>;
const WEIGHT_AT_FIRST = 10;
const WEIGHT_MAX = 100;

interface Props {
  readonly value: Preferred;
  readonly skills: readonly z.infer<typeof skillView>[];
  readonly onChange: (value: Preferred) => void;
}

export function PreferredField({ value, skills, onChange }: Props) {
  const t = useT();
  const change = (index: number, next: Preferred[number]) =>
    onChange(value.map((each, at) => (at === index ? next : each)));
  return (
    <Fieldset legend={t("preferred.title")} p="sm">
      <Text size="sm" c="dimmed" mb="xs">
        {t("preferred.rule")}
      </Text>
      {value.map((each, index) => (
        <RangeRow
          key={index}
          range={each}
          skills={skills}
          onChange={(next) => change(index, next)}
          onRemove={() => onChange(value.filter((_, at) => at !== index))}
        >
          <NumberInput
            w={96}
            aria-label={t("preferred.weight", { skill: skills.find(({ id }) => id === each.skill)?.name ?? "" })}
            min={1}
            max={WEIGHT_MAX}
            allowDecimal={false}
            value={each.weight}
            onChange={(next) => change(index, { ...each, weight: Number(next) })}
          />
        </RangeRow>
      ))}
      <AddSkill
        skills={skills.filter(({ id }) => !value.some(({ skill }) => skill === id))}
        onAdd={(skill) => onChange([...value, { skill, proficiency: 1, weight: WEIGHT_AT_FIRST }])}
      />
    </Fieldset>
  );
}
