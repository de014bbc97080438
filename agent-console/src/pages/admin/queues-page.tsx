/** Queues: what they ask for, how fast they mean to answer, and what happens when they cannot. */

import { deleteQueue, listQueues, type QueueAdminView } from "#protocol/api/admin.ts";
import { listSkills } from "#protocol/api/people.ts";
import { listGroups } from "#protocol/api/routing-set-up.ts";
import { Button, Drawer } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { reading, useChange } from "../../api/queries.ts";
import { requirementWords } from "../../forms/requirement-words.ts";
import { QueueForm } from "../../forms/queue-form.tsx";
import { useFormat } from "../../i18n/format.ts";
import { useT } from "../../i18n/use-t.ts";
import { confirm } from "../../ui/confirm.tsx";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Empty, Shown } from "../../ui/outcome.tsx";
import { PageHead } from "../../ui/panel.tsx";
import { useAttempt } from "../../ui/use-attempt.ts";

type Open = { readonly kind: "creating" } | { readonly kind: "editing"; readonly queue: QueueAdminView } | undefined;

export function QueuesPage() {
  const t = useT();
  const format = useFormat();
  const attempt = useAttempt();
  const [open, setOpen] = useState<Open>(undefined);
  const read = useQuery(reading(listQueues, {}));
  const { data: skills = [] } = useQuery(reading(listSkills, {}));
  const { data: groups = [] } = useQuery(reading(listGroups, {}));
  const remove = useChange(deleteQueue, [listQueues.path]);
  const skillName = (id: string) => skills.find((skill) => skill.id === id)?.name ?? id;
  const columns: readonly Column<QueueAdminView>[] = [
    {
      key: "name",
      title: t("queue.name"),
      sortBy: ({ name }) => name,
      cell: (queue) => (
        <button type="button" className="cb-dial" onClick={() => setOpen({ kind: "editing", queue })}>
          {queue.name}
        </button>
      ),
    },
    {
      key: "requirement",
      title: t("queue.requirement"),
      isWideOnly: true,
      cell: ({ requirement }) => requirementWords(t, requirement, skillName) || "–",
    },
    {
      key: "goal",
      title: t("queue.goal"),
      cell: ({ serviceLevelGoal, answerWithinMs }) =>
        `${format.percent(serviceLevelGoal)} / ${answerWithinMs / 1_000} s`,
    },
    {
      key: "priority",
      title: t("queue.priority"),
      isNumber: true,
      isWideOnly: true,
      cell: ({ priority }) => format.count(priority),
    },
    {
      key: "wrapUp",
      title: t("wrapUp.title"),
      isNumber: true,
      isWideOnly: true,
      cell: ({ wrapUpMs }) => `${wrapUpMs / 1_000} s`,
    },
    {
      key: "remove",
      title: <span className="cb-unseen">{t("ui.delete")}</span>,
      cell: (queue) => (
        <IconButton
          size="sm"
          label={t("queue.remove", { name: queue.name })}
          icon={IconTrash}
          onClick={() =>
            confirm(t, t("queue.remove", { name: queue.name }), t("ui.forGood"), t("ui.delete"), () => {
              void attempt(() => remove.mutateAsync({ params: { id: queue.id } }));
            })
          }
        />
      ),
    },
  ];
  return (
    <div className="cb-page">
      <PageHead title={t("nav.queues")}>
        <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setOpen({ kind: "creating" })}>
          {t("queue.create")}
        </Button>
      </PageHead>
      <div className="cb-panel">
        <Shown read={read}>
          {(queues) =>
            queues.length === 0 ? (
              <Empty title={t("queues.none")} />
            ) : (
              <DataTable
                label={t("nav.queues")}
                columns={columns}
                rows={queues}
                rowKey={({ id }) => id}
                first={{ key: "name", isDown: false }}
              />
            )
          }
        </Shown>
      </div>
      <Drawer
        opened={open !== undefined}
        onClose={() => setOpen(undefined)}
        title={open?.kind === "editing" ? t("queue.edit") : t("queue.create")}
        closeButtonProps={{ "aria-label": t("ui.close") }}
      >
        {open === undefined ? null : (
          <QueueForm
            queue={open.kind === "editing" ? open.queue : undefined}
            skills={skills}
            groups={groups}
            onDone={() => setOpen(undefined)}
          />
        )}
      </Drawer>
    </div>
  );
}
