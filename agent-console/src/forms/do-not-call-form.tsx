/** Listing one number that nobody may call. */

import { listDoNotCall, putDoNotCall } from "#protocol/api/do-not-call.ts";
import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { problemWords } from "../api/problem-words.ts";
import { useChange } from "../api/queries.ts";
import { useT } from "../i18n/use-t.ts";
import { tellDone, tellFault } from "../ui/tell.ts";
import { fieldErrors, serverFieldErrors } from "./field-errors.ts";

export function DoNotCallForm({ onDone }: { readonly onDone: () => void }) {
  const t = useT();
  const put = useChange(putDoNotCall, [listDoNotCall.path]);
  const form = useForm({
    initialValues: { number: "", reason: "" },
    validate: (values) => fieldErrors(putDoNotCall.body, values),
  });
  const save = form.onSubmit(async (values) => {
    try {
      await put.mutateAsync({ body: values });
      tellDone(t("doNotCall.added"));
      onDone();
    } catch (error) {
      const errors = serverFieldErrors(error);
      form.setErrors(errors["number"] === undefined ? errors : { ...errors, number: t("doNotCall.problem.noNumber") });
      if (Object.keys(errors).length === 0) tellFault(problemWords(t, error));
    }
  });
  return (
    <form onSubmit={save} noValidate>
      <Stack gap="sm">
        <TextInput
          data-autofocus
          label={t("call.number")}
          type="tel"
          required
          maxLength={40}
          {...form.getInputProps("number")}
        />
        <TextInput label={t("doNotCall.reason")} maxLength={200} {...form.getInputProps("reason")} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {t("ui.cancel")}
          </Button>
          <Button type="submit" loading={put.isPending}>
            {t("doNotCall.add")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
