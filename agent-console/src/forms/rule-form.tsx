/** One rule over callers: when it holds, and what it does then. */

import { ruleView, type RuleView } from "#protocol/api/routing-set-up.ts";
import { Button, Fieldset, Group, Stack, Switch, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { problemWords } from "../api/problem-words.ts";
import { useT } from "../i18n/use-t.ts";
import { tellFault } from "../ui/tell.ts";
import { fieldErrors, serverFieldErrors } from "./field-errors.ts";
import { ConditionField } from "./rule/condition-field.tsx";
import { OutcomeFields, type RuleChoices } from "./rule/outcome-fields.tsx";
import { ruleFrom, shownRuleProblems, valuesOfRule, type RuleValues } from "./rule/rule-values.ts";

interface Props {
  readonly rule: RuleView | undefined;
  readonly choices: RuleChoices;
  /** Rejections are shown by the form. */
  readonly onSave: (rule: RuleView) => Promise<void>;
  readonly onDone: () => void;
}

export function RuleForm({ rule, choices, onSave, onDone }: Props) {
  const t = useT();
  const [isSaving, setIsSaving] = useState(false);
  const form = useForm<RuleValues>({
    initialValues: valuesOfRule(rule),
    validate: (values) => shownRuleProblems(fieldErrors(ruleView, ruleFrom(values)), values.name),
  });
  const save = form.onSubmit(async (values) => {
    setIsSaving(true);
    try {
      await onSave(ruleFrom(values));
      onDone();
    } catch (error) {
      form.setErrors(shownRuleProblems(serverFieldErrors(error), values.name));
      tellFault(problemWords(t, error));
    } finally {
      setIsSaving(false);
    }
  });
  return (
    <form onSubmit={save} noValidate>
      <Stack gap="sm">
        <TextInput data-autofocus label={t("rule.name")} required {...form.getInputProps("name")} />
        <Fieldset legend={t("rule.when")} p="sm">
          {form.errors["when"] === undefined ? null : (
            <Text size="sm" c="red" role="alert" mb="xs">
              {form.errors["when"]}
            </Text>
          )}
          <ConditionField
            value={form.values.when}
            schedules={choices.schedules}
            onChange={(when) => form.setFieldValue("when", when)}
          />
        </Fieldset>
        <Fieldset legend={t("rule.outcome")} p="sm">
          <Stack gap="sm">
            <OutcomeFields form={form} choices={choices} />
          </Stack>
        </Fieldset>
        <Switch label={t("rule.continues")} {...form.getInputProps("continues", { type: "checkbox" })} />
        <Switch label={t("rule.isActive")} {...form.getInputProps("isActive", { type: "checkbox" })} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {t("ui.cancel")}
          </Button>
          <Button type="submit" loading={isSaving}>
            {rule === undefined ? t("rule.create") : t("ui.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
