/** Plain number fields of a queue, side by side. */

import { NumberInput } from "@mantine/core";
import { useT } from "../../i18n/use-t.ts";
import type { QueueSectionProps } from "./queue-values.ts";

type SecondsField =
  | "answerWithinS"
  | "alertS"
  | "wrapUpS"
  | "shortAbandonS"
  | "overflowS"
  | "announceS"
  | "ownerS"
  | "lastAgentS";

interface Props extends Pick<QueueSectionProps, "form"> {
  readonly fields: readonly SecondsField[];
}

/** One field of seconds for each name; an empty one means that there is no such limit. */
export function SecondsFields({ form, fields }: Props) {
  const t = useT();
  return fields.map((field) => (
    <NumberInput
      key={field}
      label={t(`queue.${field}`)}
      min={0}
      suffix=" s"
      hideControls
      {...form.getInputProps(field)}
    />
  ));
}
