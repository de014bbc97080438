/** One account and its people. */

import { changeAccount, readAccount, type Account } from "#protocol/api/crm.ts";
import { Button, Drawer } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconEdit } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { isProblem } from "../api/api-problem.ts";
import { callRoute } from "../api/call-route.ts";
import { reading, useChange } from "../api/queries.ts";
import { AccountForm, accountToInput, accountValues, type AccountValues } from "../forms/account-form.tsx";
import { ConflictPanel } from "../forms/conflict-panel.tsx";
import { mergeEdits } from "../forms/merge-edits.ts";
import { useFormat } from "../i18n/format.ts";
import { useT } from "../i18n/use-t.ts";
import { Empty, Shown } from "../ui/outcome.tsx";
import { PageHead, Panel } from "../ui/panel.tsx";
import { TierMark } from "../ui/tier-mark.tsx";

export function AccountPage() {
  const { id } = useParams({ from: "/signedIn/accounts/$id" });
  const read = useQuery(reading(readAccount, { params: { id } }));
  return (
    <div className="cb-page">
      <Shown read={read}>{(account) => <AccountDetail account={account} />}</Shown>
    </div>
  );
}

function AccountDetail({ account }: { readonly account: Account }) {
  const t = useT();
  const format = useFormat();
  const [isEditing, editing] = useDisclosure(false);
  return (
    <>
      <PageHead
        title={
          <>
            {account.name} <TierMark tier={account.tier} />
          </>
        }
      >
        <Button leftSection={<IconEdit size={14} aria-hidden />} onClick={editing.open}>
          {t("ui.edit")}
        </Button>
      </PageHead>
      <div className="cb-desk">
        <Panel title={t("account.people")} isFlush>
          {account.contacts.length === 0 ? (
            <Empty title={t("account.nobody")} />
          ) : (
            <ul className="cb-rows">
              {account.contacts.map(({ contact, name, role }) => (
                <li key={contact}>
                  <Link to="/contacts/$id" params={{ id: contact }} className="cb-link">
                    {name}
                  </Link>{" "}
                  <span className="cb-dim">{role ?? ""}</span>
                </li>
              ))}
            </ul>
          )}
        </Panel>
        <Panel title={t("contact.about")}>
          <dl className="cb-facts">
            <dt>{t("contact.kind")}</dt>
            <dd>{t(`kind.${account.kind}`)}</dd>
            <dt>{t("account.industry")}</dt>
            <dd>{account.industry ?? "–"}</dd>
            <dt>{t("account.website")}</dt>
            <dd>{account.website ?? "–"}</dd>
            <dt>{t("contact.tags")}</dt>
            <dd>{account.tags.length === 0 ? "–" : account.tags.join(", ")}</dd>
            <dt>{t("ui.updated")}</dt>
            <dd>{format.full(account.updatedAt)}</dd>
          </dl>
        </Panel>
      </div>
      <Drawer
        opened={isEditing}
        onClose={editing.close}
        title={t("account.edit")}
        closeButtonProps={{ "aria-label": t("ui.close") }}
      >
        <AccountEditor account={account} onDone={editing.close} />
      </Drawer>
    </>
  );
}

function AccountEditor({ account, onDone }: { readonly account: Account; readonly onDone: () => void }) {
  const t = useT();
  const change = useChange(changeAccount, ["/api/accounts", "/api/contacts"]);
  const [base, setBase] = useState({ version: account.version, values: accountValues(account) });
  const [start, setStart] = useState(base.values);
  const [settling, setSettling] = useState<
    { theirs: AccountValues; mine: AccountValues; fields: readonly string[] } | undefined
  >();
  const [choices, setChoices] = useState<Readonly<Record<string, "mine" | "theirs">>>({});
  const text = (value: unknown) => (Array.isArray(value) ? value.join(", ") : typeof value === "string" ? value : "");
  const save = async (values: AccountValues) => {
    const fromThem = settling?.fields.filter((field) => choices[field] === "theirs") ?? [];
    const decided = { ...values, ...Object.fromEntries(fromThem.map((field) => [field, settling?.theirs[field]])) };
    try {
      await change.mutateAsync({
        params: { id: account.id },
        body: { ...accountToInput(decided), version: base.version },
      });
      onDone();
    } catch (error) {
      if (!isProblem(error, "stale")) throw error;
      const latest = await callRoute(readAccount, { params: { id: account.id } });
      const theirs = accountValues(latest);
      const merged = mergeEdits(base.values, values, theirs);
      setSettling({ theirs, mine: values, fields: merged.conflicts });
      setChoices({});
      setBase({ version: latest.version, values: theirs });
      setStart(merged.values);
    }
  };
  return (
    <>
      {settling === undefined ? null : (
        <ConflictPanel
          conflicts={settling.fields.map((field) => ({
            field,
            label: field === "name" ? t("account.name") : field,
            mine: text(settling.mine[field]),
            theirs: text(settling.theirs[field]),
          }))}
          choices={choices}
          onChoose={(field, choice) => setChoices((before) => ({ ...before, [field]: choice }))}
        />
      )}
      <AccountForm
        key={base.version}
        start={start}
        verb={settling === undefined ? t("ui.save") : t("conflict.saveMerged")}
        onCancel={onDone}
        onSave={(_, values) => save(values)}
      />
    </>
  );
}
