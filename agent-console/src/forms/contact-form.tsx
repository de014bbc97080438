/** Creating and editing a contact: any number of phones, e-mails, addresses and accounts. */

import { contactInput } from "#protocol/api/crm.ts";
import { Button, Group, NativeSelect, Stack, Switch, TagsInput, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import type { z } from "zod";
import { problemWords } from "../api/problem-words.ts";
import { languageNames, languages } from "../i18n/language.ts";
import { useT } from "../i18n/use-t.ts";
import { tellFault } from "../ui/tell.ts";
import { AccountsField } from "./accounts-field.tsx";
import { AddressesField } from "./addresses-field.tsx";
import { AttributesField } from "./attributes-field.tsx";
import { contactToInput, type ContactValues } from "./contact-values.ts";
import { fieldErrors, serverFieldErrors } from "./field-errors.ts";
import { OwnerField } from "./owner-field.tsx";
import { PointsField } from "./points-field.tsx";
import { useKindOptions, useTierOptions } from "./customer-classes.ts";

interface Props {
  readonly start: ContactValues;
  readonly verb: string;
  readonly onCancel: () => void;
  /** Rejections are shown by the form: fields where the server names them, else a toast. */
  readonly onSave: (input: z.input<typeof contactInput>, values: ContactValues) => Promise<void>;
}

export function ContactForm({ start, verb, onCancel, onSave }: Props) {
  const t = useT();
  const kinds = useKindOptions();
  const tiers = useTierOptions();
  const [isSaving, setIsSaving] = useState(false);
  const form = useForm<ContactValues>({
    initialValues: start,
    validate: (values) => fieldErrors(contactInput, contactToInput(values)),
  });
  const save = form.onSubmit(async (values) => {
    setIsSaving(true);
    try {
      await onSave(contactToInput(values), values);
    } catch (error) {
      form.setErrors(serverFieldErrors(error));
      tellFault(problemWords(t, error));
    } finally {
      setIsSaving(false);
    }
  });
  return (
    <form onSubmit={save} noValidate>
      <Stack gap="sm">
        <TextInput data-autofocus label={t("contact.name")} required {...form.getInputProps("name")} />
        <div className="cb-form-grid">
          <NativeSelect label={t("contact.kind")} data={kinds} {...form.getInputProps("kind")} />
          <NativeSelect label={t("contact.tier")} data={tiers} {...form.getInputProps("tier")} />
          <NativeSelect
            label={t("contact.language")}
            data={[{ value: "", label: "–" }, ...languages.map((value) => ({ value, label: languageNames[value] }))]}
            {...form.getInputProps("language")}
          />
          <TextInput label={t("contact.jobTitle")} {...form.getInputProps("jobTitle")} />
          <TextInput label={t("contact.timeZone")} {...form.getInputProps("timeZone")} />
          <OwnerField value={form.values.owner} {...form.getInputProps("owner")} />
        </div>
        <Switch
          label={t("contact.doNotCall")}
          description={t("contact.doNotCallRule")}
          {...form.getInputProps("isDoNotCall", { type: "checkbox" })}
        />
        <PointsField
          points={form.values.points}
          errors={form.errors}
          onChange={(points) => form.setFieldValue("points", points)}
        />
        <AddressesField
          addresses={form.values.addresses}
          errors={form.errors}
          onChange={(addresses) => form.setFieldValue("addresses", addresses)}
        />
        <AccountsField
          accounts={form.values.accounts}
          onChange={(accounts) => form.setFieldValue("accounts", accounts)}
        />
        <TagsInput
          label={t("contact.tags")}
          value={[...form.values.tags]}
          onChange={(tags) => form.setFieldValue("tags", tags)}
          maxTags={30}
        />
        <AttributesField
          attributes={form.values.attributes}
          errors={form.errors}
          onChange={(attributes) => form.setFieldValue("attributes", attributes)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            {t("ui.cancel")}
          </Button>
          <Button type="submit" loading={isSaving}>
            {verb}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
