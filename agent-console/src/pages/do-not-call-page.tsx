/** Whom nobody may call: the list of numbers, what is added by hand and what comes from a file. */

import { deleteDoNotCall, listDoNotCall, type DoNotCallRow } from "#protocol/api/do-not-call.ts";
import { Button, Drawer, TextInput } from "@mantine/core";
import { IconFileImport, IconPlus, IconSearch, IconTrash } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { callRoute } from "../api/call-route.ts";
import { readingPages, useChange } from "../api/queries.ts";
import { DoNotCallForm } from "../forms/do-not-call-form.tsx";
import { DoNotCallImport } from "../forms/do-not-call-import.tsx";
import { useFormat } from "../i18n/format.ts";
import { usePhoneWords } from "../i18n/use-phone-words.ts";
import { useT } from "../i18n/use-t.ts";
import { confirm } from "../ui/confirm.tsx";
import { DataTable, type Column } from "../ui/data-table.tsx";
import { IconButton } from "../ui/icon-button.tsx";
import { Empty } from "../ui/outcome.tsx";
import { Paged } from "../ui/paged.tsx";
import { PageHead } from "../ui/panel.tsx";
import { useAttempt } from "../ui/use-attempt.ts";

export function DoNotCallPage() {
  const t = useT();
  const [open, setOpen] = useState<"adding" | "importing">();
  const close = () => setOpen(undefined);
  const { q } = useSearch({ from: "/signedIn/do-not-call" });
  const navigate = useNavigate({ from: "/do-not-call" });
  const pages = readingPages([listDoNotCall.path, { q }], (after, signal) =>
    callRoute(listDoNotCall, { query: { q, after } }, signal),
  );
  return (
    <div className="cb-page">
      <PageHead title={t("nav.doNotCall")}>
        <TextInput
          w={{ base: "100%", sm: 280 }}
          type="search"
          maxLength={60}
          aria-label={t("doNotCall.search")}
          placeholder={t("doNotCall.search")}
          leftSection={<IconSearch size={14} aria-hidden />}
          defaultValue={q ?? ""}
          onChange={({ currentTarget: { value } }) =>
            void navigate({ search: value === "" ? {} : { q: value }, replace: true })
          }
        />
        <Button
          variant="default"
          leftSection={<IconFileImport size={14} aria-hidden />}
          onClick={() => setOpen("importing")}
        >
          {t("doNotCall.import")}
        </Button>
        <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setOpen("adding")}>
          {t("doNotCall.add")}
        </Button>
      </PageHead>
      <div className="cb-panel">
        <Paged
          options={pages}
          empty={
            <Empty title={q === undefined ? t("doNotCall.none") : t("doNotCall.noneFound")}>
              {t("doNotCall.rule")}
            </Empty>
          }
        >
          {(rows) => <NumberTable rows={rows} />}
        </Paged>
      </div>
      <Drawer
        opened={open !== undefined}
        onClose={close}
        title={open === "importing" ? t("doNotCall.import") : t("doNotCall.add")}
        closeButtonProps={{ "aria-label": t("ui.close") }}
      >
        {open === "adding" ? <DoNotCallForm onDone={close} /> : null}
        {open === "importing" ? <DoNotCallImport onDone={close} /> : null}
      </Drawer>
    </div>
  );
}

function NumberTable({ rows }: { readonly rows: readonly DoNotCallRow[] }) {
  const t = useT();
  const format = useFormat();
  const phone = usePhoneWords();
  const attempt = useAttempt();
  const remove = useChange(deleteDoNotCall, [listDoNotCall.path]);
  const columns: readonly Column<DoNotCallRow>[] = [
    { key: "number", title: t("call.number"), cell: ({ number }) => <strong>{phone(number)}</strong> },
    { key: "reason", title: t("doNotCall.reason"), cell: ({ reason }) => (reason === "" ? "–" : reason) },
    { key: "by", title: t("doNotCall.by"), isWideOnly: true, cell: ({ byName }) => byName ?? "–" },
    { key: "since", title: t("doNotCall.since"), cell: ({ since }) => format.dayTime(since) },
    {
      key: "remove",
      title: "",
      cell: ({ number }) => {
        const words = t("doNotCall.remove", { number: phone(number) });
        return (
          <IconButton
            size="sm"
            label={words}
            icon={IconTrash}
            onClick={() =>
              confirm(t, words, t("doNotCall.removeRule"), t("doNotCall.removeVerb"), () => {
                void attempt(() => remove.mutateAsync({ query: { number } }), t("doNotCall.removed"));
              })
            }
          />
        );
      },
    },
  ];
  return <DataTable label={t("nav.doNotCall")} columns={columns} rows={rows} rowKey={({ number }) => number} />;
}
