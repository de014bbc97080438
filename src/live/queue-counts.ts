/** Who waits where and who works for what, counted in one pass over the state for all queues and all views. */

import { satisfies } from "#routing/matching/eligible.ts";
import type { QueueId } from "#routing/ids.ts";
import type { Instant } from "#routing/instant.ts";
import { isPromised } from "#routing/callback/promised.ts";
import type { Interaction, State } from "#routing/state.ts";
import { isWorkMedium, type WorkMedium } from "#routing/work/capacity.ts";

export interface QueueCount {
  waiting: number;
  /** Callbacks in the line. */
  callbacks: number;
  /** When the caller who waits longest entered; undefined: nobody waits. */
  longestSince: Instant | undefined;
  /** Mail and chat that nobody has taken. */
  readonly work: Readonly<Record<WorkMedium, WorkWaiting>>;
  /** Signed in and able to take the queue's calls. */
  staffed: number;
  /** Of them, ready and idle. */
  ready: number;
  /** Talking in a call of this queue. */
  talking: number;
  wrapUp: number;
}

interface WorkWaiting {
  waiting: number;
  longestSince: Instant | undefined;
}

/** A person on the phone who waits, also while he is asked about a callback; no promise that stands in the line, no mail. */
export function isCallerWaiting(interaction: Interaction): boolean {
  const isWaiting = interaction.stage.kind === "waiting" || interaction.aside !== undefined;
  return isWaiting && !isPromised(interaction) && !isWorkMedium(interaction.medium);
}

export function countQueues(state: State): ReadonlyMap<QueueId, QueueCount> {
  const counts = new Map<QueueId, QueueCount>();
  for (const queue of state.config.queues)
    counts.set(queue.id, {
      waiting: 0,
      callbacks: 0,
      longestSince: undefined,
      work: { mail: { waiting: 0, longestSince: undefined }, chat: { waiting: 0, longestSince: undefined } },
      staffed: 0,
      ready: 0,
      talking: 0,
      wrapUp: 0,
    });
  for (const interaction of state.interactions.values()) {
    const visit = interaction.stage.kind === "waiting" ? interaction.stage : interaction.aside?.visit;
    const count = visit === undefined ? undefined : counts.get(visit.queue);
    if (visit === undefined || count === undefined) continue;
    if (isPromised(interaction)) {
      count.callbacks += 1;
      continue;
    }
    const line = isWorkMedium(interaction.medium) ? count.work[interaction.medium] : count;
    line.waiting += 1;
    line.longestSince = Math.min(line.longestSince ?? visit.enteredAt, visit.enteredAt);
  }
  for (const config of state.config.agents) {
    const agent = state.agents.get(config.id);
    if (agent === undefined || agent.presence.kind === "signedOut") continue;
    const { engagement } = agent;
    for (const queue of state.config.queues) {
      const count = counts.get(queue.id);
      if (count === undefined || !satisfies(config.skills, queue.requirement)) continue;
      count.staffed += 1;
      if (agent.presence.kind === "ready" && engagement.kind === "idle" && agent.backOff === undefined)
        count.ready += 1;
    }
    if (engagement.kind !== "talking" && engagement.kind !== "wrapUp") continue;
    const queue = state.interactions.get(engagement.interaction)?.lastQueue;
    const count = queue === undefined ? undefined : counts.get(queue);
    if (count !== undefined) count[engagement.kind] += 1;
  }
  return counts;
}
