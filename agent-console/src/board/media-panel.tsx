/** Today's figures by medium: callers, callbacks, mail and chat of each queue, for queues that have more than callers. */

import type { BoardView, QueueRow } from "#protocol/views/board.ts";
import { IconMail, IconMessage, IconPhone, IconPhoneOutgoing, type Icon } from "@tabler/icons-react";
import { clockText, useFormat } from "../i18n/format.ts";
import { useT } from "../i18n/use-t.ts";
import { DataTable, type Column } from "../ui/data-table.tsx";
import { Panel } from "../ui/panel.tsx";
import { StateMark } from "../ui/state-mark.tsx";
import { Since } from "../ui/ticking.tsx";
import { mediaRows, type MediumRow } from "./media-rows.ts";

export const mediumIcons: Readonly<Record<MediumRow["medium"], Icon>> = {
  voice: IconPhone,
  callback: IconPhoneOutgoing,
  mail: IconMail,
  chat: IconMessage,
};

export function MediaPanel({ board }: { readonly board: BoardView }) {
  const t = useT();
  const format = useFormat();
  const rows = mediaRows(Object.values<QueueRow>(board.queues));
  if (rows.length === 0) return null;
  const columns: readonly Column<MediumRow>[] = [
    {
      key: "medium",
      title: t("media.medium"),
      sortBy: ({ medium }) => medium,
      cell: ({ medium }) => (
        <StateMark look="off" icon={mediumIcons[medium]} isPlain>
          {t(`medium.${medium}`)}
        </StateMark>
      ),
    },
    { key: "queue", title: t("queue.name"), sortBy: ({ queue }) => queue, cell: ({ queue }) => queue },
    {
      key: "waiting",
      title: t("queue.waiting"),
      isNumber: true,
      sortBy: ({ waiting }) => waiting,
      cell: ({ waiting }) => format.count(waiting),
    },
    {
      key: "longest",
      title: t("queue.longest"),
      isNumber: true,
      sortBy: ({ longestSince }) => -(longestSince ?? Number.MAX_SAFE_INTEGER),
      cell: ({ longestSince }) => (longestSince === undefined ? "–" : <Since instant={longestSince} />),
    },
    {
      key: "done",
      title: t("media.done"),
      hint: t("formula.media"),
      isNumber: true,
      sortBy: ({ done }) => done,
      cell: ({ done, came }) => `${format.count(done)} / ${format.count(came)}`,
    },
    {
      key: "undone",
      title: t("media.undone"),
      hint: t("formula.mediaUndone"),
      isNumber: true,
      sortBy: ({ undone }) => undone,
      cell: ({ undone }) => format.count(undone),
    },
    {
      key: "wait",
      title: t("queue.asa"),
      hint: t("formula.asa"),
      isNumber: true,
      sortBy: ({ waitMs }) => waitMs ?? -1,
      cell: ({ waitMs }) => (waitMs === undefined ? "–" : clockText(waitMs)),
    },
  ];
  return (
    <Panel title={t("media.title")} isFlush>
      <DataTable
        label={t("media.title")}
        columns={columns}
        rows={rows}
        rowKey={({ queue, medium }) => `${queue} ${medium}`}
      />
    </Panel>
  );
}
