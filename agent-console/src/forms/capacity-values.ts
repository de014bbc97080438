/** A profile of capacity as its form holds it: numbers that may be missing while somebody types. */

import type { CapacityProfile } from "#protocol/api/capacity.ts";
import type { Amount } from "./seconds.ts";

export interface CapacityValues {
  readonly voice: 0 | 1;
  readonly mail: Amount;
  readonly chat: Amount;
  readonly total: Amount;
  readonly interruptible: readonly ("mail" | "chat")[];
  readonly duringVoice: Amount;
  readonly whileWrappingUp: Amount;
}

/** An empty field means none. */
export function capacityInput(values: CapacityValues): CapacityProfile {
  const count = (value: Amount): number => (value === "" ? 0 : value);
  return {
    voice: values.voice,
    mail: count(values.mail),
    chat: count(values.chat),
    total: count(values.total),
    interruptible: [...values.interruptible],
    duringVoice: count(values.duringVoice),
    whileWrappingUp: count(values.whileWrappingUp),
  };
}
