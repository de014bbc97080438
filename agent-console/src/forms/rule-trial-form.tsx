/** Who is imagined to call: a contact or a number, what was dialled, and what the flow would know by then. */

import { listNumbers, listQueues } from "#protocol/api/admin.ts";
import { ruleTrialInput, type RuleTrialInput } from "#protocol/api/rule-trial.ts";
import { Autocomplete, Button, Group, NativeSelect, Stack, TagsInput, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconFlask } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { reading } from "../api/queries.ts";
import { isLanguage, languageNames, languages, type Language } from "../i18n/language.ts";
import { useT } from "../i18n/use-t.ts";
import { Empty, Shown } from "../ui/outcome.tsx";
import { ContactPicker, type PickedContact } from "./contact-picker.tsx";
import { fieldErrors } from "./field-errors.ts";

interface Values {
  readonly queue: string;
  readonly contact: PickedContact | undefined;
  readonly number: string;
  readonly dialled: string;
  readonly language: Language;
  /** `name=value` each. */
  readonly flow: readonly string[];
}

interface Props {
  readonly isPending: boolean;
  readonly onTry: (caller: RuleTrialInput) => void;
}

export function RuleTrialForm(props: Props) {
  const t = useT();
  const read = useQuery(reading(listQueues, {}));
  return (
    <Shown read={read}>
      {(queues) => (queues.length === 0 ? <Empty title={t("queues.none")} /> : <Fields {...props} queues={queues} />)}
    </Shown>
  );
}

function inputOf({ queue, contact, number, dialled, language, flow }: Values): RuleTrialInput {
  return {
    queue,
    ...(contact === undefined ? {} : { contact: contact.id }),
    ...(number.trim() === "" ? {} : { number }),
    ...(dialled.trim() === "" ? {} : { dialled }),
    language,
    flow: Object.fromEntries(
      flow.map((text) => {
        const at = text.indexOf("=");
        return at < 0 ? [text, ""] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
      }),
    ),
  };
}

type Queues = readonly { readonly id: string; readonly name: string }[];

function Fields({ queues, isPending, onTry }: Props & { readonly queues: Queues }) {
  const t = useT();
  const { data: numbers = [] } = useQuery(reading(listNumbers, {}));
  const form = useForm<Values>({
    initialValues: {
      queue: queues[0]?.id ?? "",
      contact: undefined,
      number: "",
      dialled: "",
      language: "en",
      flow: [],
    },
    validate: (values) => {
      const { flow, ...errors } = { flow: undefined, ...fieldErrors(ruleTrialInput, inputOf(values)) };
      const isFlowWrong = flow !== undefined || Object.keys(errors).some((path) => path.startsWith("flow."));
      const isUnnamed = values.flow.some((text) => !text.includes("="));
      return isFlowWrong || isUnnamed ? { ...errors, flow: t("trial.flowWrong") } : errors;
    },
  });
  return (
    <form onSubmit={form.onSubmit((values) => onTry(inputOf(values)))} noValidate>
      <Stack gap="md">
        <div className="cb-form-grid" style={{ alignItems: "end" }}>
          <ContactPicker
            label={t("trial.contact")}
            value={form.values.contact}
            onChange={(contact) => form.setFieldValue("contact", contact)}
          />
          <TextInput label={t("trial.number")} type="tel" maxLength={40} {...form.getInputProps("number")} />
          <Autocomplete
            label={t("ruleAttribute.caller.dialled")}
            maxLength={40}
            data={numbers.map(({ dialled }) => dialled)}
            {...form.getInputProps("dialled")}
          />
          <NativeSelect
            label={t("ruleAttribute.queue.asked")}
            data={queues.map(({ id, name }) => ({ value: id, label: name }))}
            {...form.getInputProps("queue")}
          />
          <NativeSelect
            label={t("ruleAttribute.caller.language")}
            data={languages.map((value) => ({ value, label: languageNames[value] }))}
            value={form.values.language}
            onChange={({ currentTarget: { value } }) => {
              if (isLanguage(value)) form.setFieldValue("language", value);
            }}
          />
        </div>
        <TagsInput
          label={t("trial.flow")}
          description={t("trial.flowRule")}
          value={[...form.values.flow]}
          onChange={(flow) => form.setFieldValue("flow", flow)}
          error={form.errors["flow"]}
        />
        <Group justify="flex-end">
          <Button type="submit" leftSection={<IconFlask size={14} aria-hidden />} loading={isPending}>
            {t("trial.try")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
