/** Groups of agents: a set of them, or a list whose order matters. */

import type { GroupView } from "#protocol/api/routing-set-up.ts";
import { Group, MultiSelect, NativeSelect, Text } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useT } from "../i18n/use-t.ts";
import { IconButton } from "../ui/icon-button.tsx";
import { MoveButtons } from "../ui/move-buttons.tsx";

interface Props {
  readonly value: readonly string[];
  readonly groups: readonly GroupView[];
  readonly onChange: (value: readonly string[]) => void;
}

/** `rule` says what no group at all means here. */
export function GroupsField({
  value,
  groups,
  onChange,
  rule,
}: Props & { readonly rule: "groups.everybody" | "groups.ofAgent" }) {
  const t = useT();
  return (
    <MultiSelect
      label={t("nav.groups")}
      description={t(rule)}
      data={groups.map(({ id, name }) => ({ value: id, label: name }))}
      value={[...value]}
      onChange={onChange}
      clearable
      clearButtonProps={{ "aria-label": t("ui.remove") }}
      nothingFoundMessage={t("groups.none")}
      searchable
    />
  );
}

/** The order is moved by buttons, so that it can be done without a pointer. */
export function OrderedGroups({ value, groups, onChange }: Props) {
  const t = useT();
  const nameOf = (id: string) => groups.find((group) => group.id === id)?.name ?? id;
  return (
    <>
      <ol className="cb-rows">
        {value.map((id, index) => (
          <li key={id} style={{ display: "flex", gap: "0.5rem", alignItems: "center" }}>
            <Text size="sm" style={{ flex: 1 }}>
              {nameOf(id)}
            </Text>
            <MoveButtons name={nameOf(id)} list={value} index={index} onChange={onChange} />
            <IconButton
              label={t("groups.takeOut", { name: nameOf(id) })}
              icon={IconTrash}
              onClick={() => onChange(value.filter((each) => each !== id))}
            />
          </li>
        ))}
      </ol>
      <AddGroup groups={groups.filter(({ id }) => !value.includes(id))} onAdd={(id) => onChange([...value, id])} />
    </>
  );
}

interface ShareProps {
  readonly groups: readonly GroupView[];
  readonly onAdd: (id: string) => void;
}

/** Chooses a group to be added; nothing when there is none left. */
export function AddGroup({ groups, onAdd }: ShareProps) {
  const t = useT();
  if (groups.length === 0) return null;
  return (
    <Group mt="xs">
      <NativeSelect
        style={{ flex: 1 }}
        aria-label={t("groups.add")}
        value=""
        data={[{ value: "", label: t("groups.add") }, ...groups.map(({ id, name }) => ({ value: id, label: name }))]}
        onChange={(event) => {
          if (event.currentTarget.value !== "") onAdd(event.currentTarget.value);
        }}
      />
    </Group>
  );
}
