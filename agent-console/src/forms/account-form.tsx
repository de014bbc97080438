/** Creating and editing an account (a company). */

import { accountInput, type Account } from "#protocol/api/crm.ts";
import { Button, Group, NativeSelect, Stack, TagsInput, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import type { z } from "zod";
import { problemWords } from "../api/problem-words.ts";
import { useT } from "../i18n/use-t.ts";
import { tellFault } from "../ui/tell.ts";
import { attributeRows, attributesOf, type AttributeValues } from "./attribute-values.ts";
import { AttributesField } from "./attributes-field.tsx";
import { useAccountKindOptions, useTierOptions } from "./customer-classes.ts";
import { fieldErrors, serverFieldErrors } from "./field-errors.ts";

export interface AccountValues extends Readonly<Record<string, unknown>> {
  readonly name: string;
  readonly kind: Account["kind"];
  readonly tier: Account["tier"];
  readonly industry: string;
  readonly website: string;
  readonly tags: readonly string[];
  readonly attributes: readonly AttributeValues[];
}

export const emptyAccount: AccountValues = {
  name: "",
  kind: "prospect",
  tier: "standard",
  industry: "",
  website: "",
  tags: [],
  attributes: [],
};

export function accountValues(account: Account): AccountValues {
  const { name, kind, tier, industry = "", website = "", tags, attributes } = account;
  return { name, kind, tier, industry, website, tags, attributes: attributeRows(attributes) };
}

export type AccountInput = z.input<typeof accountInput>;

export function accountToInput(values: AccountValues): AccountInput {
  const filled = (text: string) => (text.trim() === "" ? undefined : text.trim());
  return {
    name: values.name,
    kind: values.kind,
    tier: values.tier,
    industry: filled(values.industry),
    website: filled(values.website),
    tags: [...values.tags],
    attributes: attributesOf(values.attributes),
  };
}

interface Props {
  readonly start: AccountValues;
  readonly verb: string;
  readonly onCancel: () => void;
  readonly onSave: (input: AccountInput, values: AccountValues) => Promise<void>;
}

export function AccountForm({ start, verb, onCancel, onSave }: Props) {
  const t = useT();
  const kinds = useAccountKindOptions();
  const tiers = useTierOptions();
  const [isSaving, setIsSaving] = useState(false);
  const form = useForm<AccountValues>({
    initialValues: start,
    validate: (values) => fieldErrors(accountInput, accountToInput(values)),
  });
  const save = form.onSubmit(async (values) => {
    setIsSaving(true);
    try {
      await onSave(accountToInput(values), values);
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
        <TextInput data-autofocus label={t("account.name")} required {...form.getInputProps("name")} />
        <div className="cb-form-grid">
          <NativeSelect label={t("contact.kind")} data={kinds} {...form.getInputProps("kind")} />
          <NativeSelect label={t("contact.tier")} data={tiers} {...form.getInputProps("tier")} />
          <TextInput label={t("account.industry")} {...form.getInputProps("industry")} />
          <TextInput label={t("account.website")} type="url" {...form.getInputProps("website")} />
        </div>
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
