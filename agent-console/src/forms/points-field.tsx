/** Phones, e-mails and web addresses of a person, each with a label, one of them the first to try. */

import { pointKind } from "#protocol/api/crm.ts";
import { Button, Fieldset, Group, NativeSelect, Radio, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useT } from "../i18n/use-t.ts";
import { IconButton } from "../ui/icon-button.tsx";
import type { PointValues } from "./contact-values.ts";

interface Props {
  readonly points: readonly PointValues[];
  readonly errors: Readonly<Record<string, ReactNode>>;
  readonly onChange: (points: readonly PointValues[]) => void;
}

export function PointsField({ points, errors, onChange }: Props) {
  const t = useT();
  const kinds = pointKind.options.map((value) => ({ value, label: t(`point.${value}`) }));
  const change = (index: number, part: Partial<PointValues>) =>
    onChange(points.map((point, at) => (at === index ? { ...point, ...part } : point)));
  return (
    <Fieldset legend={t("contact.points")} p="sm">
      {points.map((point, index) => {
        const place = { place: index + 1 };
        return (
          // Rows have no identity of their own before they are saved.
          <Group key={index} gap="xs" mb="xs" wrap="wrap" align="flex-start">
            <NativeSelect
              w={110}
              aria-label={t("point.kindOf", place)}
              data={kinds}
              value={point.kind}
              onChange={(event) => change(index, { kind: kindOf(event.currentTarget.value) })}
            />
            <TextInput
              style={{ flex: 1, minWidth: 150 }}
              aria-label={t("point.valueOf", place)}
              value={point.value}
              error={errors[`points.${index}.value`]}
              onChange={(event) => change(index, { value: event.currentTarget.value })}
            />
            <TextInput
              w={120}
              aria-label={t("point.labelOf", place)}
              placeholder={t("point.label")}
              maxLength={40}
              value={point.label}
              onChange={(event) => change(index, { label: event.currentTarget.value })}
            />
            <Radio
              mt={6}
              label={t("point.first")}
              aria-label={t("point.firstOf", place)}
              checked={point.isPrimary}
              onChange={() => onChange(points.map((each, at) => ({ ...each, isPrimary: at === index })))}
            />
            <IconButton
              label={t("point.removeOf", place)}
              icon={IconTrash}
              onClick={() => onChange(points.filter((_, at) => at !== index))}
            />
          </Group>
        );
      })}
      <Button
        variant="default"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => onChange([...points, { kind: "phone", value: "", label: "", isPrimary: points.length === 0 }])}
      >
        {t("point.add")}
      </Button>
    </Fieldset>
  );
}

function kindOf(text: string): PointValues["kind"] {
  return pointKind.options.find((kind) => kind === text) ?? "phone";
}
