/** What happened before and what was promised, so that the agent resumes where the last contact stopped. */

import type { OpenTask, PastCall } from "#protocol/views/desk.ts";
import { listDispositions } from "#protocol/api/admin.ts";
import { IconArrowDownLeft, IconArrowUpRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { reading } from "../api/queries.ts";
import { useFormat } from "../i18n/format.ts";
import { isLanguage } from "../i18n/language.ts";
import { useT } from "../i18n/use-t.ts";
import { Empty } from "../ui/outcome.tsx";
import { Panel } from "../ui/panel.tsx";
import { StateMark } from "../ui/state-mark.tsx";
import { Moment } from "../ui/ticking.tsx";

export function OpenTasksPanel({ tasks }: { readonly tasks: readonly OpenTask[] }) {
  const t = useT();
  const format = useFormat();
  const sorted = tasks.toSorted(
    (a, b) => (a.dueAt ?? Number.POSITIVE_INFINITY) - (b.dueAt ?? Number.POSITIVE_INFINITY),
  );
  return (
    <Panel title={t("pop.openTasks")} isFlush>
      {tasks.length === 0 ? (
        <Empty title={t("pop.noTasks")} />
      ) : (
        <ul className="cb-rows">
          {sorted.map((task) => (
            <li key={task.id} style={{ display: "flex", gap: "0.6rem", justifyContent: "space-between" }}>
              <span>{task.subject}</span>
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
      )}
    </Panel>
  );
}

/** The disposition's label in the reader's language; a code that is gone shows itself. */
export function useDispositionWord(): (code: string) => string {
  const { i18n } = useTranslation();
  const { data } = useQuery({ ...reading(listDispositions, {}), staleTime: 300_000 });
  const language = isLanguage(i18n.language) ? i18n.language : "en";
  return useCallback((code) => data?.find((each) => each.code === code)?.label[language] ?? code, [data, language]);
}

export function LastCallsPanel({ calls }: { readonly calls: readonly PastCall[] }) {
  const t = useT();
  const word = useDispositionWord();
  return (
    <Panel title={t("pop.lastCalls")} isFlush>
      {calls.length === 0 ? (
        <Empty title={t("pop.noCalls")} />
      ) : (
        <ul className="cb-rows">
          {calls.map((call) => (
            <li key={call.interaction}>
              <div style={{ display: "flex", gap: "0.5rem", alignItems: "center", flexWrap: "wrap" }}>
                <DirectionMark direction={call.direction} />
                <Link to="/calls/$id" params={{ id: call.interaction }} className="cb-link">
                  <Moment instant={call.startedAt} />
                </Link>
                <span className="cb-dim">
                  {[call.queue, call.agent].filter((part) => part !== undefined).join(" · ")}
                </span>
                {call.disposition === undefined ? null : (
                  <span style={{ marginLeft: "auto" }}>{word(call.disposition)}</span>
                )}
              </div>
              {call.note === undefined || call.note === "" ? null : <div style={{ marginTop: 3 }}>{call.note}</div>}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

export function DirectionMark({ direction }: { readonly direction: "inbound" | "outbound" }) {
  const t = useT();
  const Mark = direction === "inbound" ? IconArrowDownLeft : IconArrowUpRight;
  const word = t(`direction.${direction}`);
  return (
    <span title={word} style={{ display: "inline-flex" }}>
      <Mark size={16} role="img" aria-label={word} />
    </span>
  );
}
