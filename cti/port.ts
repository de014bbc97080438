/** The one door to a switch. Implementations: `freeswitch`, `simulated`, `replay`. None of them decides anything. */

import type { SwitchCommand } from "#routing/commands.ts";
import type { SwitchObservation } from "#routing/inputs.ts";
import type { NodeId } from "#routing/ids.ts";

/** Figures that `doctor`, `/metrics` and the health page show. */
export interface SwitchHealth {
  readonly node: NodeId;
  readonly isUp: boolean;
  /** The switch's own name and version, undefined until it was up once. */
  readonly version: string | undefined;
  /** Why it is down, in words for an admin; undefined when up. */
  readonly fault: string | undefined;
  readonly legs: number;
}

/**
 * A switch that shows what happens (`observe`) and does what it is told (`execute`).
 *
 * - Observations come one at a time, in the order in which the switch told them; they may be late, repeated or in an odd
 *   order, and are passed on as they are.
 * - `execute` never throws and never waits: a refusal, a timeout or a dead link comes back as `command.failed`
 *   (or `leg.notCreated` for an originate).
 * - When the link comes up, first and again, `switch.resynced` is observed before any event that happened after it.
 *   When it goes, `switch.lost`.
 */
export interface SwitchPort extends AsyncDisposable {
  readonly node: NodeId;
  /** Exactly one listener; called synchronously. Starts the link. */
  start(observe: (observation: SwitchObservation) => void): void;
  execute(command: SwitchCommand): void;
  /** Asks for a fresh `switch.resynced` (the periodic audit). */
  resync(): void;
  health(): SwitchHealth;
}
