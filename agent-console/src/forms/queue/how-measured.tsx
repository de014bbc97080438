/** The service level that a queue means to keep, and by which formula it is reckoned. */

import { queueInput } from "#protocol/api/admin.ts";
import { NativeSelect, NumberInput } from "@mantine/core";
import { useT } from "../../i18n/use-t.ts";
import { SecondsFields } from "./amount-fields.tsx";
import type { QueueSectionProps } from "./queue-values.ts";

export function HowMeasured({ form }: QueueSectionProps) {
  const t = useT();
  return (
    <div className="cb-form-grid">
      <SecondsFields form={form} fields={["answerWithinS"]} />
      <NumberInput
        label={t("queue.goalPercent")}
        min={0}
        max={100}
        suffix=" %"
        hideControls
        {...form.getInputProps("goalPercent")}
      />
      <NativeSelect
        label={t("queue.formula")}
        data={queueInput.shape.serviceLevelFormula
          .unwrap()
          .options.map((value) => ({ value, label: t(`formula.${value}`) }))}
        {...form.getInputProps("formula")}
      />
      <SecondsFields form={form} fields={["shortAbandonS"]} />
    </div>
  );
}
