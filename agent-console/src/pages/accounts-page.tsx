/** Accounts: the companies and households behind the people. */

import { accountKind, accountRow, createAccount, listAccounts } from "#protocol/api/crm.ts";
import { Button, Drawer, NativeSelect, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import type { z } from "zod";
import { callRoute } from "../api/call-route.ts";
import { readingPages, useChange } from "../api/queries.ts";
import { AccountForm, emptyAccount } from "../forms/account-form.tsx";
import { useAccountKindOptions } from "../forms/customer-classes.ts";
import { useFormat } from "../i18n/format.ts";
import { useT } from "../i18n/use-t.ts";
import { DataTable, type Column } from "../ui/data-table.tsx";
import { Empty } from "../ui/outcome.tsx";
import { Paged } from "../ui/paged.tsx";
import { PageHead } from "../ui/panel.tsx";
import { TierMark } from "../ui/tier-mark.tsx";

type AccountRow = z.infer<typeof accountRow>;

export function AccountsPage() {
  const t = useT();
  const format = useFormat();
  const search = useSearch({ from: "/signedIn/accounts" });
  const navigate = useNavigate({ from: "/accounts" });
  const [isCreating, creating] = useDisclosure(false);
  const create = useChange(createAccount, ["/api/accounts"]);
  const kinds = useAccountKindOptions();
  const kind = accountKind.safeParse(search.kind).data;
  const set = (part: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  const filled = (text: string) => (text === "" ? undefined : text);
  const pages = readingPages([listAccounts.path, search], (after, signal) =>
    callRoute(listAccounts, { query: { q: search.q, kind, after } }, signal),
  );
  const columns: readonly Column<AccountRow>[] = [
    {
      key: "name",
      title: t("account.name"),
      cell: ({ id, name, tier }) => (
        <>
          <Link to="/accounts/$id" params={{ id }} className="cb-link">
            {name}
          </Link>{" "}
          <TierMark tier={tier} />
        </>
      ),
    },
    { key: "kind", title: t("contact.kind"), cell: (account) => t(`kind.${account.kind}`) },
    { key: "contacts", title: t("account.people"), isNumber: true, cell: ({ contacts }) => format.count(contacts) },
    {
      key: "updated",
      title: t("ui.updated"),
      isNumber: true,
      isWideOnly: true,
      cell: ({ updatedAt }) => format.day(updatedAt),
    },
  ];
  return (
    <div className="cb-page">
      <PageHead title={t("nav.accounts")}>
        <TextInput
          w={{ base: "100%", sm: 280 }}
          type="search"
          aria-label={t("accounts.search")}
          placeholder={t("accounts.search")}
          leftSection={<IconSearch size={14} aria-hidden />}
          defaultValue={search.q ?? ""}
          onChange={(event) => set({ q: filled(event.currentTarget.value) })}
        />
        <NativeSelect
          aria-label={t("contact.kind")}
          data={[{ value: "", label: t("contacts.anyKind") }, ...kinds]}
          value={kind ?? ""}
          onChange={(event) => set({ kind: filled(event.currentTarget.value) })}
        />
        <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={creating.open}>
          {t("account.create")}
        </Button>
      </PageHead>
      <div className="cb-panel">
        <Paged options={pages} empty={<Empty title={t("accounts.none")} />}>
          {(accounts) => (
            <DataTable label={t("nav.accounts")} columns={columns} rows={accounts} rowKey={({ id }) => id} />
          )}
        </Paged>
      </div>
      <Drawer
        opened={isCreating}
        onClose={creating.close}
        title={t("account.create")}
        closeButtonProps={{ "aria-label": t("ui.close") }}
      >
        <AccountForm
          start={emptyAccount}
          verb={t("account.create")}
          onCancel={creating.close}
          onSave={async (input) => {
            const made = await create.mutateAsync({ body: input });
            await navigate({ to: "/accounts/$id", params: { id: made.id } });
          }}
        />
      </Drawer>
    </div>
  );
}
