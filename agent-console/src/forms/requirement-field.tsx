/** What is asked of an agent's skills: rows that must all hold, each a skill with its range, "one of" or "none of". */

import { CONDITION_DEPTH_MAX, type SkillConditionView, type SkillRange } from "#protocol/api/needs.ts";
import type { skillView } from "#protocol/api/people.ts";
import { Button, Fieldset, Group, NativeSelect, Text } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { z } from "zod";
import { useT } from "../i18n/use-t.ts";
import { IconButton } from "../ui/icon-button.tsx";
import { AddSkill, RangeRow } from "./range-row.tsx";

export type Requirement = readonly SkillConditionView[];

interface Props {
  readonly value: Requirement;
  readonly skills: readonly z.infer<typeof skillView>[];
  readonly onChange: (value: Requirement) => void;
}

interface NoneProps {
  /** What it means that nothing is asked for. */
  readonly none?: "queue.anybody" | "rule.nothingMore";
}

export function RequirementField({ none = "queue.anybody", ...props }: Props & NoneProps) {
  const t = useT();
  return (
    <>
      {props.value.length === 0 ? (
        <Text size="sm" c="dimmed" mb="xs">
          {t(none)}
        </Text>
      ) : null}
      <Conditions {...props} depth={1} />
    </>
  );
}

/** `depth` 1: the requirement itself; conditions below it go down to the protocol's limit. */
function Conditions({ value, skills, onChange, depth }: Props & { readonly depth: number }) {
  const t = useT();
  const change = (index: number, next: SkillConditionView) =>
    onChange(value.map((each, at) => (at === index ? next : each)));
  const remove = (index: number) => onChange(value.filter((_, at) => at !== index));
  const asked = depth === 1 ? value.flatMap((each) => ("skill" in each ? [each.skill] : [])) : [];
  const add = (condition: SkillConditionView) => onChange([...value, condition]);
  const [first] = skills;
  return (
    <>
      {value.map((condition, index) =>
        "skill" in condition ? (
          <RangeRow
            key={index}
            range={condition}
            skills={skills}
            onChange={(next: SkillRange) => change(index, next)}
            onRemove={() => remove(index)}
          />
        ) : (
          <ConditionGroup
            key={index}
            place={index + 1}
            condition={condition}
            skills={skills}
            depth={depth}
            onChange={(next) => change(index, next)}
            onRemove={() => remove(index)}
          />
        ),
      )}
      <Group gap="xs" mt="xs">
        <AddSkill
          skills={skills.filter(({ id }) => !asked.includes(id))}
          onAdd={(skill) => add({ skill, proficiency: 1 })}
        />
        {depth >= CONDITION_DEPTH_MAX || first === undefined
          ? null
          : (["anyOf", "noneOf"] as const).map((kind) => (
              <Button
                key={kind}
                variant="default"
                leftSection={<IconPlus size={14} aria-hidden />}
                onClick={() => add(groupOf(kind, [{ skill: first.id, proficiency: 1 }]))}
              >
                {t(`condition.${kind}`)}
              </Button>
            ))}
      </Group>
    </>
  );
}

type GroupKind = "anyOf" | "noneOf";
const groupOf = (kind: GroupKind, within: Requirement): SkillConditionView =>
  kind === "anyOf" ? { anyOf: within } : { noneOf: within };

interface GroupProps {
  readonly place: number;
  readonly condition: Exclude<SkillConditionView, SkillRange>;
  readonly skills: Props["skills"];
  readonly depth: number;
  readonly onChange: (value: SkillConditionView) => void;
  readonly onRemove: () => void;
}

/** An empty group would hold for everybody or for nobody: whoever takes the last one out removes the group. */
function ConditionGroup({ place, condition, skills, depth, onChange, onRemove }: GroupProps) {
  const t = useT();
  const kind: GroupKind = "anyOf" in condition ? "anyOf" : "noneOf";
  const within = "anyOf" in condition ? condition.anyOf : condition.noneOf;
  return (
    <Fieldset legend={t(`condition.${kind}`)} p="xs" mb="xs">
      <Group gap="xs" mb="xs">
        <NativeSelect
          style={{ flex: 1 }}
          aria-label={t("condition.kind", { place })}
          value={kind}
          data={[
            { value: "anyOf", label: t("condition.anyOf") },
            { value: "noneOf", label: t("condition.noneOf") },
          ]}
          onChange={(event) => onChange(groupOf(event.currentTarget.value === "anyOf" ? "anyOf" : "noneOf", within))}
        />
        <IconButton label={t("condition.removeGroup", { place })} icon={IconTrash} onClick={onRemove} />
      </Group>
      <Conditions
        value={within}
        skills={skills}
        depth={depth + 1}
        onChange={(next) => (next.length === 0 ? onRemove() : onChange(groupOf(kind, next)))}
      />
    </Fieldset>
  );
}
