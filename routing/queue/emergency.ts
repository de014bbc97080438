/** The emergency switch of a queue or of the whole site: while it is on, overflow rules that ask for it hold. */

import type { QueueId } from "../ids.ts";
import { queueConfig } from "../matching/eligible.ts";
import type { Turn } from "../turn.ts";

/** [RT134] `queue` undefined: the whole site. A switch that stands so already changes nothing. */
export function switchEmergency(turn: Turn, queue: QueueId | undefined, isOn: boolean, by: string): void {
  if (queue !== undefined && queueConfig(turn.state.config, queue) === undefined) {
    return turn.refuse("unknownDestination");
  }
  if (turn.state.emergencies.has(queue) === isOn) return;
  turn.record({ kind: "emergency.switched", queue, isOn, by });
}
