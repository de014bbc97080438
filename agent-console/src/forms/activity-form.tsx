/** Writing a task or a note outside a call. */

import { activityInput, createActivity, listActivities } from "#protocol/api/crm.ts";
import { Button, Checkbox, Group, SegmentedControl, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { problemWords } from "../api/problem-words.ts";
import { useChange } from "../api/queries.ts";
import { useT } from "../i18n/use-t.ts";
import { serverNow } from "../live/clock.ts";
import { tellFault } from "../ui/tell.ts";
import { DueField } from "./due-field.tsx";
import { fieldErrors, serverFieldErrors } from "./field-errors.ts";

interface Values {
  readonly kind: "task" | "note";
  readonly subject: string;
  readonly body: string;
  readonly dueAt: number | undefined;
  readonly isPrivate: boolean;
}

interface Props {
  readonly contact?: string;
  readonly kind?: Values["kind"];
  readonly isPrivate?: boolean;
  readonly onDone: () => void;
}

export function ActivityForm({ contact, kind = "task", isPrivate = false, onDone }: Props) {
  const t = useT();
  const create = useChange(createActivity, [listActivities.path, "/api/contacts"]);
  const input = (values: Values) => ({
    kind: values.kind,
    subject: values.subject,
    body: values.body,
    isPrivate: values.isPrivate,
    ...(values.kind === "task" && values.dueAt !== undefined ? { dueAt: values.dueAt } : {}),
    ...(contact === undefined ? {} : { contact }),
  });
  const form = useForm<Values>({
    initialValues: { kind, subject: "", body: "", dueAt: undefined, isPrivate },
    validate: (values) => fieldErrors(activityInput, input(values)),
  });
  const save = form.onSubmit(async (values) => {
    try {
      await create.mutateAsync({ body: input(values) });
      onDone();
    } catch (error) {
      form.setErrors(serverFieldErrors(error));
      tellFault(problemWords(t, error));
    }
  });
  return (
    <form onSubmit={save} noValidate>
      <Stack gap="sm">
        <SegmentedControl
          aria-label={t("promise.kind")}
          data={[
            { value: "task", label: t("promise.task") },
            { value: "note", label: t("promise.note") },
          ]}
          value={form.values.kind}
          onChange={(value) => form.setFieldValue("kind", value === "note" ? "note" : "task")}
        />
        <TextInput data-autofocus label={t("activity.subject")} required {...form.getInputProps("subject")} />
        <Textarea label={t("activity.body")} autosize minRows={4} {...form.getInputProps("body")} />
        {form.values.kind === "task" ? (
          <DueField
            value={form.values.dueAt}
            onChange={(dueAt) => form.setFieldValue("dueAt", dueAt)}
            now={serverNow()}
          />
        ) : null}
        <Checkbox label={t("promise.private")} {...form.getInputProps("isPrivate", { type: "checkbox" })} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {t("ui.cancel")}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {t("ui.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
