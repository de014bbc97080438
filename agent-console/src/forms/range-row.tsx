/** One skill with the proficiencies that will do. */

import type { SkillRange } from "#protocol/api/needs.ts";
import type { skillView } from "#protocol/api/people.ts";
import { Group, NativeSelect, Text } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { z } from "zod";
import { useT } from "../i18n/use-t.ts";
import { IconButton } from "../ui/icon-button.tsx";

type Skill = z.infer<typeof skillView>;
const proficiencies = [1, 2, 3, 4, 5];
const BEST = 5;

interface Props<Range extends SkillRange> {
  readonly range: Range;
  readonly skills: readonly Skill[];
  readonly onChange: (range: Range) => void;
  readonly onRemove: () => void;
  /** More about this skill, after the range. */
  readonly children?: ReactNode;
}

export function RangeRow<Range extends SkillRange>({ range, skills, onChange, onRemove, children }: Props<Range>) {
  const t = useT();
  const name = skills.find(({ id }) => id === range.skill)?.name ?? range.skill;
  const withMost = (most: number): Range => {
    const { proficiencyMax: _, ...others } = range;
    // Without its optional part it is the same kind of range still.
    return (most === BEST ? others : { ...others, proficiencyMax: most }) as Range;
  };
  return (
    <Group gap="xs" mb="xs">
      <Text size="sm" style={{ flex: 1, minWidth: "6rem" }}>
        {name}
      </Text>
      <NativeSelect
        aria-label={t("queue.atLeast", { skill: name })}
        value={String(range.proficiency)}
        data={proficiencies.map((each) => ({ value: String(each), label: `≥ ${each}` }))}
        onChange={(event) => onChange({ ...range, proficiency: Number(event.currentTarget.value) })}
      />
      <NativeSelect
        aria-label={t("condition.atMost", { skill: name })}
        value={String(range.proficiencyMax ?? BEST)}
        data={proficiencies.map((each) => ({ value: String(each), label: `≤ ${each}` }))}
        onChange={(event) => onChange(withMost(Number(event.currentTarget.value)))}
      />
      {children}
      <IconButton label={t("queue.removeSkill", { skill: name })} icon={IconTrash} onClick={onRemove} />
    </Group>
  );
}

/** Chooses a skill to be added; nothing when there is none left. */
export function AddSkill({
  skills,
  onAdd,
}: {
  readonly skills: readonly Skill[];
  readonly onAdd: (skill: string) => void;
}) {
  const t = useT();
  if (skills.length === 0) return null;
  return (
    <NativeSelect
      style={{ flex: 1, minWidth: "10rem" }}
      aria-label={t("queue.addSkill")}
      value=""
      data={[{ value: "", label: t("queue.addSkill") }, ...skills.map(({ id, name }) => ({ value: id, label: name }))]}
      onChange={(event) => {
        const skill = event.currentTarget.value;
        if (skill !== "") onAdd(skill);
      }}
    />
  );
}
