/** The accounts that a person belongs to, found by name, each with her role there. */

import { listAccounts } from "#protocol/api/crm.ts";
import { Fieldset, Group, Select, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { reading } from "../api/queries.ts";
import { useT } from "../i18n/use-t.ts";
import { IconButton } from "../ui/icon-button.tsx";
import type { ContactValues } from "./contact-values.ts";

interface Props {
  readonly accounts: ContactValues["accounts"];
  readonly onChange: (accounts: ContactValues["accounts"]) => void;
}

const FOUND_MAX = 10;

export function AccountsField({ accounts, onChange }: Props) {
  const t = useT();
  const [query, setQuery] = useState("");
  const [settled] = useDebouncedValue(query, 150);
  const { data } = useQuery({
    ...reading(listAccounts, { query: { q: settled, limit: FOUND_MAX } }),
    enabled: settled.length > 0,
  });
  const found = (data?.items ?? []).filter(({ id }) => !accounts.some(({ account }) => account === id));
  return (
    <Fieldset legend={t("contact.accounts")} p="sm">
      {accounts.map((each) => (
        <Group key={each.account} gap="xs" mb="xs" wrap="nowrap">
          <Text size="sm" style={{ flex: 1 }}>
            {each.name}
          </Text>
          <TextInput
            aria-label={t("contact.roleAt", { account: each.name })}
            placeholder={t("contact.role")}
            maxLength={60}
            value={each.role}
            onChange={(event) => {
              const role = event.currentTarget.value;
              onChange(accounts.map((other) => (other.account === each.account ? { ...other, role } : other)));
            }}
          />
          <IconButton
            label={t("contact.removeAccount", { account: each.name })}
            icon={IconTrash}
            onClick={() => onChange(accounts.filter(({ account }) => account !== each.account))}
          />
        </Group>
      ))}
      <Select
        aria-label={t("contact.addAccount")}
        placeholder={t("contact.addAccount")}
        searchable
        searchValue={query}
        onSearchChange={setQuery}
        value={null}
        data={found.map(({ id, name }) => ({ value: id, label: name }))}
        filter={({ options }) => options}
        nothingFoundMessage={settled === "" ? t("ui.typeToFind") : t("accounts.none")}
        onChange={(account) => {
          const chosen = found.find(({ id }) => id === account);
          if (chosen === undefined) return;
          onChange([...accounts, { account: chosen.id, name: chosen.name, role: "" }]);
          setQuery("");
        }}
      />
    </Fieldset>
  );
}
