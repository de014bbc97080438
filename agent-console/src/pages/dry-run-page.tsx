/** "Who would take this?": of somebody who waits, or of somebody who might come. Asking changes nothing. */

import { dryRunNewcomer, dryRunWaiting, type NewcomerInput } from "#protocol/api/dry-run.ts";
import { Button } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { reading, useChange } from "../api/queries.ts";
import { DryRunAnswer } from "../board/dry-run-answer.tsx";
import { DryRunForm } from "../board/dry-run-form.tsx";
import { useT } from "../i18n/use-t.ts";
import { Empty, Failure, Shown } from "../ui/outcome.tsx";
import { PageHead, Panel } from "../ui/panel.tsx";

export function DryRunPage() {
  const t = useT();
  const { queue, call } = useSearch({ from: "/signedIn/dry-run" });
  return (
    <div className="cb-page">
      <PageHead title={t("dryRun.ask")}>
        {call === undefined ? null : (
          <Link to="/dry-run" search={{}} className="cb-link">
            {t("dryRun.another")}
          </Link>
        )}
      </PageHead>
      {call === undefined ? <OfNewcomer key={queue ?? ""} queue={queue} /> : <OfWaiting key={call} call={call} />}
    </div>
  );
}

function OfWaiting({ call }: { readonly call: string }) {
  const t = useT();
  // What is true now may be wrong in a second: never an answer from before.
  const read = useQuery({ ...reading(dryRunWaiting, { params: { id: call } }), staleTime: 0, gcTime: 0 });
  // An old answer would stay on screen; that the caller has gone is the news.
  if (read.error !== null) return <Failure error={read.error} onRetry={() => void read.refetch()} />;
  return (
    <div className="cb-stack">
      <div>
        <RefreshButton isPending={read.isFetching} onClick={() => void read.refetch()} />{" "}
        <Link to="/calls/$id" params={{ id: call }} className="cb-link">
          {t("dryRun.call")}
        </Link>
      </div>
      <Shown read={read}>{(answer) => <DryRunAnswer answer={answer} />}</Shown>
    </div>
  );
}

function OfNewcomer({ queue }: { readonly queue: string | undefined }) {
  const t = useT();
  const ask = useChange(dryRunNewcomer, []);
  const [asked, setAsked] = useState<NewcomerInput>();
  const put = (newcomer: NewcomerInput) => {
    setAsked(newcomer);
    ask.mutate({ body: newcomer });
  };
  return (
    <div className="cb-stack">
      <Panel title={t("dryRun.newcomer")}>
        <DryRunForm queue={queue} isPending={ask.isPending} onAsk={put} />
      </Panel>
      {asked === undefined ? (
        <Empty title={t("dryRun.empty")}>{t("dryRun.emptyMore")}</Empty>
      ) : (
        <div>
          <RefreshButton isPending={ask.isPending} onClick={() => put(asked)} />
        </div>
      )}
      {ask.error === null ? null : <Failure error={ask.error} />}
      {ask.data === undefined ? null : <DryRunAnswer answer={ask.data} />}
    </div>
  );
}

function RefreshButton({ isPending, onClick }: { readonly isPending: boolean; readonly onClick: () => void }) {
  const t = useT();
  return (
    <Button variant="default" leftSection={<IconRefresh size={14} aria-hidden />} loading={isPending} onClick={onClick}>
      {t("dryRun.refresh")}
    </Button>
  );
}
