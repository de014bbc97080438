/** Mail and chat beside the call: what the agent is asked to take, and what she has open. Nothing is shown without any. */

import type { WorkView } from "#protocol/views/desk.ts";
import { Button, Group } from "@mantine/core";
import { IconArrowForwardUp, IconCheck, IconMail, IconMessage, IconNotes, IconX } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useT } from "../i18n/use-t.ts";
import { useDesk } from "../live/stores.ts";
import { Panel } from "../ui/panel.tsx";
import { StateMark } from "../ui/state-mark.tsx";
import { Moment, Since, Until } from "../ui/ticking.tsx";
import { useFocusKept } from "../ui/use-focus-kept.ts";
import { useDispositionWord } from "./history-panels.tsx";
import { WorkOutcome, WorkPassOn } from "./work-dialogues.tsx";
import { useWorkActions } from "./work-actions.ts";
import { inOrder, useWorkWords } from "./work-words.ts";

export function WorkPanel({ work }: { readonly work: Readonly<Record<string, WorkView>> | undefined }) {
  const t = useT();
  const items = inOrder(work);
  if (items.length === 0) return null;
  return (
    <div style={{ marginBottom: "0.8rem" }}>
      <Panel title={t("work.title")} isFlush>
        <ul className="cb-rows">
          {items.map((item) => (
            <WorkRow key={item.interaction} item={item} />
          ))}
        </ul>
      </Panel>
    </div>
  );
}

function WorkRow({ item }: { readonly item: WorkView }) {
  const t = useT();
  const words = useWorkWords();
  const disposition = useDispositionWord();
  const { offer, medium, contact } = item;
  const subject = words.subject(item);
  // Accepting takes its own button away: the item itself keeps the focus.
  const heading = useFocusKept(offer === undefined ? "open" : "offered");
  return (
    <li
      data-look={offer === undefined ? "off" : "ringing"}
      style={{ display: "flex", gap: "0.8rem", alignItems: "center", flexWrap: "wrap" }}
    >
      <StateMark look={offer === undefined ? "off" : "ringing"} icon={medium === "mail" ? IconMail : IconMessage}>
        {t(`work.${medium}`)}
      </StateMark>
      <div style={{ flex: 1, minWidth: "12rem", overflowWrap: "anywhere" }}>
        <h3 ref={heading} tabIndex={-1} style={{ margin: 0, fontSize: "0.95rem", fontWeight: 620 }}>
          {subject}
        </h3>
        <span>
          {contact === undefined ? null : (
            <>
              <Link to="/contacts/$id" params={{ id: contact.contact }} className="cb-link">
                {contact.name}
              </Link>
              {" · "}
            </>
          )}
          {item.from}
        </span>
        <span className="cb-dim">
          {item.queue === undefined ? null : ` · ${item.queue}`}
          {" · "}
          {t("work.arrived")} <Moment instant={item.arrivedAt} />
        </span>
        {item.disposition === undefined && (item.note ?? "") === "" ? null : (
          <div className="cb-dim">
            {[item.disposition === undefined ? "" : disposition(item.disposition), item.note ?? ""]
              .filter((part) => part !== "")
              .join(" · ")}
          </div>
        )}
      </div>
      <span style={{ textAlign: "right" }} className={offer === undefined ? "cb-dim" : "cb-state-text"}>
        {offer === undefined ? (
          <>
            {t("work.open")} <Since instant={item.since} />
          </>
        ) : (
          <>
            <Until instant={offer.until} /> {t("call.untilMissed")}
          </>
        )}
      </span>
      {offer === undefined ? null : (
        <span className="cb-unseen" role="alert">
          {words.offered(item)}
        </span>
      )}
      <WorkButtons item={item} />
    </li>
  );
}

/** What can be done with it now; each button says of which item it is. */
export function WorkButtons({ item }: { readonly item: WorkView }) {
  const t = useT();
  const { accept, decline, close } = useWorkActions(item);
  const subject = useWorkWords().subject(item);
  const named = (word: string) => ({ "aria-label": `${word}: ${subject}` });
  if (item.offer === undefined) return <OpenButtons item={item} onClose={close} named={named} />;
  return (
    <Group gap="xs">
      <Button
        size="compact-sm"
        color="green"
        leftSection={<IconCheck size={16} aria-hidden />}
        onClick={accept}
        {...named(t("work.accept"))}
      >
        {t("work.accept")}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconX size={16} aria-hidden />}
        onClick={decline}
        {...named(t("work.decline"))}
      >
        {t("work.decline")}
      </Button>
    </Group>
  );
}

interface OpenProps {
  readonly item: WorkView;
  readonly onClose: () => void;
  readonly named: (word: string) => { readonly "aria-label": string };
}

/** Pass it on, say what came of it, close it; where its queue asks for an outcome, closing asks for it first. */
function OpenButtons({ item, onClose, named }: OpenProps) {
  const t = useT();
  const desk = useDesk();
  const [dialogue, setDialogue] = useState<"outcome" | "passOn">();
  const shut = () => setDialogue(undefined);
  const close = item.owesDisposition === true ? () => setDialogue("outcome") : onClose;
  return (
    <Group gap="xs">
      <Button size="compact-sm" variant="default" onClick={close} {...named(t("work.close"))}>
        {t("work.close")}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconArrowForwardUp size={16} aria-hidden />}
        onClick={() => setDialogue("passOn")}
        {...named(t("work.passOn"))}
      >
        {t("work.passOn")}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconNotes size={16} aria-hidden />}
        onClick={() => setDialogue("outcome")}
        {...named(t("work.outcome"))}
      >
        {t("work.outcome")}
      </Button>
      {dialogue === "outcome" ? <WorkOutcome item={item} onClose={shut} /> : null}
      {dialogue === "passOn" && desk !== undefined ? <WorkPassOn item={item} desk={desk} onClose={shut} /> : null}
    </Group>
  );
}
