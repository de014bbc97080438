/** Whom we have promised to call back: those still promised and those that have ended; booked, moved and cancelled here. */

import { listQueues } from "#protocol/api/admin.ts";
import { cancelCallback, listCallbacks, type CallbackView } from "#protocol/api/callbacks.ts";
import { Button, Drawer, Group, NativeSelect, SegmentedControl } from "@mantine/core";
import { IconCalendarTime, IconPlus, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { callRoute } from "../api/call-route.ts";
import { reading, readingPages, useChange } from "../api/queries.ts";
import { hasRole, useMe } from "../api/session.ts";
import { CallbackBookForm, CallbackMoveForm } from "../forms/callback-form.tsx";
import { useFormat } from "../i18n/format.ts";
import { usePhoneWords } from "../i18n/use-phone-words.ts";
import { useT } from "../i18n/use-t.ts";
import { useNow } from "../live/clock.ts";
import { callbackOrigins } from "../ui/callback-words.ts";
import { codeWord } from "../ui/code-words.ts";
import { confirm } from "../ui/confirm.tsx";
import { DataTable, type Column } from "../ui/data-table.tsx";
import { IconButton } from "../ui/icon-button.tsx";
import { NumberLink } from "../ui/number-link.tsx";
import { Empty } from "../ui/outcome.tsx";
import { Paged } from "../ui/paged.tsx";
import { PageHead } from "../ui/panel.tsx";
import { StateMark } from "../ui/state-mark.tsx";
import { useAttempt } from "../ui/use-attempt.ts";

type Open = { readonly kind: "booking" } | { readonly kind: "moving"; readonly callback: CallbackView } | undefined;

export function CallbacksPage() {
  const t = useT();
  const [open, setOpen] = useState<Open>(undefined);
  const close = () => setOpen(undefined);
  const { state = "open", queue } = useSearch({ from: "/signedIn/callbacks" });
  const navigate = useNavigate({ from: "/callbacks" });
  const { data: queues = [] } = useQuery(reading(listQueues, {}));
  const pages = readingPages([listCallbacks.path, { state, queue }], (after, signal) =>
    callRoute(listCallbacks, { query: { state, queue, after } }, signal),
  );
  const set = (part: { state?: "open" | "ended"; queue?: string | undefined }) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  return (
    <div className="cb-page">
      <PageHead title={t("callbacks.title")}>
        <SegmentedControl
          aria-label={t("callbacks.which")}
          value={state}
          onChange={(value) => set({ state: value === "ended" ? "ended" : "open" })}
          data={[
            { value: "open", label: t("callbacks.open") },
            { value: "ended", label: t("callbacks.ended") },
          ]}
        />
        <NativeSelect
          aria-label={t("call.queue")}
          data={[
            { value: "", label: t("callbacks.allQueues") },
            ...queues.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={queue ?? ""}
          onChange={({ currentTarget: { value } }) => set({ queue: value === "" ? undefined : value })}
        />
        <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setOpen({ kind: "booking" })}>
          {t("callbacks.book")}
        </Button>
      </PageHead>
      <div className="cb-panel">
        <Paged
          options={pages}
          empty={
            <Empty title={state === "open" ? t("callbacks.none") : t("callbacks.noneEnded")}>
              {t("callbacks.whence")}
            </Empty>
          }
        >
          {(callbacks) => (
            <CallbackTable
              callbacks={callbacks}
              isOpen={state === "open"}
              onMove={(callback) => setOpen({ kind: "moving", callback })}
            />
          )}
        </Paged>
      </div>
      <Drawer
        opened={open !== undefined}
        onClose={close}
        title={open?.kind === "moving" ? t("callbacks.moveTitle") : t("callbacks.book")}
        closeButtonProps={{ "aria-label": t("ui.close") }}
      >
        {open?.kind === "moving" ? <CallbackMoveForm callback={open.callback} onDone={close} /> : null}
        {open?.kind === "booking" ? <CallbackBookForm onDone={close} /> : null}
      </Drawer>
    </div>
  );
}

interface TableProps {
  readonly callbacks: readonly CallbackView[];
  readonly isOpen: boolean;
  readonly onMove: (callback: CallbackView) => void;
}

function CallbackTable({ callbacks, isOpen, onMove }: TableProps) {
  const t = useT();
  const format = useFormat();
  const originWord = ({ origin }: CallbackView) => {
    const word = callbackOrigins[origin];
    return word === undefined ? origin : t(word);
  };
  const lastTry = ({ lastAttemptAt, lastCause }: CallbackView) =>
    lastAttemptAt === undefined ? undefined : [format.dayTime(lastAttemptAt), lastCause].filter(Boolean).join(" · ");
  const columns: readonly Column<CallbackView>[] = [
    isOpen
      ? {
          key: "when",
          title: t("callbacks.due"),
          cell: ({ dueAt }) => format.dayTime(dueAt),
        }
      : {
          key: "when",
          title: t("callbacks.endedAt"),
          cell: ({ endedAt }) => (endedAt === undefined ? "–" : format.dayTime(endedAt)),
        },
    { key: "who", title: t("callbacks.customer"), cell: (callback) => <Customer callback={callback} /> },
    {
      key: "state",
      title: t("callbacks.state"),
      // The buttons stand beside the state, and below it where it is narrow: never where one has to scroll for them.
      cell: (callback) => (
        <Group gap={6}>
          <CallbackState callback={callback} />
          {isOpen ? <Change callback={callback} onMove={() => onMove(callback)} /> : null}
        </Group>
      ),
    },
    {
      key: "queue",
      title: t("call.queue"),
      isWideOnly: true,
      cell: ({ queueName, agent, agentName }) => (
        <>
          {queueName ?? "–"}
          {agent === undefined ? null : <div className="cb-dim">{agentName ?? agent}</div>}
        </>
      ),
    },
    {
      key: "since",
      title: t("callbacks.since"),
      isWideOnly: true,
      cell: ({ bookedAt }) => format.dayTime(bookedAt),
    },
    {
      key: "attempts",
      title: t("callbacks.attempts"),
      isNumber: true,
      isWideOnly: true,
      cell: (callback) => <span title={lastTry(callback)}>{format.count(callback.attempts)}</span>,
    },
    { key: "origin", title: t("callbacks.origin"), isWideOnly: true, cell: originWord },
  ];
  return <DataTable label={t("callbacks.title")} columns={columns} rows={callbacks} rowKey={({ id }) => id} />;
}

function Customer({ callback: { number, name, contact, note } }: { readonly callback: CallbackView }) {
  return (
    <>
      {name === undefined ? null : contact === undefined ? (
        <div>{name}</div>
      ) : (
        <div>
          <Link to="/contacts/$id" params={{ id: contact }} className="cb-link">
            {name}
          </Link>
        </div>
      )}
      <NumberLink number={number} contact={contact} />
      {note === "" ? null : <div className="cb-dim">{note}</div>}
    </>
  );
}

/** Until when it is put off (an attempt in vain, calling hours) only routing knows: what is due is not called in line here. */
function CallbackState({ callback: { outcome, dueAt, attempts } }: { readonly callback: CallbackView }) {
  const t = useT();
  const now = useNow();
  if (outcome !== undefined)
    return <StateMark look={outcome === "reached" ? "ready" : "off"}>{codeWord(t, "outcome", outcome)}</StateMark>;
  if (dueAt > now) return <StateMark look="paused">{t("callbacks.planned")}</StateMark>;
  return <StateMark look="accent">{attempts > 0 ? t("callbacks.triedBefore") : t("callbacks.dueNow")}</StateMark>;
}

/** Offered for every callback to those who watch, to an agent for what is hers: for her, or booked by her. */
function Change({ callback, onMove }: { readonly callback: CallbackView; readonly onMove: () => void }) {
  const t = useT();
  const me = useMe();
  const phone = usePhoneWords();
  const attempt = useAttempt();
  const cancel = useChange(cancelCallback, [listCallbacks.path]);
  const isMine = callback.agent === me.id || callback.bookedBy === me.id;
  if (!isMine && !hasRole(me, "supervisor", "admin")) return null;
  const who = callback.name ?? phone(callback.number);
  return (
    <Group gap={4} wrap="nowrap">
      <IconButton size="sm" label={t("callbacks.moveOf", { who })} icon={IconCalendarTime} onClick={onMove} />
      <IconButton
        size="sm"
        label={t("callbacks.cancelOf", { who })}
        icon={IconX}
        onClick={() =>
          confirm(t, t("callbacks.cancelOf", { who }), t("callbacks.cancelRule"), t("callbacks.cancel"), () => {
            void attempt(() => cancel.mutateAsync({ params: { id: callback.id } }), t("callbacks.cancelled"));
          })
        }
      />
    </Group>
  );
}
