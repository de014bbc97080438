/** The few things that are asked of legs, each with the fact that remembers it. */

import type { SwitchCommand } from "../commands.ts";
import type { InteractionId, LegId } from "../ids.ts";
import type { Interaction, Leg } from "../state.ts";
import type { Turn } from "../turn.ts";

type HangUpCause = Extract<SwitchCommand, { kind: "leg.hangUp" }>["cause"];

/** A bridge that has not been seen after this long is asked for again. */
export const BRIDGE_MS = 2_000;
export const BRIDGE_ATTEMPTS_MAX = 3;

/** Asks once; only the switch's word ends a leg. */
export function hangUp(turn: Turn, leg: Leg, cause: HangUpCause): void {
  if (leg.isHangUpAsked) return;
  turn.record({ kind: "leg.hangUpAsked", leg: leg.id, interaction: leg.interaction });
  turn.ask({ kind: "leg.hangUp", node: leg.node, leg: leg.id, cause });
}

/** `survivor` stays parked when the other side ends: always the customer, who may be passed on or come back. */
export function askBridge(turn: Turn, survivor: Leg, other: Leg, attempt: number): void {
  const command = turn.newCommandId();
  turn.record({
    kind: "leg.bridgeAsked",
    leg: survivor.id,
    other: other.id,
    interaction: survivor.interaction,
    command,
    attempt,
    until: turn.at + BRIDGE_MS,
  });
  turn.ask({ kind: "leg.bridge", node: survivor.node, survivor: survivor.id, other: other.id }, command);
}

export function customerLeg(turn: Turn, interaction: Interaction): Leg | undefined {
  return interaction.customerLeg === undefined ? undefined : turn.state.legs.get(interaction.customerLeg);
}

/** The link to the switch of this interaction is up; if not, whatever is asked for fails, and nothing is seen. */
export function isReachable(turn: Turn, interaction: Interaction): boolean {
  return turn.state.nodes.get(interaction.node)?.isUp === true;
}

/**
 * Music while there is nothing else to hear. A leg in a bridge, or not yet parked, gets it when it is parked; one that is
 * just being joined would hear it over the agent.
 */
export function playMusic(turn: Turn, leg: Leg): void {
  if (leg.isParked && leg.bridging === undefined && !leg.isHangUpAsked) {
    turn.ask({ kind: "music.start", node: leg.node, leg: leg.id, sound: "music" });
  }
}

/** Marks on the leg, from which the switch alone can tell where the caller was. */
export function tag(turn: Turn, leg: Leg, tags: Readonly<Record<string, string>>): void {
  turn.ask({ kind: "leg.tag", node: leg.node, leg: leg.id, tags });
}

export function openLegs(turn: Turn, interaction: InteractionId): readonly Leg[] {
  const ids: Iterable<LegId> = turn.state.interactions.get(interaction)?.openLegs ?? [];
  return [...ids].flatMap((id) => turn.state.legs.get(id) ?? []);
}
