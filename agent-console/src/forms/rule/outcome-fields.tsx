/** What a rule does with a caller. */

import type { QueueAdminView } from "#protocol/api/admin.ts";
import type { AgentAdminView, skillView } from "#protocol/api/people.ts";
import type { RoutingSettings } from "#protocol/api/routing-set-up.ts";
import { Fieldset, MultiSelect, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { z } from "zod";
import { useT } from "../../i18n/use-t.ts";
import { PreferredField } from "../preferred-field.tsx";
import { RequirementField } from "../requirement-field.tsx";
import type { RuleValues } from "./rule-values.ts";

/** What the site has, to choose from. */
export interface RuleChoices {
  readonly skills: readonly z.infer<typeof skillView>[];
  readonly queues: readonly QueueAdminView[];
  readonly agents: readonly AgentAdminView[];
  readonly tiers: RoutingSettings["tiers"];
  readonly schedules: readonly string[];
}

interface Props {
  readonly form: UseFormReturnType<RuleValues>;
  readonly choices: RuleChoices;
}

export function OutcomeFields({ form, choices }: Props) {
  const t = useT();
  const { skills, queues, agents, tiers } = choices;
  const { values } = form;
  const asItIs = { value: "", label: t("rule.asItIs") };
  return (
    <>
      <div className="cb-form-grid">
        <NativeSelect
          label={t("rule.queue")}
          data={[asItIs, ...queues.map(({ id, name }) => ({ value: id, label: name }))]}
          {...form.getInputProps("queue")}
        />
        <NativeSelect
          label={t("rule.tier")}
          data={[asItIs, ...new Set([...tiers.map(({ name }) => name), ...(values.tier === "" ? [] : [values.tier])])]}
          {...form.getInputProps("tier")}
        />
        <NativeSelect
          label={t("queue.priority")}
          data={[asItIs, ...(["add", "set"] as const).map((value) => ({ value, label: t(`rulePriority.${value}`) }))]}
          {...form.getInputProps("priorityKind")}
        />
        {values.priorityKind === "" ? null : (
          <NumberInput
            label={t(`rulePriority.${values.priorityKind}`)}
            min={-100}
            max={100}
            {...form.getInputProps("priority")}
          />
        )}
        <NativeSelect
          label={t("rule.particular")}
          data={[
            asItIs,
            ...(["owner", "lastAgent", "named"] as const).map((value) => ({
              value,
              label: t(`ruleParticular.${value}`),
            })),
          ]}
          {...form.getInputProps("particular")}
        />
        {values.particular === "" ? null : (
          <NumberInput label={t("rule.forS")} min={1} suffix=" s" hideControls {...form.getInputProps("forS")} />
        )}
        <TextInput
          label={t("queue.agentPrompt")}
          description={t("rule.agentPromptRule")}
          {...form.getInputProps("agentPrompt")}
        />
      </div>
      {values.particular === "named" ? (
        <MultiSelect
          label={t("rule.agents")}
          description={t("rule.agentsRule")}
          searchable
          data={agents
            .filter(({ roles }) => roles.includes("agent"))
            .map(({ id, name }) => ({ value: id, label: name }))}
          {...form.getInputProps("agents")}
          value={[...values.agents]}
        />
      ) : null}
      <Fieldset legend={t("rule.requirement")} p="sm">
        <RequirementField
          none="rule.nothingMore"
          value={values.requirement}
          skills={skills}
          onChange={(next) => form.setFieldValue("requirement", next)}
        />
      </Fieldset>
      <PreferredField
        value={values.preferred}
        skills={skills}
        onChange={(next) => form.setFieldValue("preferred", next)}
      />
    </>
  );
}
