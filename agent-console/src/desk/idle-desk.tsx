/** Between calls: how the queues stand, what is due, whom one talked to. */

import { listActivities } from "#protocol/api/crm.ts";
import { listCalls } from "#protocol/api/calls.ts";
import type { DeskView } from "#protocol/views/desk.ts";
import { useQuery } from "@tanstack/react-query";
import { IconPhoneX } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { isUnder, queryClient, reading } from "../api/queries.ts";
import { clockText, useFormat } from "../i18n/format.ts";
import { usePhoneWords } from "../i18n/use-phone-words.ts";
import { useT } from "../i18n/use-t.ts";
import { DataTable } from "../ui/data-table.tsx";
import { Empty, Shown } from "../ui/outcome.tsx";
import { NumberLink } from "../ui/number-link.tsx";
import { Panel } from "../ui/panel.tsx";
import { StateMark } from "../ui/state-mark.tsx";
import { Moment, Since } from "../ui/ticking.tsx";
import { Tile } from "../ui/tile.tsx";
import { DirectionMark, useDispositionWord } from "./history-panels.tsx";

const SHOWN_MAX = 8;

export function IdleDesk({ desk }: { readonly desk: DeskView }) {
  const t = useT();
  const format = useFormat();
  const { answered, took = 0, handleMs, missed } = desk.today;
  return (
    <div className="cb-stack">
      <dl className="cb-tiles" style={{ margin: 0 }}>
        <Tile title={t("today.answered")}>{format.count(answered)}</Tile>
        {took === 0 ? null : <Tile title={t("today.took")}>{format.count(took)}</Tile>}
        <Tile title={t("today.aht")} hint={t("formula.aht")}>
          {answered === 0 ? "–" : clockText(handleMs / answered)}
        </Tile>
        <Tile title={t("today.missed")} {...(missed > 0 ? { look: "paused" } : {})}>
          {format.count(missed)}
        </Tile>
      </dl>
      <div className="cb-desk">
        <div className="cb-stack">
          <QueuesPanel desk={desk} />
          <MyLastCalls taken={answered + took + missed} />
        </div>
        <MyTasks />
      </div>
    </div>
  );
}

function QueuesPanel({ desk }: { readonly desk: DeskView }) {
  const t = useT();
  const format = useFormat();
  const queues = Object.values(desk.queues);
  return (
    <Panel title={t("queues.title")} isFlush>
      {queues.length === 0 ? (
        <Empty title={t("queues.none")} />
      ) : (
        <DataTable
          label={t("queues.title")}
          rows={queues}
          rowKey={(queue) => queue.id}
          first={{ key: "name", isDown: false }}
          columns={[
            { key: "name", title: t("queue.name"), cell: (queue) => queue.name, sortBy: (queue) => queue.name },
            {
              key: "waiting",
              title: t("queue.waiting"),
              isNumber: true,
              cell: (queue) => format.count(queue.waiting),
              sortBy: (queue) => queue.waiting,
            },
            {
              key: "longest",
              title: t("queue.longest"),
              isNumber: true,
              cell: (queue) => (queue.longestSince === undefined ? "–" : <Since instant={queue.longestSince} />),
            },
            {
              key: "ready",
              title: t("queue.ready"),
              isNumber: true,
              cell: (queue) => format.count(queue.ready),
              sortBy: (queue) => queue.ready,
            },
          ]}
        />
      )}
    </Panel>
  );
}

function MyLastCalls({ taken }: { readonly taken: number }) {
  const t = useT();
  const word = useDispositionWord();
  const phone = usePhoneWords();
  const read = useQuery(reading(listCalls, { query: { mine: "true", limit: SHOWN_MAX } }));
  // One more call, answered or missed, means that the list has a new row.
  useEffect(() => {
    void queryClient.invalidateQueries({ predicate: ({ queryKey }) => isUnder(queryKey[0], listCalls.path) });
  }, [taken]);
  return (
    <Panel
      title={t("calls.mine")}
      isFlush
      actions={
        <Link to="/calls" className="cb-link">
          {t("ui.all")}
        </Link>
      }
    >
      <Shown read={read}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t("calls.none")}>{t("calls.noneYet")}</Empty>
          ) : (
            <ul className="cb-rows">
              {items.map((call) => {
                const other = call.direction === "inbound" ? call.from : call.to;
                return (
                  <li key={call.id} style={{ display: "flex", gap: "0.6rem", alignItems: "center", flexWrap: "wrap" }}>
                    <DirectionMark direction={call.direction} />
                    <Link to="/calls/$id" params={{ id: call.id }} className="cb-link">
                      {call.contactName ?? (other === undefined ? t("pop.withheld") : phone(other))}
                    </Link>
                    {other === undefined ? null : <NumberLink number={other} contact={call.contact} />}
                    {call.wasMissed === true ? (
                      <StateMark look="paused" icon={IconPhoneX}>
                        {t("call.missedIt")}
                      </StateMark>
                    ) : null}
                    <span className="cb-dim" style={{ marginLeft: "auto" }}>
                      {call.disposition === undefined ? "" : `${word(call.disposition)} · `}
                      <Moment instant={call.startedAt} />
                    </span>
                  </li>
                );
              })}
            </ul>
          )
        }
      </Shown>
    </Panel>
  );
}

function MyTasks() {
  const t = useT();
  const format = useFormat();
  const read = useQuery(
    reading(listActivities, { query: { mine: "true", open: "true", kind: "task", limit: SHOWN_MAX } }),
  );
  return (
    <Panel
      title={t("tasks.mine")}
      isFlush
      actions={
        <Link to="/tasks" className="cb-link">
          {t("ui.all")}
        </Link>
      }
    >
      <Shown read={read}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t("tasks.none")} />
          ) : (
            <ul className="cb-rows">
              {items.map((task) => (
                <li
                  key={task.id}
                  style={{ display: "flex", gap: "0.6rem", justifyContent: "space-between", flexWrap: "wrap" }}
                >
                  <span>
                    {task.subject}{" "}
                    {task.contact === undefined ? null : (
                      <Link to="/contacts/$id" params={{ id: task.contact }} className="cb-link">
                        {task.contactName ?? t("contact.open")}
                      </Link>
                    )}
                  </span>
                  {task.dueAt === undefined ? null : task.isOverdue ? (
                    <StateMark look="fault">
                      {t("task.overdue")} · {format.dayTime(task.dueAt)}
                    </StateMark>
                  ) : (
                    <span className="cb-dim">{format.dayTime(task.dueAt)}</span>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </Panel>
  );
}
