/** Contacts: found by any part of a name, number or e-mail, filtered by class. */

import { contactKind, createContact, listContacts, tier, type ContactRow } from "#protocol/api/crm.ts";
import { Button, Drawer, NativeSelect, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { callRoute } from "../api/call-route.ts";
import { readingPages, useChange } from "../api/queries.ts";
import { ContactForm } from "../forms/contact-form.tsx";
import { emptyContact } from "../forms/contact-values.ts";
import { useKindOptions, useTierOptions } from "../forms/customer-classes.ts";
import { useFormat } from "../i18n/format.ts";
import { useT } from "../i18n/use-t.ts";
import { DataTable, type Column } from "../ui/data-table.tsx";
import { NumberLink } from "../ui/number-link.tsx";
import { Empty } from "../ui/outcome.tsx";
import { Paged } from "../ui/paged.tsx";
import { PageHead } from "../ui/panel.tsx";
import { TierMark } from "../ui/tier-mark.tsx";

export function ContactsPage() {
  const t = useT();
  const search = useSearch({ from: "/signedIn/contacts" });
  const navigate = useNavigate({ from: "/contacts" });
  const [isCreating, creating] = useDisclosure(false);
  const create = useChange(createContact, ["/api/contacts"]);
  const kinds = useKindOptions();
  const tiers = useTierOptions();
  const set = (part: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  const filled = (text: string) => (text === "" ? undefined : text);
  const kind = contactKind.safeParse(search.kind).data;
  const importance = tier.safeParse(search.tier).data;
  const pages = readingPages([listContacts.path, search], (after, signal) =>
    callRoute(listContacts, { query: { q: search.q, kind, tier: importance, after } }, signal),
  );
  return (
    <div className="cb-page">
      <PageHead title={t("nav.contacts")}>
        <TextInput
          w={{ base: "100%", sm: 280 }}
          type="search"
          aria-label={t("contacts.search")}
          placeholder={t("contacts.search")}
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
        <NativeSelect
          aria-label={t("contact.tier")}
          data={[{ value: "", label: t("contacts.anyTier") }, ...tiers]}
          value={importance ?? ""}
          onChange={(event) => set({ tier: filled(event.currentTarget.value) })}
        />
        <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={creating.open}>
          {t("contact.create")}
        </Button>
      </PageHead>
      <div className="cb-panel">
        <Paged
          options={pages}
          empty={
            <Empty title={t("contacts.none")}>
              {search.q === undefined ? t("contacts.noneYet") : t("ui.tryOtherFilters")}
            </Empty>
          }
        >
          {(contacts) => <ContactTable contacts={contacts} />}
        </Paged>
      </div>
      <Drawer
        opened={isCreating}
        onClose={creating.close}
        title={t("contact.create")}
        closeButtonProps={{ "aria-label": t("ui.close") }}
      >
        <ContactForm
          start={emptyContact({ name: "", phone: undefined })}
          verb={t("contact.create")}
          onCancel={creating.close}
          onSave={async (input) => {
            const made = await create.mutateAsync({ body: input });
            await navigate({ to: "/contacts/$id", params: { id: made.id } });
          }}
        />
      </Drawer>
    </div>
  );
}

function ContactTable({ contacts }: { readonly contacts: readonly ContactRow[] }) {
  const t = useT();
  const format = useFormat();
  const columns: readonly Column<ContactRow>[] = [
    {
      key: "name",
      title: t("contact.name"),
      cell: ({ id, name, tier: importance }) => (
        <>
          <Link to="/contacts/$id" params={{ id }} className="cb-link">
            {name}
          </Link>{" "}
          <TierMark tier={importance} />
        </>
      ),
    },
    { key: "account", title: t("account.one"), isWideOnly: true, cell: ({ account }) => account ?? "–" },
    { key: "kind", title: t("contact.kind"), isWideOnly: true, cell: ({ kind }) => t(`kind.${kind}`) },
    {
      key: "phone",
      title: t("point.phone"),
      cell: ({ id, phone }) => (phone === undefined ? "–" : <NumberLink number={phone} contact={id} />),
    },
    { key: "email", title: t("point.email"), isWideOnly: true, cell: ({ email }) => email ?? "–" },
    {
      key: "updated",
      title: t("ui.updated"),
      isNumber: true,
      isWideOnly: true,
      cell: ({ updatedAt }) => format.day(updatedAt),
    },
  ];
  return <DataTable label={t("nav.contacts")} columns={columns} rows={contacts} rowKey={({ id }) => id} />;
}
