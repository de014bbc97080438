/** What overflow tells: who was moved by which rule, and how the emergency switches stand. */

import type { OverflowTarget, OverflowWhen } from "../config.ts";
import type { InteractionId, QueueId } from "../ids.ts";

export type OverflowFact =
  /** A rule of his queue takes him out; the end of the visit follows. `rule` is its index. */
  | {
      readonly kind: "interaction.overflowed";
      readonly interaction: InteractionId;
      readonly queue: QueueId;
      readonly rule: number;
      readonly when: OverflowWhen["kind"];
      readonly to: OverflowTarget;
      /** False for a way out that the flow itself decides on, after a wait: such a way has no limit. */
      readonly counts: boolean;
    }
  /** `queue` undefined: the switch of the whole site. `by`: the id of a person. */
  | {
      readonly kind: "emergency.switched";
      readonly queue: QueueId | undefined;
      readonly isOn: boolean;
      readonly by: string;
    };
