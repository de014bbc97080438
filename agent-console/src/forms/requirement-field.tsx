/** Skills that are asked for, each with the least proficiency that will do. */

import type { skillView } from "#protocol/api/people.ts";
import { Group, NativeSelect, Text } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import type { z } from "zod";
import { useT } from "../i18n/use-t.ts";
import { IconButton } from "../ui/icon-button.tsx";

export type Requirement = readonly { readonly skill: string; readonly proficiency: number }[];

interface Props {
  readonly value: Requirement;
  readonly skills: readonly z.infer<typeof skillView>[];
  readonly onChange: (value: Requirement) => void;
}

export function RequirementField({ value, skills, onChange }: Props) {
  const t = useT();
  const free = skills.filter(({ id }) => !value.some(({ skill }) => skill === id));
  return (
    <>
      {value.length === 0 ? (
        <Text size="sm" c="dimmed" mb="xs">
          {t("queue.anybody")}
        </Text>
      ) : null}
      {value.map(({ skill, proficiency }) => {
        const name = skills.find(({ id }) => id === skill)?.name ?? skill;
        return (
          <Group key={skill} gap="xs" mb="xs">
            <Text size="sm" style={{ flex: 1 }}>
              {name}
            </Text>
            <NativeSelect
              aria-label={t("queue.atLeast", { skill: name })}
              value={String(proficiency)}
              data={["1", "2", "3", "4", "5"].map((each) => ({ value: each, label: `≥ ${each}` }))}
              onChange={(event) => {
                const next = Number(event.currentTarget.value);
                onChange(value.map((each) => (each.skill === skill ? { skill, proficiency: next } : each)));
              }}
            />
            <IconButton
              label={t("queue.removeSkill", { skill: name })}
              icon={IconTrash}
              onClick={() => onChange(value.filter((each) => each.skill !== skill))}
            />
          </Group>
        );
      })}
      {free.length === 0 ? null : (
        <NativeSelect
          aria-label={t("queue.addSkill")}
          value=""
          data={[
            { value: "", label: t("queue.addSkill") },
            ...free.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(event) => {
            const skill = event.currentTarget.value;
            if (skill !== "") onChange([...value, { skill, proficiency: 1 }]);
          }}
        />
      )}
    </>
  );
}
