/** Making a token: its name, what it may, until when; then the token itself, this once. */

import { createApiToken, listApiTokens, tokenScope } from "#protocol/api/api-tokens.ts";
import { Button, Checkbox, CopyButton, Group, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useState } from "react";
import { problemWords } from "../api/problem-words.ts";
import { useChange } from "../api/queries.ts";
import { useT } from "../i18n/use-t.ts";
import { serverNow } from "../live/clock.ts";
import { Panel } from "../ui/panel.tsx";
import { tellFault } from "../ui/tell.ts";
import { DueField } from "./due-field.tsx";
import { fieldErrors, serverFieldErrors } from "./field-errors.ts";

interface Values {
  readonly name: string;
  readonly scopes: readonly ("work" | "callbacks")[];
  readonly expiresAt: number | undefined;
}

export function TokenForm({ onDone }: { readonly onDone: () => void }) {
  const t = useT();
  const create = useChange(createApiToken, [listApiTokens.path]);
  const [token, setToken] = useState<string>();
  const inputOf = ({ name, scopes, expiresAt }: Values) => ({
    name,
    scopes: [...scopes],
    ...(expiresAt === undefined ? {} : { expiresAt }),
  });
  const form = useForm<Values>({
    initialValues: { name: "", scopes: ["work"], expiresAt: undefined },
    validate: (values) => {
      const errors = fieldErrors(createApiToken.body, inputOf(values));
      return values.scopes.length === 0 ? { ...errors, scopes: t("token.scopeMissing") } : errors;
    },
  });
  const save = form.onSubmit(async (values) => {
    try {
      setToken((await create.mutateAsync({ body: inputOf(values) })).token);
    } catch (error) {
      const errors = serverFieldErrors(error);
      form.setErrors({
        ...errors,
        ...(errors["name"] === undefined ? {} : { name: t("token.taken") }),
        ...(errors["expiresAt"] === undefined ? {} : { expiresAt: t("token.past") }),
      });
      if (Object.keys(errors).length === 0) tellFault(problemWords(t, error));
    }
  });
  if (token !== undefined) return <Made token={token} onDone={onDone} />;
  return (
    <form onSubmit={save} noValidate>
      <Stack gap="sm">
        <TextInput
          data-autofocus
          label={t("token.name")}
          description={t("token.nameRule")}
          required
          maxLength={120}
          {...form.getInputProps("name")}
        />
        <Checkbox.Group
          label={t("token.scopes")}
          value={[...form.values.scopes]}
          onChange={(given) =>
            form.setFieldValue(
              "scopes",
              tokenScope.options.filter((scope) => given.includes(scope)),
            )
          }
          error={form.errors["scopes"]}
        >
          <Stack gap="md" mt="sm" mb="xs">
            {tokenScope.options.map((scope) => (
              <Checkbox key={scope} value={scope} label={t(`tokenScope.${scope}`)} />
            ))}
          </Stack>
        </Checkbox.Group>
        <DueField
          value={form.values.expiresAt}
          onChange={(expiresAt) => form.setFieldValue("expiresAt", expiresAt)}
          now={serverNow()}
          label={t("token.expires")}
          description={t("token.expiresRule")}
          error={form.errors["expiresAt"]}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {t("ui.cancel")}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {t("token.create")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Made({ token, onDone }: { readonly token: string; readonly onDone: () => void }) {
  const t = useT();
  return (
    <Panel title={t("token.once")}>
      <Text size="sm" mb="sm">
        {t("token.onceRule")}
      </Text>
      <TextInput
        data-autofocus
        readOnly
        aria-label={t("token.itself")}
        value={token}
        className="cb-code"
        onFocus={(event) => event.currentTarget.select()}
      />
      <Group mt="sm" gap="xs">
        <CopyButton value={token}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
              onClick={copy}
            >
              {copied ? t("token.copied") : t("token.copy")}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onDone}>{t("ui.done")}</Button>
      </Group>
    </Panel>
  );
}
