/** A queue's settings, in sections that answer one question each. */

import { changeQueue, createQueue, listQueues, queueInput, type QueueAdminView } from "#protocol/api/admin.ts";
import { type skillView } from "#protocol/api/people.ts";
import type { GroupView } from "#protocol/api/routing-set-up.ts";
import { Button, Group, Stack, Tabs, Text, TextInput } from "@mantine/core";
import { useForm, type FormErrors } from "@mantine/form";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { z } from "zod";
import { problemWords } from "../api/problem-words.ts";
import { useChange } from "../api/queries.ts";
import { useT } from "../i18n/use-t.ts";
import { tellFault } from "../ui/tell.ts";
import { fieldErrors, serverFieldErrors } from "./field-errors.ts";
import { AtTheAgent } from "./queue/at-the-agent.tsx";
import { CallingBack } from "./queue/calling-back.tsx";
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
import { WhoIsChosen } from "./queue/who-is-chosen.tsx";
import { WhoCanTake } from "./queue/who-can-take.tsx";

interface Section {
  readonly name: "who" | "chosen" | "waiting" | "tooLong" | "callback" | "agent" | "measured";
  readonly Content: (props: QueueSectionProps) => ReactNode;
  readonly fields: readonly (keyof QueueValues)[];
}

/** In the order of a call: who, how, while it waits, when that lasts too long, called back, at the agent, and afterwards in figures. */
const sections: readonly Section[] = [
  { name: "who", Content: WhoCanTake, fields: ["requirement", "groups", "preferred"] },
  { name: "chosen", Content: WhoIsChosen, fields: ["ownerS", "lastAgentS", "strategy"] },
  { name: "waiting", Content: WhileWaiting, fields: ["priority", "ageing", "relaxation", "announceS"] },
  { name: "tooLong", Content: TooLong, fields: ["overflow", "overflowS", "waitingMax", "leaveWhenNobodySignedIn"] },
  { name: "callback", Content: CallingBack, fields: ["callback"] },
  { name: "agent", Content: AtTheAgent, fields: ["alertS", "ringAgents", "reservationPolicy", "wrapUp", "wrapUpS"] },
  { name: "measured", Content: HowMeasured, fields: ["answerWithinS", "goalPercent", "formula", "shortAbandonS"] },
];

/** Sections in which something is wrong, by the first word of each problem's path. */
function wrongSections(errors: Readonly<Record<string, unknown>>): readonly Section["name"][] {
  const wrong = new Set(Object.keys(errors).map((path) => path.split(".")[0]));
  return sections.filter(({ fields }) => fields.some((field) => wrong.has(field))).map(({ name }) => name);
}

/** Fields that have many parts say here what is wrong with them; the others say it themselves. */
const manyParts: readonly (keyof QueueValues)[] = [
  "requirement",
  "groups",
  "preferred",
  "strategy",
  "ageing",
  "relaxation",
  "overflow",
];

function SectionProblems({ errors, fields }: { readonly errors: FormErrors } & Pick<Section, "fields">) {
  const mine = Object.entries(errors).filter(([path]) =>
    fields.some((field) => manyParts.includes(field) && path.split(".")[0] === field),
  );
  if (mine.length === 0) return null;
  return (
    <div role="alert">
      {mine.map(([path, message]) => (
        <Text key={path} size="sm" c="red">
          {message}
        </Text>
      ))}
    </div>
  );
}

interface Props {
  readonly queue: QueueAdminView | undefined;
  readonly skills: readonly z.infer<typeof skillView>[];
  readonly groups: readonly GroupView[];
  readonly onDone: () => void;
}

export function QueueForm({ queue, skills, groups, onDone }: Props) {
  const t = useT();
  const create = useChange(createQueue, [listQueues.path]);
  const change = useChange(changeQueue, [listQueues.path]);
  const [open, setOpen] = useState<string | null>("who");
  const form = useForm<QueueValues>({
    initialValues: valuesOfQueue(queue),
    validate: (values) => shownProblems(fieldErrors(queueInput, queueInputOf(values)), values.name),
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
      const errors = shownProblems(serverFieldErrors(error), values.name);
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
          {sections.map(({ name, Content, fields }) => (
            <Tabs.Panel key={name} value={name}>
              <Stack gap="sm">
                <SectionProblems errors={form.errors} fields={fields} />
                <Content form={form} skills={skills} groups={groups} />
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
