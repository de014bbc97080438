/** What is wrong with the overflow rules of a configuration, in the words of an admin. Pure. */

import type { OverflowTarget, OverflowWhen, QueueConfig, RoutingConfig } from "#routing/config.ts";
import type { QueueId } from "#routing/ids.ts";
import { dialable, isDialAllowed } from "#routing/interaction/dial.ts";
import type { Field } from "./refusals.ts";

/** Conditions and targets that name nothing that is there, and queues that would certainly send to each other in a circle. */
export function overflowProblems(config: RoutingConfig): readonly Field[] {
  return config.queues.flatMap((queue) => [
    ...queue.overflow.flatMap(({ when, to }, index) => {
      const path = `queues.${queue.name}.overflow.${index}`;
      return [problemOfWhen(config, when), problemOfTarget(config, queue, to)].flatMap((message) =>
        message === undefined ? [] : [{ path, message }],
      );
    }),
    ...circles(config, queue),
  ]);
}

function problemOfWhen(config: RoutingConfig, when: OverflowWhen): string | undefined {
  if (when.kind !== "closing" || config.schedules.some(({ name }) => name === when.schedule)) return undefined;
  return `there are no opening hours called ${when.schedule}`;
}

function problemOfTarget(config: RoutingConfig, queue: QueueConfig, to: OverflowTarget): string | undefined {
  switch (to.kind) {
    case "queue":
      if (to.queue === queue.id) return "a queue cannot overflow into itself";
      return config.queues.some(({ id }) => id === to.queue) ? undefined : "there is no such queue";
    case "flow":
      return config.flows.some(({ name }) => name === to.flow) ? undefined : `no flow called ${to.flow} is published`;
    case "number": {
      const number = dialable(to.number);
      if (number === undefined) return "that is no number";
      return isDialAllowed(config, number) ? undefined : "numbers like this one may not be dialled";
    }
    case "voicemail":
    case "callback":
    case "exit":
      return undefined;
  }
}

/** Conditions that come to everybody who is not served, or to all queues together: a circle of these goes round for sure. */
function certainty(when: OverflowWhen): string | undefined {
  if (when.kind === "waited" || when.kind === "emergency") return when.kind;
  return when.kind === "closing" ? `closing ${when.schedule}` : undefined;
}

function circles(config: RoutingConfig, queue: QueueConfig): readonly Field[] {
  return queue.overflow.flatMap(({ when, to }, index) => {
    const kind = certainty(when);
    if (kind === undefined || to.kind !== "queue" || to.queue === queue.id) return [];
    if (!leadsTo(config, kind, to.queue, queue.id)) return [];
    const path = `queues.${queue.name}.overflow.${index}`;
    return [{ path, message: "by rules like this one, callers would come back to this queue" }];
  });
}

/** Follows rules of the same certainty from queue to queue. */
function leadsTo(config: RoutingConfig, kind: string, from: QueueId, goal: QueueId): boolean {
  const seen = new Set<QueueId>([from]);
  for (const id of seen) {
    for (const { when, to } of config.queues.find((queue) => queue.id === id)?.overflow ?? []) {
      if (to.kind !== "queue" || certainty(when) !== kind) continue;
      if (to.queue === goal) return true;
      seen.add(to.queue);
    }
  }
  return false;
}
