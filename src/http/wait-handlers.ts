/** The route of a queue's expected wait: the figure of this moment, from the state. */

import type { queueWait } from "#protocol/api/waits.ts";
import { queueId } from "#routing/ids.ts";
import type { Instant } from "#routing/instant.ts";
import { queueConfig } from "#routing/matching/eligible.ts";
import { expectedWait } from "#routing/queue/expected-wait.ts";
import type { State } from "#routing/state.ts";
import type { z } from "zod";
import { Refused } from "./refused.ts";
import type { Handlers } from "./routes.ts";

export interface WaitParts {
  readonly state: State;
  readonly now: () => Instant;
}

export function waitHandlers({ state, now }: WaitParts): Pick<Handlers, "readExpectedWait"> {
  return {
    readExpectedWait: ({ params }) => Promise.resolve(queueWaitOf(state, params.id, now()) ?? new Refused("notFound")),
  };
}

/** undefined: there is no such queue. */
export function queueWaitOf(state: State, id: string, at: Instant): z.output<typeof queueWait> | undefined {
  const queue = queueConfig(state.config, queueId(id));
  if (queue === undefined) return undefined;
  const wait = expectedWait(state, queue, at);
  return {
    queue: queue.id,
    name: queue.name,
    waiting: state.lines.get(queue.id)?.length ?? 0,
    ...(wait === undefined ? {} : { expectedWait: { ...wait } }),
  };
}
