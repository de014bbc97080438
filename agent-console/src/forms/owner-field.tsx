/** Whose customer a contact is: one of those who take calls, or nobody; somebody who has left stays until another is chosen. */

import { listPeople } from "#protocol/api/people.ts";
import { NativeSelect, type NativeSelectProps } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { reading } from "../api/queries.ts";
import { useT } from "../i18n/use-t.ts";

interface Props extends Omit<NativeSelectProps, "data" | "label"> {
  readonly value: string;
}

export function OwnerField({ value, ...field }: Props) {
  const t = useT();
  const { data: people = [], isSuccess } = useQuery(reading(listPeople, {}));
  const isGone = value !== "" && !people.some(({ id }) => id === value);
  return (
    <NativeSelect
      {...field}
      label={t("contact.owner")}
      description={t("contact.ownerRule")}
      value={value}
      data={[
        { value: "", label: t("contact.noOwner") },
        ...people.map(({ id, name }) => ({ value: id, label: name })),
        ...(isGone ? [{ value, label: isSuccess ? t("contact.ownerGone") : "…" }] : []),
      ]}
    />
  );
}
