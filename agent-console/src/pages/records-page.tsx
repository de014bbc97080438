/** All call records, for those who watch; every filter is in the address. */

import { listAgents } from "#protocol/api/people.ts";
import { listQueues } from "#protocol/api/admin.ts";
import { listCalls } from "#protocol/api/calls.ts";
import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { callRoute } from "../api/call-route.ts";
import { reading, readingPages } from "../api/queries.ts";
import { fromLocalField, toLocalField } from "../forms/due.ts";
import { useTimeZone } from "../i18n/format.ts";
import { useT } from "../i18n/use-t.ts";
import { CallTable } from "../ui/call-table.tsx";
import { endReasons, useEndReasonWord } from "../ui/end-reason.ts";
import { Empty } from "../ui/outcome.tsx";
import { Paged } from "../ui/paged.tsx";
import { PageHead } from "../ui/panel.tsx";

export function RecordsPage() {
  const t = useT();
  const timeZone = useTimeZone();
  const endReason = useEndReasonWord();
  const search = useSearch({ from: "/signedIn/records" });
  const navigate = useNavigate({ from: "/records" });
  const { data: queues = [] } = useQuery(reading(listQueues, {}));
  const { data: agents = [] } = useQuery(reading(listAgents, {}));
  const set = (part: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  const filled = (text: string) => (text === "" ? undefined : text);
  const anyOf = (options: readonly { readonly value: string; readonly label: string }[]) => [
    { value: "", label: t("ui.any") },
    ...options,
  ];
  const pages = readingPages([listCalls.path, search], (after, signal) =>
    callRoute(listCalls, { query: { ...search, after } }, signal),
  );
  return (
    <div className="cb-page">
      <PageHead title={t("nav.records")} />
      <div className="cb-panel" style={{ marginBottom: "0.8rem", padding: "0.7rem 0.8rem" }}>
        <div
          className="cb-form-grid"
          style={{ gridTemplateColumns: "repeat(auto-fit, minmax(10rem, 1fr))", alignItems: "end" }}
        >
          <TextInput
            label={t("call.number")}
            type="search"
            defaultValue={search.number ?? ""}
            onChange={(event) => set({ number: filled(event.currentTarget.value) })}
          />
          <NativeSelect
            label={t("call.queue")}
            data={anyOf(queues.map(({ id, name }) => ({ value: id, label: name })))}
            value={search.queue ?? ""}
            onChange={(event) => set({ queue: filled(event.currentTarget.value) })}
          />
          <NativeSelect
            label={t("call.agent")}
            data={anyOf(agents.map(({ id, name }) => ({ value: id, label: name })))}
            value={search.agent ?? ""}
            onChange={(event) => set({ agent: filled(event.currentTarget.value) })}
          />
          <NativeSelect
            label={t("call.outcome")}
            data={anyOf(endReasons.map((value) => ({ value, label: endReason(value) })))}
            value={search.endReason ?? ""}
            onChange={(event) => set({ endReason: filled(event.currentTarget.value) })}
          />
          <TextInput
            label={t("records.from")}
            type="datetime-local"
            value={search.from === undefined ? "" : toLocalField(search.from, timeZone)}
            onChange={(event) => set({ from: fromLocalField(event.currentTarget.value, timeZone) })}
          />
          <TextInput
            label={t("records.until")}
            type="datetime-local"
            value={search.until === undefined ? "" : toLocalField(search.until, timeZone)}
            onChange={(event) => set({ until: fromLocalField(event.currentTarget.value, timeZone) })}
          />
          <Button variant="default" onClick={() => void navigate({ search: {}, replace: true })}>
            {t("ui.clearFilters")}
          </Button>
        </div>
      </div>
      <div className="cb-panel">
        <Paged options={pages} empty={<Empty title={t("calls.none")}>{t("ui.tryOtherFilters")}</Empty>}>
          {(calls) => <CallTable calls={calls} withAgent />}
        </Paged>
      </div>
    </div>
  );
}
