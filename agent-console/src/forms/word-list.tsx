/** Lists of words that the site gives its agents (dispositions, reasons): a code, three languages, an order, on or off. */

import { Button, Drawer, Group, NumberInput, Stack, Switch, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { z } from "zod";
import { problemWords } from "../api/problem-words.ts";
import { isLanguage, languageNames, languages } from "../i18n/language.ts";
import { useFormat } from "../i18n/format.ts";
import { useT } from "../i18n/use-t.ts";
import { DataTable, type Column } from "../ui/data-table.tsx";
import { Empty } from "../ui/outcome.tsx";
import { PageHead } from "../ui/panel.tsx";
import { StateMark } from "../ui/state-mark.tsx";
import { tellFault } from "../ui/tell.ts";
import { fieldErrors, serverFieldErrors } from "./field-errors.ts";

export interface SiteWord {
  readonly code: string;
  readonly label: { readonly en: string; readonly zh: string; readonly es: string };
  readonly position: number;
  readonly isActive: boolean;
  readonly isPaid?: boolean;
}

interface Props {
  readonly title: string;
  readonly verb: string;
  readonly words: readonly SiteWord[];
  readonly schema: z.ZodType;
  /** Reasons say whether the time is paid. */
  readonly withPaid: boolean;
  readonly onSave: (word: SiteWord) => Promise<unknown>;
}

export function WordList({ title, verb, words, schema, withPaid, onSave }: Props) {
  const t = useT();
  const format = useFormat();
  const { i18n } = useTranslation();
  const language = isLanguage(i18n.language) ? i18n.language : "en";
  const [open, setOpen] = useState<{ readonly word: SiteWord; readonly isNew: boolean } | undefined>(undefined);
  const next = Math.max(0, ...words.map(({ position }) => position)) + 1;
  const columns: readonly Column<SiteWord>[] = [
    {
      key: "position",
      title: t("word.position"),
      isNumber: true,
      sortBy: ({ position }) => position,
      cell: ({ position }) => format.count(position),
    },
    {
      key: "label",
      title: t("word.label"),
      cell: (word) => (
        <button type="button" className="cb-dial" onClick={() => setOpen({ word, isNew: false })}>
          {word.label[language]}
        </button>
      ),
    },
    {
      key: "code",
      title: t("word.code"),
      isWideOnly: true,
      cell: ({ code }) => <span className="cb-code">{code}</span>,
    },
    {
      key: "active",
      title: t("word.active"),
      cell: ({ isActive }) => (
        <StateMark look={isActive ? "ready" : "off"}>{isActive ? t("ui.yes") : t("ui.no")}</StateMark>
      ),
    },
  ];
  return (
    <div className="cb-page" style={{ maxWidth: "56rem" }}>
      <PageHead title={title}>
        <Button
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() =>
            setOpen({
              isNew: true,
              word: {
                code: "",
                label: { en: "", zh: "", es: "" },
                position: next,
                isActive: true,
                ...(withPaid ? { isPaid: false } : {}),
              },
            })
          }
        >
          {verb}
        </Button>
      </PageHead>
      <div className="cb-panel">
        {words.length === 0 ? (
          <Empty title={t("word.none")} />
        ) : (
          <DataTable
            label={title}
            columns={columns}
            rows={words}
            rowKey={({ code }) => code}
            first={{ key: "position", isDown: false }}
          />
        )}
      </div>
      <Drawer
        opened={open !== undefined}
        onClose={() => setOpen(undefined)}
        title={open?.isNew === true ? verb : t("ui.edit")}
        closeButtonProps={{ "aria-label": t("ui.close") }}
      >
        {open === undefined ? null : (
          <WordForm
            start={open.word}
            isNew={open.isNew}
            schema={schema}
            withPaid={withPaid}
            onCancel={() => setOpen(undefined)}
            onSave={async (word) => {
              await onSave(word);
              setOpen(undefined);
            }}
          />
        )}
      </Drawer>
    </div>
  );
}

interface FormProps {
  readonly start: SiteWord;
  readonly isNew: boolean;
  readonly schema: z.ZodType;
  readonly withPaid: boolean;
  readonly onCancel: () => void;
  readonly onSave: (word: SiteWord) => Promise<void>;
}

function WordForm({ start, isNew, schema, withPaid, onCancel, onSave }: FormProps) {
  const t = useT();
  const form = useForm<SiteWord>({ initialValues: start, validate: (values) => fieldErrors(schema, values) });
  const save = form.onSubmit(async (values) => {
    try {
      await onSave(values);
    } catch (error) {
      form.setErrors(serverFieldErrors(error));
      tellFault(problemWords(t, error));
    }
  });
  return (
    <form onSubmit={save} noValidate>
      <Stack gap="sm">
        <TextInput
          label={t("word.code")}
          description={t("word.codeRule")}
          disabled={!isNew}
          required
          {...form.getInputProps("code")}
        />
        {languages.map((language) => (
          <TextInput
            key={language}
            label={languageNames[language]}
            required
            {...form.getInputProps(`label.${language}`)}
          />
        ))}
        <NumberInput label={t("word.position")} hideControls {...form.getInputProps("position")} />
        {withPaid ? <Switch label={t("word.paid")} {...form.getInputProps("isPaid", { type: "checkbox" })} /> : null}
        <Switch label={t("word.active")} {...form.getInputProps("isActive", { type: "checkbox" })} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            {t("ui.cancel")}
          </Button>
          <Button type="submit" loading={form.submitting}>
            {t("ui.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
