/** The moments at which an overflow rule may begin to hold merely because time passes. */

import type { OverflowRule, OverflowWhen, QueueConfig, RoutingConfig } from "../config.ts";
import { NEVER, type Instant } from "../instant.ts";
import { closedForAt } from "../schedule/closing.ts";

/** Of a visit that began at `since`; a moment may lie before it, if the rule holds from the beginning. */
export function overflowDues(config: RoutingConfig, queue: QueueConfig, since: Instant): readonly Instant[] {
  return queue.overflow.map(({ when }) => dueOf(config, when, since)).filter((due) => due < NEVER);
}

/** True from its due moment on. */
export function isDue(config: RoutingConfig, when: TimedWhen, since: Instant, at: Instant): boolean {
  // Whether the schedule opened again meanwhile has to be asked at the moment itself.
  return dueOf(config, when, when.kind === "closing" ? at : since) <= at;
}

export type TimedWhen = Extract<OverflowWhen, { kind: "waited" | "closing" }>;

function dueOf(config: RoutingConfig, when: OverflowRule["when"], from: Instant): Instant {
  switch (when.kind) {
    case "waited":
      return from + when.afterMs;
    case "closing": {
      const schedule = config.schedules.find((each) => each.name === when.schedule);
      return schedule === undefined ? NEVER : closedForAt(schedule, when.graceMs, from);
    }
    case "expectedWait":
    case "length":
    case "agentsReady":
    case "agentsStaffed":
    case "ratio":
    case "emergency":
      return NEVER;
  }
}
