/** One contact, found by any part of a name or number. */

import { listContacts } from "#protocol/api/crm.ts";
import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { reading } from "../api/queries.ts";
import { useT } from "../i18n/use-t.ts";

export interface PickedContact {
  readonly id: string;
  readonly name: string;
}

interface Props {
  readonly label: string;
  readonly description?: string;
  readonly value: PickedContact | undefined;
  readonly onChange: (contact: PickedContact | undefined) => void;
}

const FOUND_MAX = 10;

export function ContactPicker({ label, description, value, onChange }: Props) {
  const t = useT();
  const [query, setQuery] = useState("");
  const [settled] = useDebouncedValue(query, 150);
  const { data } = useQuery({
    ...reading(listContacts, { query: { q: settled, limit: FOUND_MAX } }),
    enabled: settled.length > 0 && settled !== value?.name,
  });
  const found = (data?.items ?? []).map(({ id, name, account }) => ({
    value: id,
    label: account === undefined ? name : `${name} · ${account}`,
    name,
  }));
  const isListed = value === undefined || found.some((each) => each.value === value.id);
  const options = isListed ? found : [{ value: value.id, label: value.name, name: value.name }, ...found];
  return (
    <Select
      label={label}
      {...(description === undefined ? {} : { description })}
      searchable
      clearable
      clearButtonProps={{ "aria-label": t("ui.clear") }}
      searchValue={query}
      onSearchChange={setQuery}
      value={value?.id ?? null}
      data={options.map(({ value: id, label: words }) => ({ value: id, label: words }))}
      filter={({ options: all }) => all}
      nothingFoundMessage={settled === "" ? t("ui.typeToFind") : t("contacts.none")}
      onChange={(id) => {
        const chosen = options.find((each) => each.value === id);
        onChange(chosen === undefined ? undefined : { id: chosen.value, name: chosen.name });
      }}
    />
  );
}
