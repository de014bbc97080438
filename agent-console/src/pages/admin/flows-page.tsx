/** Flows: what callers hear, each with its live version. */

import { listFlows, type flowRow } from "#protocol/api/flow-files.ts";
import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { z } from "zod";
import { reading } from "../../api/queries.ts";
import { hasRole, useMe } from "../../api/session.ts";
import { useFormat } from "../../i18n/format.ts";
import { useT } from "../../i18n/use-t.ts";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { Empty, Shown } from "../../ui/outcome.tsx";
import { PageHead } from "../../ui/panel.tsx";

/** Stands for a flow that has no name yet; not a legal name of one. */
export const newFlowName = "~new";

export function FlowsPage() {
  const t = useT();
  const format = useFormat();
  const isAdmin = hasRole(useMe(), "admin");
  const read = useQuery(reading(listFlows, {}));
  const columns: readonly Column<z.infer<typeof flowRow>>[] = [
    {
      key: "name",
      title: t("flow.name"),
      sortBy: ({ name }) => name,
      cell: ({ name }) => (
        <Link to="/admin/flows/$name" params={{ name }} className="cb-link">
          {name}
        </Link>
      ),
    },
    { key: "version", title: t("flow.live"), isNumber: true, cell: ({ version }) => format.count(version) },
    { key: "published", title: t("flow.published"), cell: ({ publishedAt }) => format.dayTime(publishedAt) },
    { key: "author", title: t("flow.author"), isWideOnly: true, cell: ({ author }) => author ?? "–" },
    { key: "note", title: t("flow.note"), isWideOnly: true, cell: ({ note }) => note ?? "" },
  ];
  return (
    <div className="cb-page">
      <PageHead title={t("nav.flows")}>
        {isAdmin ? (
          <Link to="/admin/flows/$name" params={{ name: newFlowName }} style={{ textDecoration: "none" }}>
            <Button component="span" leftSection={<IconPlus size={14} aria-hidden />}>
              {t("flow.create")}
            </Button>
          </Link>
        ) : null}
      </PageHead>
      <div className="cb-panel">
        <Shown read={read}>
          {(flows) =>
            flows.length === 0 ? (
              <Empty title={t("flow.none")} />
            ) : (
              <DataTable
                label={t("nav.flows")}
                columns={columns}
                rows={flows}
                rowKey={({ name }) => name}
                first={{ key: "name", isDown: false }}
              />
            )
          }
        </Shown>
      </div>
    </div>
  );
}
