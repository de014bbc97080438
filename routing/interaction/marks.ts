/** What the switch alone can tell of a waiting caller, should everybody else have forgotten him. */

import type { Interaction } from "../state.ts";

/** What is written on a waiting caller's leg. */
export function marksOf({ stage }: Interaction): Readonly<Record<string, string>> {
  if (stage.kind !== "waiting") return {};
  return {
    queue: stage.queue,
    joined: String(stage.enteredAt),
    priority: String(stage.priority),
    ...(stage.weight === 1 ? {} : { weight: String(stage.weight) }),
  };
}
