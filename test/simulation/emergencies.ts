/** Where queues have rules for it, somebody presses an emergency switch now and then, and takes it back minutes later. */

import type { Random } from "#cti/simulated/random.ts";
import type { RoutingConfig } from "#routing/config.ts";
import type { Input } from "#routing/inputs.ts";
import type { Instant } from "#routing/instant.ts";

const PRESSED_MS = 300_000;
const BETWEEN_MS = 1_800_000;

export interface Course {
  readonly now: () => Instant;
  readonly plan: (afterMs: number, act: () => void) => void;
  readonly feed: (input: Input) => void;
}

export function planEmergencies({ queues }: RoutingConfig, boss: Random, endAt: Instant, course: Course): void {
  const concerned = queues.filter(({ overflow }) => overflow.some(({ when }) => when.kind === "emergency"));
  if (concerned.length === 0) return;
  const next = (): void => {
    if (course.now() >= endAt) return;
    const queue = boss.chance(0.3) ? undefined : boss.pick(concerned).id;
    const press = (isOn: boolean) => course.feed({ kind: "emergency.switchRequested", queue, isOn, by: "boss" });
    press(true);
    course.plan(boss.gapMs(PRESSED_MS), () => press(false));
    course.plan(boss.gapMs(BETWEEN_MS), next);
  };
  course.plan(boss.gapMs(BETWEEN_MS), next);
}
