/** Tasks and notes, with the box that marks a task done, and taking that back. */

import { changeActivity, listActivities, type Activity } from "#protocol/api/crm.ts";
import { Button, Checkbox } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { notifications } from "@mantine/notifications";
import { Link } from "@tanstack/react-router";
import type { z } from "zod";
import { callRoute } from "../api/call-route.ts";
import { problemWords } from "../api/problem-words.ts";
import { readingPages, useChange } from "../api/queries.ts";
import { useFormat } from "../i18n/format.ts";
import { useT } from "../i18n/use-t.ts";
import { Empty } from "./outcome.tsx";
import { Paged } from "./paged.tsx";
import { StateMark } from "./state-mark.tsx";
import { tellFault } from "./tell.ts";
import { Moment } from "./ticking.tsx";

interface Props {
  readonly query: z.input<typeof listActivities.query>;
  readonly withContact?: boolean;
}

export function ActivityList({ query, withContact = false }: Props) {
  const t = useT();
  const pages = readingPages([listActivities.path, query], (after, signal) =>
    callRoute(listActivities, { query: { ...query, after } }, signal),
  );
  return (
    <Paged options={pages} empty={<Empty title={query.kind === "note" ? t("notes.none") : t("tasks.none")} />}>
      {(activities) => (
        <ul className="cb-rows">
          {activities.map((activity) => (
            <ActivityRow key={activity.id} activity={activity} withContact={withContact} />
          ))}
        </ul>
      )}
    </Paged>
  );
}

const UNDO_MS = 6_000;

function ActivityRow({ activity, withContact }: { readonly activity: Activity; readonly withContact: boolean }) {
  const t = useT();
  const format = useFormat();
  const change = useChange(changeActivity, [listActivities.path, "/api/contacts"]);
  const isDone = activity.doneAt !== undefined;
  const mark = async (next: boolean, version: number) => {
    try {
      const changed = await change.mutateAsync({ params: { id: activity.id }, body: { version, isDone: next } });
      if (!next) return;
      const id = `done-${activity.id}`;
      notifications.show({
        id,
        autoClose: UNDO_MS,
        message: (
          <>
            {t("task.marked", { subject: activity.subject })}{" "}
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => {
                notifications.hide(id);
                void mark(false, changed.version);
              }}
            >
              {t("ui.undo")}
            </Button>
          </>
        ),
      });
    } catch (error) {
      tellFault(problemWords(t, error));
    }
  };
  return (
    <li style={{ display: "flex", gap: "0.7rem", alignItems: "flex-start" }}>
      {activity.kind === "task" ? (
        <Checkbox
          mt={2}
          aria-label={t("task.done", { subject: activity.subject })}
          checked={isDone}
          disabled={change.isPending}
          onChange={(event) => void mark(event.currentTarget.checked, activity.version)}
        />
      ) : null}
      <div style={{ flex: 1, minWidth: 0 }}>
        <div style={{ textDecoration: isDone ? "line-through" : "none", overflowWrap: "anywhere" }}>
          {activity.isPrivate ? <IconLock size={13} role="img" aria-label={t("promise.private")} /> : null}{" "}
          {activity.subject}
        </div>
        {activity.body === "" ? null : (
          <div className="cb-dim" style={{ whiteSpace: "pre-wrap" }}>
            {activity.body}
          </div>
        )}
        <div className="cb-dim" style={{ fontSize: "0.8rem" }}>
          {withContact && activity.contact !== undefined ? (
            <>
              <Link to="/contacts/$id" params={{ id: activity.contact }} className="cb-link">
                {activity.contactName ?? t("contact.open")}
              </Link>
              {" · "}
            </>
          ) : null}
          {activity.interaction === undefined ? null : (
            <>
              <Link to="/calls/$id" params={{ id: activity.interaction }} className="cb-link">
                {t("call.one")}
              </Link>
              {" · "}
            </>
          )}
          {activity.ownerName} · <Moment instant={activity.createdAt} />
        </div>
      </div>
      {activity.dueAt === undefined ? null : activity.isOverdue ? (
        <StateMark look="fault">
          {t("task.overdue")} · {format.dayTime(activity.dueAt)}
        </StateMark>
      ) : (
        <span className="cb-dim cb-figure">{format.dayTime(activity.dueAt)}</span>
      )}
    </li>
  );
}
