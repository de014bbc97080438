/** What happened to agents: their consoles, what they said about themselves, and how their work ended. */

import type { AgentId, InteractionId } from "../ids.ts";
import type { Instant } from "../instant.ts";
import type { CountedOutcome } from "../reservation/policy.ts";
import type { Presence } from "./presence.ts";
import type { WrapUpPolicy } from "./wrap-up-policy.ts";

export type AgentFactBody =
  | { readonly kind: "agent.consoleConnected"; readonly agent: AgentId }
  | { readonly kind: "agent.consoleLost"; readonly agent: AgentId; readonly until: Instant }
  | {
      readonly kind: "agent.presenceChanged";
      readonly agent: AgentId;
      readonly presence: Presence;
      readonly by: "agent" | "system";
    }
  /** Chosen during a call; applied when the agent is idle again. undefined: taken back. */
  | { readonly kind: "agent.nextPresenceChosen"; readonly agent: AgentId; readonly presence: Presence | undefined }
  /** She stays ready and is not rung until then, because of what became of her last reservation. */
  | {
      readonly kind: "agent.backedOff";
      readonly agent: AgentId;
      readonly outcome: CountedOutcome;
      readonly until: Instant;
    }
  /** `agent`: she said that she is ready before the time was over. */
  | { readonly kind: "agent.backOffEnded"; readonly agent: AgentId; readonly by: "agent" | "timeout" }
  /** During the conversation: she wants a wrap-up after it, or not any more. */
  | {
      readonly kind: "agent.wrapUpRequested";
      readonly agent: AgentId;
      readonly interaction: InteractionId;
      readonly isWanted: boolean;
    }
  /** `until` is NEVER where no clock ends it. The policy is that of its beginning, whatever an admin changes meanwhile. */
  | {
      readonly kind: "agent.wrapUpStarted";
      readonly agent: AgentId;
      readonly interaction: InteractionId;
      readonly until: Instant;
      readonly policy: WrapUpPolicy;
    }
  | {
      readonly kind: "agent.wrapUpExtended";
      readonly agent: AgentId;
      readonly interaction: InteractionId;
      readonly until: Instant;
    }
  | {
      readonly kind: "agent.wrapUpEnded";
      readonly agent: AgentId;
      readonly interaction: InteractionId;
      readonly by: "agent" | "timeout" | "system";
    }
  /** Free again without wrap-up (missed, withdrawn, dial failed, wrap-up zero). */
  | { readonly kind: "agent.released"; readonly agent: AgentId; readonly interaction: InteractionId };
