/** What views are made of besides the core's state; each is somebody else's, asked through this narrow door. */

import type { CallerCandidate, OpenTask, PastCall, PopView } from "#protocol/views/desk.ts";
import type { VisitCounts } from "#protocol/views/board.ts";
import type { SwitchHealth } from "#cti/port.ts";
import type { AgentId, InteractionId, QueueId } from "#routing/ids.ts";
import type { Instant } from "#routing/instant.ts";
import type { State } from "#routing/state.ts";
import type { WorkMedium } from "#routing/work/capacity.ts";

/** Today's counters, folded from facts (`src/kpi`). Cheap to ask: answered from memory, several times a second. */
export interface TodayFigures {
  /** Without those who wait: `offered` is completed by the projection, which sees them. */
  queue(id: QueueId): VisitCounts;
  /** The same of a queue's mail or chat. */
  work(id: QueueId, medium: WorkMedium): VisitCounts;
  /** Promised today, and of those that ended today the kept ones and the others. */
  callbacks(id: QueueId): { readonly booked: number; readonly reached: number; readonly unreached: number };
  /** Share 0 to 1; undefined when nothing counts yet. */
  serviceLevel(id: QueueId): number | undefined;
  agent(id: AgentId): {
    readonly answered: number;
    readonly took: number;
    readonly handleMs: number;
    readonly missed: number;
  };
  callsToday(): number;
  readonly serviceLevelFormula: string;
}

/** An open task, and who alone may see it; `privateTo` undefined: everybody. */
export interface PopTask {
  readonly task: OpenTask;
  readonly privateTo: string | undefined;
}

/** The customer's side of a call, from the CRM and the call records. Slow: asked ahead of time, never on the way of a call. */
export interface PopSources {
  findCaller(number: string): Promise<{
    readonly match: "none" | "maybe" | "known";
    readonly candidates: readonly CallerCandidate[];
  }>;
  /** The candidate for a contact that somebody chose; undefined when she is not there. */
  candidate(contact: string): Promise<CallerCandidate | undefined>;
  /** Newest first, without the call itself. */
  lastCalls(
    about: { readonly contact: string } | { readonly number: string },
    except: InteractionId,
    limit: number,
  ): Promise<readonly PastCall[]>;
  openTasks(contact: string, limit: number): Promise<readonly PopTask[]>;
}

/** What is known about the person of one interaction. */
export interface Pop {
  readonly match: PopView["match"];
  readonly candidates: readonly CallerCandidate[];
  readonly lastCalls: readonly PastCall[];
  readonly tasks: readonly PopTask[];
}

/** Everything that a projection reads. */
export interface Sources {
  readonly state: State;
  readonly figures: TodayFigures;
  pop(interaction: InteractionId): Pop | undefined;
  heldSince(interaction: InteractionId): Instant | undefined;
  readonly nodes: readonly SwitchHealth[];
  readonly isStoreUp: boolean;
  /** undefined: there is no real switch. */
  isPhoneRegistered(sipUser: string): boolean | undefined;
}
