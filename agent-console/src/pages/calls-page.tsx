/** The agent's own calls. */

import { listCalls } from "#protocol/api/calls.ts";
import { Button, SegmentedControl } from "@mantine/core";
import { IconPhone } from "@tabler/icons-react";
import { useState } from "react";
import { callRoute } from "../api/call-route.ts";
import { readingPages } from "../api/queries.ts";
import { openPanel } from "../desk/panels.ts";
import { useT } from "../i18n/use-t.ts";
import { CallTable } from "../ui/call-table.tsx";
import { Empty } from "../ui/outcome.tsx";
import { Paged } from "../ui/paged.tsx";
import { PageHead } from "../ui/panel.tsx";

const mine = (missed: "true" | "false") =>
  readingPages([listCalls.path, "mine", missed], (after, signal) =>
    callRoute(listCalls, { query: { mine: "true", missed, after } }, signal),
  );

export function CallsPage() {
  const t = useT();
  const [missed, setMissed] = useState<"true" | "false">("false");
  return (
    <div className="cb-page">
      <PageHead title={t("calls.mine")}>
        <SegmentedControl
          aria-label={t("calls.which")}
          value={missed}
          onChange={setMissed}
          data={[
            { value: "false", label: t("ui.all") },
            { value: "true", label: t("agent.missed") },
          ]}
        />
        <Button leftSection={<IconPhone size={14} aria-hidden />} onClick={() => openPanel("dial")}>
          {t("call.dial")}
        </Button>
      </PageHead>
      <div className="cb-panel">
        <Paged
          options={mine(missed)}
          empty={
            missed === "true" ? (
              <Empty title={t("calls.noneMissed")} />
            ) : (
              <Empty title={t("calls.none")}>{t("calls.noneYet")}</Empty>
            )
          }
        >
          {(calls) => <CallTable calls={calls} withAgent={false} />}
        </Paged>
      </div>
    </div>
  );
}
