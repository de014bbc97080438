/** Debt, open complaint, contract level, campaign: what routing rules may look at, each by its name. */

import { Autocomplete, Button, Fieldset, Group, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useT } from "../i18n/use-t.ts";
import { IconButton } from "../ui/icon-button.tsx";
import type { AttributeValues } from "./attribute-values.ts";

/** Names that routing knows the type of; any other may be given. */
const known = ["openComplaint", "debt", "contractLevel", "campaign"];
const ROWS_MAX = 40;

interface Props {
  readonly attributes: readonly AttributeValues[];
  readonly errors: Readonly<Record<string, ReactNode>>;
  readonly onChange: (attributes: readonly AttributeValues[]) => void;
}

export function AttributesField({ attributes, errors, onChange }: Props) {
  const t = useT();
  const change = (index: number, part: Partial<AttributeValues>) =>
    onChange(attributes.map((each, at) => (at === index ? { ...each, ...part } : each)));
  return (
    <Fieldset legend={t("attribute.title")} p="sm">
      {attributes.map(({ name, value }, index) => {
        const place = { place: index + 1 };
        return (
          <Group key={index} gap="xs" mb="xs" align="flex-start">
            <Autocomplete
              style={{ flex: 1, minWidth: 120 }}
              aria-label={t("attribute.nameOf", place)}
              data={known.filter((each) => each === name || !attributes.some((other) => other.name === each))}
              value={name}
              maxLength={40}
              error={errors[`attributes.${name}`]}
              onChange={(next) => change(index, { name: next })}
            />
            <TextInput
              style={{ flex: 1, minWidth: 120 }}
              aria-label={t("attribute.valueOf", place)}
              maxLength={200}
              value={value}
              onChange={(event) => change(index, { value: event.currentTarget.value })}
            />
            <IconButton
              label={t("attribute.removeOf", place)}
              icon={IconTrash}
              onClick={() => onChange(attributes.filter((_, at) => at !== index))}
            />
          </Group>
        );
      })}
      <Button
        variant="default"
        leftSection={<IconPlus size={14} aria-hidden />}
        disabled={attributes.length >= ROWS_MAX}
        onClick={() => onChange([...attributes, { name: "", value: "" }])}
      >
        {t("attribute.add")}
      </Button>
    </Fieldset>
  );
}
