/** Which flow answers which number. */

import { deleteNumber, listNumbers, numberView, putNumber } from "#protocol/api/admin.ts";
import { listFlows } from "#protocol/api/flow-files.ts";
import { Button, Group, NativeSelect, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { reading, useChange } from "../../api/queries.ts";
import { hasRole, useMe } from "../../api/session.ts";
import { fieldErrors } from "../../forms/field-errors.ts";
import { usePhoneWords } from "../../i18n/use-phone-words.ts";
import { useT } from "../../i18n/use-t.ts";
import { confirm } from "../../ui/confirm.tsx";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Empty, Shown } from "../../ui/outcome.tsx";
import { PageHead } from "../../ui/panel.tsx";
import { useAttempt } from "../../ui/use-attempt.ts";
import type { z } from "zod";

type NumberRow = z.infer<typeof numberView>;

export function NumbersPage() {
  const t = useT();
  const attempt = useAttempt();
  const isAdmin = hasRole(useMe(), "admin");
  const read = useQuery(reading(listNumbers, {}));
  const { data: flows = [] } = useQuery(reading(listFlows, {}));
  const put = useChange(putNumber, [listNumbers.path]);
  const remove = useChange(deleteNumber, [listNumbers.path]);
  const phone = usePhoneWords();
  const form = useForm({
    initialValues: { dialled: "", label: "", flow: "" },
    validate: (values) => fieldErrors(numberView, values),
  });
  const names = flows.map(({ name }) => name);
  const columns: readonly Column<NumberRow>[] = [
    {
      key: "dialled",
      title: t("call.dialled"),
      sortBy: ({ dialled }) => dialled,
      cell: ({ dialled }) => <span className="cb-figure">{phone(dialled)}</span>,
    },
    { key: "label", title: t("number.label"), sortBy: ({ label }) => label, cell: ({ label }) => label },
    {
      key: "flow",
      title: t("call.flow"),
      cell: (row) =>
        isAdmin ? (
          <NativeSelect
            aria-label={t("number.flowOf", { number: row.dialled })}
            value={row.flow}
            data={[...new Set([row.flow, ...names])]}
            onChange={(event) => {
              const flow = event.currentTarget.value;
              void attempt(() => put.mutateAsync({ body: { ...row, flow } }), t("ui.saved"));
            }}
          />
        ) : (
          <Link to="/admin/flows/$name" params={{ name: row.flow }} className="cb-link">
            {row.flow}
          </Link>
        ),
    },
    {
      key: "remove",
      title: <span className="cb-unseen">{t("ui.delete")}</span>,
      cell: ({ dialled }) =>
        isAdmin ? (
          <IconButton
            size="sm"
            label={t("number.remove", { number: dialled })}
            icon={IconTrash}
            onClick={() =>
              confirm(t, t("number.remove", { number: dialled }), t("number.removeBody"), t("ui.delete"), () => {
                void attempt(() => remove.mutateAsync({ params: { dialled } }));
              })
            }
          />
        ) : null,
    },
  ];
  return (
    <div className="cb-page" style={{ maxWidth: "64rem" }}>
      <PageHead title={t("nav.numbers")} />
      <div className="cb-panel">
        <Shown read={read}>
          {(numbers) =>
            numbers.length === 0 ? (
              <Empty title={t("number.none")} />
            ) : (
              <DataTable
                label={t("nav.numbers")}
                columns={columns}
                rows={numbers}
                rowKey={({ dialled }) => dialled}
                first={{ key: "dialled", isDown: false }}
              />
            )
          }
        </Shown>
      </div>
      {isAdmin ? (
        <form
          noValidate
          onSubmit={form.onSubmit((values) => {
            void attempt(() => put.mutateAsync({ body: values }), t("ui.saved")).then(
              (isDone) => isDone && form.reset(),
            );
          })}
        >
          <Group mt="md" align="flex-start" gap="xs">
            <TextInput label={t("call.dialled")} placeholder="+34910000000" {...form.getInputProps("dialled")} />
            <TextInput label={t("number.label")} style={{ flex: 1, minWidth: 160 }} {...form.getInputProps("label")} />
            <NativeSelect label={t("call.flow")} data={["", ...names]} {...form.getInputProps("flow")} />
            <Button type="submit" mt={22} loading={put.isPending}>
              {t("number.create")}
            </Button>
          </Group>
        </form>
      ) : null}
    </div>
  );
}
