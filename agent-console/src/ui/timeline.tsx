/** What happened with a contact, newest first, by kind. */

import { readTimeline, timelineEntry, type TimelineEntry } from "#protocol/api/crm.ts";
import { NativeSelect } from "@mantine/core";
import {
  IconAddressBook,
  IconAddressBookOff,
  IconArchive,
  IconBuilding,
  IconChecklist,
  IconCircleCheck,
  IconCircleX,
  IconEdit,
  IconLink,
  IconLinkOff,
  IconNote,
  IconPhone,
  IconUserCheck,
  IconUserPlus,
  type Icon,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { callRoute } from "../api/call-route.ts";
import { readingPages } from "../api/queries.ts";
import { useT } from "../i18n/use-t.ts";
import { Empty } from "./outcome.tsx";
import { Paged } from "./paged.tsx";
import { Panel } from "./panel.tsx";
import { Moment } from "./ticking.tsx";

const icons: Readonly<Record<TimelineEntry["kind"], Icon>> = {
  "contact.created": IconUserPlus,
  "contact.changed": IconEdit,
  "contact.archived": IconArchive,
  "account.created": IconBuilding,
  "account.changed": IconBuilding,
  "account.archived": IconArchive,
  "account.joined": IconLink,
  "account.left": IconLinkOff,
  "point.added": IconAddressBook,
  "point.removed": IconAddressBookOff,
  "caller.chosen": IconUserCheck,
  "note.written": IconNote,
  "task.added": IconChecklist,
  "promise.given": IconChecklist,
  "activity.changed": IconEdit,
  "activity.done": IconCircleCheck,
  "activity.cancelled": IconCircleX,
  "interaction.ended": IconPhone,
};

export function Timeline({ contact }: { readonly contact: string }) {
  const t = useT();
  const [kind, setKind] = useState("");
  const pages = readingPages([readTimeline.path, contact, kind], (after, signal) =>
    callRoute(
      readTimeline,
      { params: { id: contact }, query: { after, kind: kind === "" ? undefined : kind } },
      signal,
    ),
  );
  return (
    <Panel
      title={t("timeline.title")}
      isFlush
      actions={
        <NativeSelect
          aria-label={t("timeline.filter")}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value)}
          data={[
            { value: "", label: t("timeline.everything") },
            ...timelineEntry.shape.kind.options.map((value) => ({ value, label: t(`timeline.${value}`) })),
          ]}
        />
      }
    >
      <Paged options={pages} empty={<Empty title={t("timeline.none")} />}>
        {(entries) => (
          <ol className="cb-rows">
            {entries.map((entry) => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </ol>
        )}
      </Paged>
    </Panel>
  );
}

function Entry({ entry }: { readonly entry: TimelineEntry }) {
  const t = useT();
  const Mark = icons[entry.kind];
  return (
    <li style={{ display: "flex", gap: "0.7rem" }}>
      <Mark size={17} aria-hidden style={{ flex: "none", marginTop: 2, color: "var(--cb-dim)" }} />
      <div style={{ flex: 1, minWidth: 0 }}>
        <div style={{ display: "flex", gap: "0.5rem", flexWrap: "wrap" }}>
          {entry.interaction === undefined ? (
            <strong>{t(`timeline.${entry.kind}`)}</strong>
          ) : (
            <Link to="/calls/$id" params={{ id: entry.interaction }} className="cb-link">
              {t(`timeline.${entry.kind}`)}
            </Link>
          )}
          <span className="cb-dim">
            <Moment instant={entry.at} />
            {entry.by === undefined ? null : ` · ${entry.by}`}
          </span>
        </div>
        <div style={{ overflowWrap: "anywhere" }}>{entry.summary}</div>
      </div>
    </li>
  );
}
