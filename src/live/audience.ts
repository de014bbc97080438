/**
 * Who may see what, and who may ask for what, over the live socket. The only place: projection, topics and sockets ask
 * here. Roles come from the session, never from a message.
 */

import type { WireRefusal } from "#protocol/errors.ts";
import type { Ask, Topic } from "#protocol/up.ts";
import type { AgentId } from "#routing/ids.ts";
import { isUuid, agentId } from "#routing/ids.ts";
import type { State } from "#routing/state.ts";
import { isAllowed, isSupervisor, type Viewer } from "../platform/rights.ts";
import type { PopTask } from "./sources.ts";

/** One stream of views for all who see the same: a desk each, one board for all who watch. */
export type Audience = { readonly kind: "desk"; readonly agent: AgentId } | { readonly kind: "board" };

export type Admission = { readonly audience: Audience } | { readonly refused: WireRefusal };

/** The stream behind a topic for this person, or why not. */
export function admission(viewer: Viewer, topic: Topic, state: State): Admission {
  switch (topic) {
    case "board":
      return isSupervisor(viewer) ? { audience: { kind: "board" } } : { refused: "forbidden" };
    case "desk": {
      const agent = ownAgent(viewer);
      if (agent === undefined) return { refused: "forbidden" };
      // An agent whom routing does not know (yet): created a moment ago, or switched off.
      return state.agents.has(agent) ? { audience: { kind: "desk", agent } } : { refused: "unknownAgent" };
    }
    default:
      return topic satisfies never;
  }
}

/** The agent that the person is; undefined when she is none. */
export function ownAgent(viewer: Viewer): AgentId | undefined {
  return isAllowed(["agent"], viewer) && isUuid(viewer.user) ? agentId(viewer.user) : undefined;
}

export type Acting = { readonly agent: AgentId; readonly isForAnother: boolean } | { readonly refused: WireRefusal };

/** For which agent an ask is: oneself, or for a supervisor the agent that it names. */
export function acting(viewer: Viewer, ask: Ask): Acting {
  const named = "agent" in ask && ask.agent !== undefined ? agentId(ask.agent.toLowerCase()) : undefined;
  const own = ownAgent(viewer);
  if (named !== undefined && named !== own)
    return isSupervisor(viewer) ? { agent: named, isForAnother: true } : { refused: "forbidden" };
  return own === undefined ? { refused: "forbidden" } : { agent: own, isForAnother: false };
}

/** A private task is its owner's alone, also in the pop of a call that somebody else takes. */
export function visibleTasks(tasks: readonly PopTask[], agent: AgentId): readonly PopTask["task"][] {
  return tasks.flatMap(({ task, privateTo }) => (privateTo === undefined || privateTo === agent ? [task] : []));
}
