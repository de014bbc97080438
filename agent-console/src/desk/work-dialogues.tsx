/** What an agent says of a mail or chat that she has open, and to whom she passes it on. */

import type { DeskView, WorkView } from "#protocol/views/desk.ts";
import { Button, Group, Modal, Text, Textarea } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useT } from "../i18n/use-t.ts";
import { useAsk } from "../live/use-ask.ts";
import { Dispositions } from "./dispositions.tsx";
import { TransferList } from "./transfer-list.tsx";
import { usePaperwork } from "./use-paperwork.ts";
import { useWorkWords } from "./work-words.ts";

interface Props {
  readonly item: WorkView;
  readonly onClose: () => void;
}

export function WorkOutcome({ item, onClose }: Props) {
  const t = useT();
  const subject = useWorkWords().subject(item);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("work.outcomeOf", { subject })}
      closeButtonProps={{ "aria-label": t("ui.close") }}
    >
      <OutcomeForm item={item} onClose={onClose} />
    </Modal>
  );
}

function OutcomeForm({ item, onClose }: Props) {
  const t = useT();
  const ask = useAsk();
  const { interaction, note = "", disposition } = item;
  const paperwork = usePaperwork({ interaction, note, disposition, isHers: true }, undefined);
  const isOwed = item.owesDisposition === true && paperwork.disposition === undefined;
  const save = async (): Promise<boolean> => paperwork.isSaved || (await paperwork.save());
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save().then((isDone) => (isDone ? onClose() : undefined));
      }}
    >
      <Textarea
        data-autofocus
        label={t("note.label")}
        placeholder={t("note.placeholder")}
        autosize
        minRows={3}
        maxRows={12}
        maxLength={10_000}
        value={paperwork.note}
        onChange={(event) => paperwork.setNote(event.currentTarget.value)}
      />
      <Dispositions chosen={paperwork.disposition} onChoose={paperwork.choose} digits="none" />
      <Group mt="md" gap="xs">
        <Button type="submit" leftSection={<IconCheck size={16} aria-hidden />}>
          {t("note.save")}
        </Button>
        <Button
          variant="default"
          disabled={isOwed}
          onClick={() =>
            void save().then((isDone) => (isDone ? void ask({ kind: "closeWork", interaction }) : undefined))
          }
        >
          {t("work.saveAndClose")}
        </Button>
        {isOwed ? <Text size="sm">{t("work.outcomeOwed")}</Text> : null}
      </Group>
    </form>
  );
}

export function WorkPassOn({ item, desk, onClose }: Props & { readonly desk: DeskView }) {
  const t = useT();
  const ask = useAsk();
  const subject = useWorkWords().subject(item);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("work.passOnTitle", { subject })}
      closeButtonProps={{ "aria-label": t("ui.close") }}
    >
      <TransferList
        desk={desk}
        onQueueOrColleague={(to) => ask({ kind: "passOnWork", interaction: item.interaction, to })}
        onDone={onClose}
      />
    </Modal>
  );
}
