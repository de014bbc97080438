/** Of those who can take it: who is tried first, and who is rung. */

import { Text } from "@mantine/core";
import { useT } from "../../i18n/use-t.ts";
import { StrategyField } from "../strategy-field.tsx";
import { SecondsFields } from "./amount-fields.tsx";
import type { QueueSectionProps } from "./queue-values.ts";

export function WhoIsChosen({ form, groups }: QueueSectionProps) {
  const t = useT();
  return (
    <>
      <Text size="sm" c="dimmed">
        {t("queue.particularRule")}
      </Text>
      <div className="cb-form-grid">
        <SecondsFields form={form} fields={["ownerS", "lastAgentS"]} />
      </div>
      <StrategyField
        value={form.values.strategy}
        groups={groups}
        onChange={(next) => form.setFieldValue("strategy", next)}
      />
    </>
  );
}
