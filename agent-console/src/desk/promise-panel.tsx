/** "I promise to …": one line and a date become a task that is linked to the call and the person. */

import { createActivity, listActivities } from "#protocol/api/crm.ts";
import type { CallView } from "#protocol/views/desk.ts";
import { Button, Checkbox, Group, SegmentedControl, TextInput } from "@mantine/core";
import { useState } from "react";
import { problemWords } from "../api/problem-words.ts";
import { useChange } from "../api/queries.ts";
import { useFormat } from "../i18n/format.ts";
import { useT } from "../i18n/use-t.ts";
import { serverNow } from "../live/clock.ts";
import { Panel } from "../ui/panel.tsx";
import { tellDone, tellFault } from "../ui/tell.ts";
import { DueField } from "../forms/due-field.tsx";

export function PromisePanel({ call }: { readonly call: CallView }) {
  const t = useT();
  const format = useFormat();
  const [kind, setKind] = useState<"task" | "note">("task");
  const [subject, setSubject] = useState("");
  const [dueAt, setDueAt] = useState<number | undefined>(undefined);
  const [isPrivate, setIsPrivate] = useState(false);
  const create = useChange(createActivity, [listActivities.path, "/api/contacts"]);
  const contact = call.pop.contact?.contact;

  const save = async () => {
    try {
      await create.mutateAsync({
        body: {
          kind,
          subject,
          isPrivate,
          interaction: call.interaction,
          ...(contact === undefined ? {} : { contact }),
          ...(kind === "task" && dueAt !== undefined ? { dueAt } : {}),
        },
      });
      tellDone(
        kind === "note" || dueAt === undefined
          ? t("promise.saved")
          : t("promise.savedFor", { when: format.dayTime(dueAt) }),
      );
      setSubject("");
      setDueAt(undefined);
    } catch (error) {
      tellFault(problemWords(t, error));
    }
  };

  return (
    <Panel
      title={t("promise.title")}
      actions={
        <SegmentedControl
          aria-label={t("promise.kind")}
          value={kind}
          onChange={(value) => setKind(value === "note" ? "note" : "task")}
          data={[
            { value: "task", label: t("promise.task") },
            { value: "note", label: t("promise.note") },
          ]}
        />
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (subject.trim() !== "") void save();
        }}
      >
        <TextInput
          label={kind === "task" ? t("promise.what") : t("promise.noteText")}
          placeholder={kind === "task" ? t("promise.example") : t("promise.noteExample")}
          maxLength={200}
          value={subject}
          onChange={(event) => setSubject(event.currentTarget.value)}
        />
        {kind === "task" ? <DueField value={dueAt} onChange={setDueAt} now={serverNow()} /> : null}
        <Group mt="sm" justify="space-between">
          <Checkbox
            label={t("promise.private")}
            checked={isPrivate}
            onChange={(event) => setIsPrivate(event.currentTarget.checked)}
          />
          <Button type="submit" variant="default" loading={create.isPending} disabled={subject.trim() === ""}>
            {kind === "task" ? t("promise.save") : t("promise.saveNote")}
          </Button>
        </Group>
      </form>
    </Panel>
  );
}
