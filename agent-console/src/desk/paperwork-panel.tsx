/** Note, disposition and the end of the call's paperwork; usable from the first ring to the end of wrap-up. */

import type { CallView, DeskView } from "#protocol/views/desk.ts";
import { Button, Group, Switch, Text, Textarea } from "@mantine/core";
import { IconCheck, IconClockPlus } from "@tabler/icons-react";
import { startTransition, useOptimistic } from "react";
import { useT } from "../i18n/use-t.ts";
import { useKeyAction } from "../keys/use-keys.ts";
import { useAsk } from "../live/use-ask.ts";
import { Panel } from "../ui/panel.tsx";
import { Until } from "../ui/ticking.tsx";
import { Dispositions } from "./dispositions.tsx";
import { hasClock, matterOf, usePaperwork } from "./use-paperwork.ts";

interface Props {
  readonly call: CallView;
  readonly wrapUp: DeskView["wrapUp"];
}

export function PaperworkPanel({ call, wrapUp }: Props) {
  const t = useT();
  const paperwork = usePaperwork(matterOf(call), wrapUp);
  const isWrapUp = wrapUp?.interaction === call.interaction;
  useKeyAction("saveAndNext", () => void paperwork.saveAndNext());
  return (
    <Panel
      title={isWrapUp ? t("wrapUp.title") : t("note.title")}
      actions={isWrapUp ? <WrapUpClock wrapUp={wrapUp} /> : null}
    >
      <Textarea
        label={t("note.label")}
        placeholder={t("note.placeholder")}
        autosize
        minRows={4}
        maxRows={14}
        maxLength={10_000}
        value={paperwork.note}
        onChange={(event) => paperwork.setNote(event.currentTarget.value)}
      />
      <Text size="xs" c="dimmed" mt={4} aria-live="polite">
        {savedWords()}
      </Text>
      <Dispositions chosen={paperwork.disposition} onChoose={paperwork.choose} digits={isWrapUp ? "bare" : "withAlt"} />
      {call.isWrapUpWanted === undefined ? null : (
        <WrapUpWish interaction={call.interaction} isWanted={call.isWrapUpWanted} />
      )}
      <Group mt="md" gap="xs">
        <Button
          leftSection={<IconCheck size={16} aria-hidden />}
          onClick={() => void paperwork.saveAndNext()}
          disabled={paperwork.ending === "outcomeOwed"}
          title="Alt+Enter"
        >
          {isWrapUp && paperwork.ending !== "byClock" ? t("wrapUp.saveAndNext") : t("note.save")}
        </Button>
        {paperwork.ending === "outcomeOwed" ? <Text size="sm">{t("wrapUp.chooseFirst")}</Text> : null}
        {paperwork.ending === "byClock" ? <Text size="sm">{t("wrapUp.byClock")}</Text> : null}
      </Group>
    </Panel>
  );

  function savedWords(): string {
    if (paperwork.isSaved) return paperwork.note === "" ? t("note.hint") : t("note.onServer");
    return paperwork.isKeptHere ? t("note.keptHere") : t("note.typing");
  }
}

/** Shows at once what was asked for, so that a second press before the server's answer takes the first one back. */
function WrapUpWish({ interaction, isWanted }: { readonly interaction: string; readonly isWanted: boolean }) {
  const t = useT();
  const ask = useAsk();
  const [shown, setShown] = useOptimistic(isWanted);
  const wish = (next: boolean) =>
    startTransition(async () => {
      setShown(next);
      await ask({ kind: "requestWrapUp", interaction, isWanted: next });
    });
  return (
    <Switch mt="md" label={t("wrapUp.want")} checked={shown} onChange={(event) => wish(event.currentTarget.checked)} />
  );
}

/** What is left of a wrap-up, and more of it; without a clock there is nothing to count. */
function WrapUpClock({ wrapUp }: { readonly wrapUp: NonNullable<DeskView["wrapUp"]> }) {
  const t = useT();
  const ask = useAsk();
  if (!hasClock(wrapUp)) return <span className="cb-dim">{t("wrapUp.noClock")}</span>;
  const seconds = Math.round((wrapUp.extensionMs ?? PLAIN_EXTENSION_MS) / 1_000);
  return (
    <Group gap="xs" wrap="nowrap">
      <span className="cb-state" data-look="wrapUp" role="timer" aria-label={t("wrapUp.left")}>
        <Until instant={wrapUp.until} />
      </span>
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<IconClockPlus size={14} aria-hidden />}
        disabled={!wrapUp.canExtend}
        title={wrapUp.canExtend ? t("wrapUp.extendLong", { seconds }) : t("refusal.wrapUpAtLimit")}
        onClick={() => void ask({ kind: "extendWrapUp", interaction: wrapUp.interaction })}
      >
        {t("wrapUp.extend", { seconds })}
      </Button>
    </Group>
  );
}

/** What a server that does not say means. */
const PLAIN_EXTENSION_MS = 30_000;
