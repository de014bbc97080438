/** The agent's own calls. */

import { listCalls } from "#protocol/api/calls.ts";
import { Button } from "@mantine/core";
import { IconPhone } from "@tabler/icons-react";
import { callRoute } from "../api/call-route.ts";
import { readingPages } from "../api/queries.ts";
import { openPanel } from "../desk/panels.ts";
import { useT } from "../i18n/use-t.ts";
import { CallTable } from "../ui/call-table.tsx";
import { Empty } from "../ui/outcome.tsx";
import { Paged } from "../ui/paged.tsx";
import { PageHead } from "../ui/panel.tsx";

const mine = readingPages([listCalls.path, "mine"], (after, signal) =>
  callRoute(listCalls, { query: { mine: "true", after } }, signal),
);

export function CallsPage() {
  const t = useT();
  return (
    <div className="cb-page">
      <PageHead title={t("calls.mine")}>
        <Button leftSection={<IconPhone size={14} aria-hidden />} onClick={() => openPanel("dial")}>
          {t("call.dial")}
        </Button>
      </PageHead>
      <div className="cb-panel">
        <Paged options={mine} empty={<Empty title={t("calls.none")}>{t("calls.noneYet")}</Empty>}>
          {(calls) => <CallTable calls={calls} withAgent={false} />}
        </Paged>
      </div>
    </div>
  );
}
