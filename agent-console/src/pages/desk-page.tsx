/** The agent's desk: before the shift, between calls, and with a call. */

import { refusalWords } from "../api/problem-words.ts";
import { useCall, useDesk, useLinkStore } from "../live/stores.ts";
import { usePhoneStore } from "../phone/phone-store.ts";
import { CallerPanel } from "../desk/caller-panel.tsx";
import { AlertCard } from "../desk/alert-card.tsx";
import { LastCallsPanel, OpenTasksPanel } from "../desk/history-panels.tsx";
import { IdleDesk } from "../desk/idle-desk.tsx";
import { PaperworkPanel } from "../desk/paperwork-panel.tsx";
import { PromisePanel } from "../desk/promise-panel.tsx";
import { ShiftStart } from "../desk/shift-start.tsx";
import { WorkPanel } from "../desk/work-panel.tsx";
import { useT } from "../i18n/use-t.ts";
import { Empty, Loading } from "../ui/outcome.tsx";
import { useFocusKept } from "../ui/use-focus-kept.ts";

export function DeskPage() {
  const t = useT();
  const desk = useDesk();
  const call = useCall();
  const shift = usePhoneStore((state) => state.shift);
  const refused = useLinkStore((state) => state.refused.desk);
  const heading = useFocusKept(`${call?.interaction} ${call?.stage} ${Object.keys(desk?.work ?? {}).join()}`);
  if (refused !== undefined) return <Empty title={refusalWords(t, refused)} />;
  if (desk === undefined) return <Loading />;
  if (call === undefined)
    return (
      <div className="cb-page">
        <h1 className="cb-unseen" ref={heading} tabIndex={-1}>
          {t("nav.desk")}
        </h1>
        {shift === "notStarted" ? <ShiftStart desk={desk} /> : null}
        <WorkPanel work={desk.work} />
        <IdleDesk desk={desk} />
      </div>
    );
  return (
    <div className="cb-page">
      <h1 className="cb-unseen" ref={heading} tabIndex={-1}>
        {t("nav.desk")}
      </h1>
      {shift === "notStarted" ? <ShiftStart desk={desk} /> : null}
      {call.stage === "alerting" ? <AlertCard call={call} /> : null}
      <WorkPanel work={desk.work} />
      <div className="cb-desk">
        <div className="cb-stack">
          <CallerPanel call={call} />
          <OpenTasksPanel tasks={call.pop.openTasks} />
          <LastCallsPanel calls={call.pop.lastCalls} />
        </div>
        <div className="cb-stack">
          <PaperworkPanel key={call.interaction} call={call} wrapUp={desk.wrapUp} />
          <PromisePanel key={`promise ${call.interaction}`} call={call} />
        </div>
      </div>
    </div>
  );
}
