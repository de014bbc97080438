/** What the agent has of it: how long her phone rings, how long she may write afterwards. */

import { SecondsFields } from "./amount-fields.tsx";
import type { QueueSectionProps } from "./queue-values.ts";

export function AtTheAgent({ form }: QueueSectionProps) {
  return (
    <div className="cb-form-grid">
      <SecondsFields form={form} fields={["alertS", "wrapUpS"]} />
    </div>
  );
}
