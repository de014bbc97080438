/** Which trunks carry calls out, and where calls may go at all. */

import { dialSettings, putDialSettings, readDialSettings } from "#protocol/api/admin.ts";
import { Button, Checkbox, Fieldset, Group, Stack, TagsInput, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { z } from "zod";
import { problemWords } from "../../api/problem-words.ts";
import { reading, useChange } from "../../api/queries.ts";
import { fieldErrors, serverFieldErrors } from "../../forms/field-errors.ts";
import { useT } from "../../i18n/use-t.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Shown } from "../../ui/outcome.tsx";
import { PageHead } from "../../ui/panel.tsx";
import { tellDone, tellFault } from "../../ui/tell.ts";

type Settings = z.infer<typeof dialSettings>;

export function DiallingPage() {
  const t = useT();
  const read = useQuery(reading(readDialSettings, {}));
  return (
    <div className="cb-page" style={{ maxWidth: "52rem" }}>
      <PageHead title={t("nav.dialling")} />
      <div className="cb-panel cb-panel-body">
        <Shown read={read}>{(settings) => <DialForm settings={settings} />}</Shown>
      </div>
    </div>
  );
}

function DialForm({ settings }: { readonly settings: Settings }) {
  const t = useT();
  const put = useChange(putDialSettings, [readDialSettings.path]);
  const form = useForm<Settings>({ initialValues: settings, validate: (values) => fieldErrors(dialSettings, values) });
  const save = form.onSubmit(async (values) => {
    try {
      await put.mutateAsync({ body: values });
      tellDone(t("ui.saved"));
    } catch (error) {
      form.setErrors(serverFieldErrors(error));
      tellFault(problemWords(t, error));
    }
  });
  return (
    <form onSubmit={save} noValidate>
      <Stack gap="md">
        <Fieldset legend={t("dialling.trunks")} p="sm">
          {form.values.trunks.map((_, index) => (
            <Group key={index} gap="xs" mb="xs" align="flex-start">
              <TextInput label={t("dialling.gateway")} {...form.getInputProps(`trunks.${index}.gateway`)} />
              <TextInput label={t("dialling.callerNumber")} {...form.getInputProps(`trunks.${index}.callerNumber`)} />
              <IconButton
                mt={20}
                label={t("dialling.removeTrunk", { place: index + 1 })}
                icon={IconTrash}
                onClick={() => form.removeListItem("trunks", index)}
              />
            </Group>
          ))}
          <Button
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => form.insertListItem("trunks", { gateway: "", callerNumber: "" })}
          >
            {t("dialling.addTrunk")}
          </Button>
        </Fieldset>
        <TagsInput
          label={t("dialling.prefixes")}
          description={t("dialling.prefixesRule")}
          placeholder="+34"
          {...form.getInputProps("dialPrefixes")}
          error={Object.entries(form.errors).find(([path]) => path.startsWith("dialPrefixes"))?.[1]}
        />
        <Checkbox
          label={t("dialling.followsRedirects")}
          description={t("dialling.followsRedirectsRule")}
          {...form.getInputProps("followsRedirects", { type: "checkbox" })}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={put.isPending} disabled={!form.isDirty()}>
            {t("ui.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
