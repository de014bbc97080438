/** What the agent has of it: whose phone rings and for how long, what follows when she does not take it, the paperwork. */

import { wrapUpPolicy } from "#protocol/api/at-the-agent.ts";
import { Fieldset, NativeSelect, NumberInput, Switch, TextInput } from "@mantine/core";
import { useReasons } from "../../desk/agent-state.ts";
import { useT } from "../../i18n/use-t.ts";
import { SecondsFields } from "./amount-fields.tsx";
import { outcomes } from "./at-the-agent-values.ts";
import type { QueueSectionProps } from "./queue-values.ts";

export function AtTheAgent({ form }: QueueSectionProps) {
  const t = useT();
  return (
    <>
      <div className="cb-form-grid">
        <SecondsFields form={form} fields={["alertS"]} />
        <NumberInput
          label={t("queue.ringAgents")}
          description={t("queue.ringAgentsRule")}
          min={1}
          max={50}
          hideControls
          {...form.getInputProps("ringAgents")}
        />
        <TextInput
          label={t("queue.agentPrompt")}
          description={t("queue.agentPromptRule")}
          {...form.getInputProps("agentPrompt")}
        />
      </div>
      <NotTaken form={form} />
      <WrapUp form={form} />
    </>
  );
}

/** One row for each way in which a call is not taken. */
function NotTaken({ form }: Pick<QueueSectionProps, "form">) {
  const t = useT();
  const reasons = useReasons();
  const choices = [
    { value: "", label: t("policy.ownReason") },
    ...reasons.map(({ code, label }) => ({ value: code, label })),
  ];
  return (
    <Fieldset legend={t("policy.title")} p="sm">
      {outcomes.map((outcome) => (
        <Fieldset key={outcome} variant="unstyled" legend={t(`policy.${outcome}`)} mb="sm">
          <div className="cb-form-grid">
            <NumberInput
              label={t("policy.notReadyAfter")}
              min={0}
              hideControls
              {...form.getInputProps(`reservationPolicy.${outcome}.notReadyAfter`)}
            />
            <NativeSelect
              label={t("policy.reason")}
              data={choices}
              {...form.getInputProps(`reservationPolicy.${outcome}.reason`)}
            />
            <NumberInput
              label={t("policy.backOffS")}
              min={0}
              suffix=" s"
              hideControls
              {...form.getInputProps(`reservationPolicy.${outcome}.backOffS`)}
            />
          </div>
        </Fieldset>
      ))}
    </Fieldset>
  );
}

function WrapUp({ form }: Pick<QueueSectionProps, "form">) {
  const t = useT();
  const { mode } = form.values.wrapUp;
  return (
    <Fieldset legend={t("wrapUpMode.title")} p="sm">
      <NativeSelect
        label={t("wrapUpMode.mode")}
        data={wrapUpPolicy.shape.mode.options.map((value) => ({ value, label: t(`wrapUpMode.${value}`) }))}
        {...form.getInputProps("wrapUp.mode")}
      />
      {mode === "timed" || mode === "onRequest" ? (
        <>
          <div className="cb-form-grid">
            <SecondsFields form={form} fields={["wrapUpS"]} />
            <NumberInput
              label={t("wrapUpMode.extensionsMax")}
              min={0}
              hideControls
              {...form.getInputProps("wrapUp.extensionsMax")}
            />
            <NumberInput
              label={t("wrapUpMode.extensionS")}
              min={1}
              suffix=" s"
              hideControls
              {...form.getInputProps("wrapUp.extensionS")}
            />
          </div>
          <Switch
            mt="sm"
            label={t("wrapUpMode.canEndEarly")}
            {...form.getInputProps("wrapUp.canEndEarly", { type: "checkbox" })}
          />
        </>
      ) : null}
    </Fieldset>
  );
}
