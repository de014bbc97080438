/** When waiting is given up on: too many, too long, nobody there. */

import { NumberInput, Switch } from "@mantine/core";
import { useT } from "../../i18n/use-t.ts";
import { SecondsFields } from "./amount-fields.tsx";
import { OverflowField } from "./overflow-field.tsx";
import type { QueueSectionProps } from "./queue-values.ts";

export function TooLong({ form }: QueueSectionProps) {
  const t = useT();
  return (
    <>
      <OverflowField form={form} />
      <div className="cb-form-grid">
        <SecondsFields form={form} fields={["overflowS"]} />
        <NumberInput label={t("queue.waitingMax")} min={1} hideControls {...form.getInputProps("waitingMax")} />
      </div>
      <Switch
        label={t("queue.leaveWhenNobody")}
        {...form.getInputProps("leaveWhenNobodySignedIn", { type: "checkbox" })}
      />
    </>
  );
}
