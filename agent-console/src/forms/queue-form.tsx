/** A queue's settings, in sections that answer one question each. */

import { changeQueue, createQueue, listQueues, queueInput, type QueueAdminView } from "#protocol/api/admin.ts";
import { type skillView } from "#protocol/api/people.ts";
import { Button, Group, Stack, Tabs, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { z } from "zod";
import { problemWords } from "../api/problem-words.ts";
import { useChange } from "../api/queries.ts";
import { useT } from "../i18n/use-t.ts";
import { tellFault } from "../ui/tell.ts";
import { fieldErrors, serverFieldErrors } from "./field-errors.ts";
import { AtTheAgent } from "./queue/at-the-agent.tsx";
import { HowMeasured } from "./queue/how-measured.tsx";
import {
  queueInputOf,
  shownProblems,
  valuesOfQueue,
  type QueueSectionProps,
  type QueueValues,
} from "./queue/queue-values.ts";
import { TooLong } from "./queue/too-long.tsx";
import { WhileWaiting } from "./queue/while-waiting.tsx";
import { WhoCanTake } from "./queue/who-can-take.tsx";

interface Section {
  readonly name: "who" | "waiting" | "tooLong" | "agent" | "measured";
  readonly Content: (props: QueueSectionProps) => ReactNode;
  readonly fields: readonly (keyof QueueValues)[];
}

/** In the order of a call: who, how, while it waits, when that lasts too long, at the agent, and afterwards in figures. */
const sections: readonly Section[] = [
  { name: "who", Content: WhoCanTake, fields: ["requirement"] },
  { name: "waiting", Content: WhileWaiting, fields: ["priority", "relaxation", "announceS"] },
  { name: "tooLong", Content: TooLong, fields: ["overflowS", "waitingMax", "leaveWhenNobodySignedIn"] },
  { name: "agent", Content: AtTheAgent, fields: ["alertS", "wrapUpS"] },
  { name: "measured", Content: HowMeasured, fields: ["answerWithinS", "goalPercent", "formula", "shortAbandonS"] },
];

/** Sections in which something is wrong, by the first word of each problem's path. */
function wrongSections(errors: Readonly<Record<string, unknown>>): readonly Section["name"][] {
  const wrong = new Set(Object.keys(errors).map((path) => path.split(".")[0]));
  return sections.filter(({ fields }) => fields.some((field) => wrong.has(field))).map(({ name }) => name);
}

interface Props {
  readonly queue: QueueAdminView | undefined;
  readonly skills: readonly z.infer<typeof skillView>[];
  readonly onDone: () => void;
}

export function QueueForm({ queue, skills, onDone }: Props) {
  const t = useT();
  const create = useChange(createQueue, [listQueues.path]);
  const change = useChange(changeQueue, [listQueues.path]);
  const [open, setOpen] = useState<string | null>("who");
  const form = useForm<QueueValues>({
    initialValues: valuesOfQueue(queue),
    validate: (values) => shownProblems(fieldErrors(queueInput, queueInputOf(values))),
  });
  const wrong = wrongSections(form.errors);
  /** Nobody has to look for what is wrong in a section that is not open. */
  const showWrong = (errors: Readonly<Record<string, unknown>>) => {
    const [first, ...others] = wrongSections(errors);
    if (first !== undefined && !(open === first || others.some((name) => name === open))) setOpen(first);
  };
  const save = form.onSubmit(async (values) => {
    try {
      if (queue === undefined) await create.mutateAsync({ body: queueInputOf(values) });
      else {
        const body = { ...queueInputOf(values), version: queue.version };
        await change.mutateAsync({ params: { id: queue.id }, body });
      }
      onDone();
    } catch (error) {
      const errors = shownProblems(serverFieldErrors(error));
      form.setErrors(errors);
      showWrong(errors);
      tellFault(problemWords(t, error));
    }
  }, showWrong);
  return (
    <form onSubmit={save} noValidate>
      <Stack gap="sm">
        <TextInput data-autofocus label={t("queue.name")} required {...form.getInputProps("name")} />
        <Tabs value={open} onChange={setOpen}>
          <Tabs.List mb="sm">
            {sections.map(({ name }) => (
              <Tabs.Tab
                key={name}
                value={name}
                rightSection={
                  wrong.includes(name) ? <IconAlertTriangle size={14} role="img" aria-label={t("queue.wrong")} /> : null
                }
              >
                {t(`queueSection.${name}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {sections.map(({ name, Content }) => (
            <Tabs.Panel key={name} value={name}>
              <Stack gap="sm">
                <Content form={form} skills={skills} />
              </Stack>
            </Tabs.Panel>
          ))}
        </Tabs>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {t("ui.cancel")}
          </Button>
          <Button type="submit" loading={create.isPending || change.isPending}>
            {queue === undefined ? t("queue.create") : t("ui.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
