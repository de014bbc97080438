/** Creating a person (which makes her login and her seat) and changing her. */

import {
  agentChange,
  agentInput,
  changeAgent,
  createAgent,
  listAgents,
  type AgentAdminView,
} from "#protocol/api/people.ts";
import { listQueues } from "#protocol/api/admin.ts";
import { listGroups } from "#protocol/api/routing-set-up.ts";
import { role } from "#protocol/api/session.ts";
import {
  Button,
  Checkbox,
  Group,
  NativeSelect,
  NumberInput,
  PasswordInput,
  Select,
  Stack,
  Switch,
  Text,
  TextInput,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { problemWords } from "../api/problem-words.ts";
import { reading, useChange } from "../api/queries.ts";
import { languageNames, languages } from "../i18n/language.ts";
import { useT } from "../i18n/use-t.ts";
import { Panel } from "../ui/panel.tsx";
import { tellFault } from "../ui/tell.ts";
import { OwnCapacity } from "./own-capacity.tsx";
import { capacityInput, type CapacityValues } from "./capacity-values.ts";
import { GroupsField } from "./groups-field.tsx";
import { QueueWeightsField } from "./queue-weights-field.tsx";
import { fieldErrors, serverFieldErrors } from "./field-errors.ts";

interface Values {
  readonly login: string;
  readonly name: string;
  readonly password: string;
  readonly roles: AgentAdminView["roles"];
  readonly locale: "en" | "zh" | "es";
  readonly timeZone: string;
  readonly wrapUpS: number | "";
  readonly groups: readonly string[];
  readonly queueWeights: Readonly<AgentAdminView["queueWeights"]>;
  /** undefined: the site's. */
  readonly capacity: CapacityValues | undefined;
  readonly isActive: boolean;
}

interface Props {
  readonly agent: AgentAdminView | undefined;
  readonly onDone: () => void;
}

export function AgentForm({ agent, onDone }: Props) {
  const t = useT();
  const { data: groups = [] } = useQuery(reading(listGroups, {}));
  const { data: queues = [] } = useQuery(reading(listQueues, {}));
  const create = useChange(createAgent, [listAgents.path]);
  const change = useChange(changeAgent, [listAgents.path]);
  const [made, setMade] = useState<AgentAdminView | undefined>(undefined);
  const wrapUp = (values: Values) => (values.wrapUpS === "" ? undefined : values.wrapUpS * 1_000);
  const asInput = (values: Values) => ({
    login: values.login,
    name: values.name,
    password: values.password,
    roles: [...values.roles],
    locale: values.locale,
    timeZone: values.timeZone,
    groups: [...values.groups],
    queueWeights: [...values.queueWeights],
    ...(wrapUp(values) === undefined ? {} : { wrapUpMs: wrapUp(values) }),
    ...(values.capacity === undefined ? {} : { capacity: capacityInput(values.capacity) }),
  });
  const asChange = (values: Values, version: number) => ({
    version,
    name: values.name,
    roles: [...values.roles],
    locale: values.locale,
    timeZone: values.timeZone,
    isActive: values.isActive,
    groups: [...values.groups],
    queueWeights: [...values.queueWeights],
    wrapUpMs: wrapUp(values) ?? null,
    capacity: values.capacity === undefined ? null : capacityInput(values.capacity),
    ...(values.password === "" ? {} : { password: values.password }),
  });
  const form = useForm<Values>({
    initialValues: {
      login: agent?.login ?? "",
      name: agent?.name ?? "",
      password: "",
      roles: agent?.roles ?? ["agent"],
      locale: agent?.locale ?? "en",
      timeZone: agent?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
      wrapUpS: agent?.wrapUpMs === undefined ? "" : agent.wrapUpMs / 1_000,
      groups: agent?.groups ?? [],
      queueWeights: agent?.queueWeights ?? [],
      capacity: agent?.capacity,
      isActive: agent?.isActive ?? true,
    },
    validate: (values) =>
      agent === undefined
        ? fieldErrors(agentInput, asInput(values))
        : fieldErrors(agentChange, asChange(values, agent.version)),
  });
  const save = form.onSubmit(async (values) => {
    try {
      if (agent === undefined) setMade(await create.mutateAsync({ body: asInput(values) }));
      else {
        await change.mutateAsync({ params: { id: agent.id }, body: asChange(values, agent.version) });
        onDone();
      }
    } catch (error) {
      form.setErrors(serverFieldErrors(error));
      tellFault(problemWords(t, error));
    }
  });
  if (made !== undefined) return <Seat agent={made} onDone={onDone} />;
  return (
    <form onSubmit={save} noValidate>
      <Stack gap="sm">
        <TextInput data-autofocus label={t("agent.name")} required {...form.getInputProps("name")} />
        <TextInput
          label={t("signIn.login")}
          description={t("agent.loginRule")}
          required
          disabled={agent !== undefined}
          autoComplete="off"
          {...form.getInputProps("login")}
        />
        <PasswordInput
          label={agent === undefined ? t("signIn.password") : t("agent.newPassword")}
          description={t("password.rule", { length: 10 })}
          required={agent === undefined}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ "aria-label": t("signIn.showPassword") }}
          {...form.getInputProps("password")}
        />
        <Checkbox.Group label={t("agent.roles")} {...form.getInputProps("roles")} value={[...form.values.roles]}>
          <Group mt={6}>
            {role.options.map((value) => (
              <Checkbox key={value} value={value} label={t(`role.${value}`)} />
            ))}
          </Group>
        </Checkbox.Group>
        <div className="cb-form-grid">
          <NativeSelect
            label={t("signIn.language")}
            data={languages.map((value) => ({ value, label: languageNames[value] }))}
            {...form.getInputProps("locale")}
          />
          <Select
            label={t("contact.timeZone")}
            searchable
            limit={40}
            data={[...new Set([form.values.timeZone, "UTC", ...Intl.supportedValuesOf("timeZone")])]}
            {...form.getInputProps("timeZone")}
          />
          <NumberInput
            label={t("agent.wrapUp")}
            description={t("agent.wrapUpRule")}
            min={0}
            max={3_600}
            hideControls
            suffix=" s"
            {...form.getInputProps("wrapUpS")}
          />
        </div>
        <GroupsField
          value={form.values.groups}
          groups={groups}
          rule="groups.ofAgent"
          onChange={(next) => form.setFieldValue("groups", next)}
        />
        <QueueWeightsField
          value={form.values.queueWeights}
          queues={queues}
          onChange={(next) => form.setFieldValue("queueWeights", next)}
        />
        <OwnCapacity
          value={form.values.capacity}
          onChange={(next) => form.setFieldValue("capacity", next)}
          errorOf={(field) => form.errors[`capacity.${field}`]}
        />
        {agent === undefined ? null : (
          <Switch label={t("agent.active")} {...form.getInputProps("isActive", { type: "checkbox" })} />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {t("ui.cancel")}
          </Button>
          <Button type="submit" loading={create.isPending || change.isPending}>
            {agent === undefined ? t("agent.create") : t("ui.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** What creating made: shown once, to be passed on. */
function Seat({ agent, onDone }: { readonly agent: AgentAdminView; readonly onDone: () => void }) {
  const t = useT();
  return (
    <Panel title={t("agent.created", { name: agent.name })}>
      <dl className="cb-facts">
        <dt>{t("signIn.login")}</dt>
        <dd className="cb-code">{agent.login}</dd>
        <dt>{t("agent.seat")}</dt>
        <dd className="cb-code">{agent.sipUser}</dd>
      </dl>
      <Text size="sm" mt="sm">
        {t("agent.seatExplained")}
      </Text>
      <Button mt="md" onClick={onDone}>
        {t("ui.done")}
      </Button>
    </Panel>
  );
}
