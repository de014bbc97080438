/**
 * A far end hands its call over to another one: an attended transfer inside the caller's company, of which we see that a new
 * leg takes the place of an old one. The call goes on, with the new leg, and its record says so.
 *
 *   bridged: the switch has put the new leg into the bridge   ─▶ marked, left where it is
 *   anything else: it stands beside what the old one heard    ─▶ claimed, and parked as a caller is
 */

import type { LegId, NodeId } from "../ids.ts";
import type { LegSnapshot, SwitchObservation } from "../inputs.ts";
import type { Interaction, Leg } from "../state.ts";
import type { Turn } from "../turn.ts";

type Replaced = Extract<SwitchObservation, { kind: "leg.replaced" }>;

/** [RT310] Told by the switch. [RT312] Whoever wants to take over what is not a living far end of ours is let go. */
export function legReplaced(turn: Turn, seen: Replaced): void {
  const { state } = turn;
  const leg = state.legs.get(seen.leg);
  if (state.legs.has(seen.by) || state.endedLegs.has(seen.by)) {
    return turn.ignore(seen.kind, "repeated", leg?.interaction);
  }
  const interaction = leg === undefined ? undefined : state.interactions.get(leg.interaction);
  if (leg === undefined || interaction === undefined || !isFarEnd(interaction, leg)) {
    turn.ignore(seen.kind, leg === undefined ? "legUnknown" : "notAFarEnd", leg?.interaction);
    return turnAway(turn, seen.node, seen.by);
  }
  takeOver(turn, interaction, leg, seen.by, seen.from);
}

/** [RT313] Found on the list after a silence, unmarked: in the place of a leg that is gone, or beside its partner. */
export function foundInPlace(turn: Turn, node: NodeId, snapshot: LegSnapshot): void {
  const { state } = turn;
  if (snapshot.tookOverFrom === undefined) return;
  const known = state.legs.get(snapshot.leg);
  if (known !== undefined) {
    // Taken over as it should be; the mark was lost on its way.
    const interaction = state.interactions.get(known.interaction);
    if (interaction === undefined) return;
    turn.ignore("switch.resynced", "markLost", known.interaction);
    return mark(turn, interaction, known, snapshot.bridgedTo !== undefined);
  }
  const named = state.legs.get(snapshot.bridgedTo ?? snapshot.tookOverFrom);
  const interaction = named === undefined ? undefined : state.interactions.get(named.interaction);
  const before = interaction === undefined || named === undefined ? undefined : farEndBeside(turn, interaction, named);
  if (interaction === undefined || before === undefined) {
    turn.ignore("switch.resynced", "takesNobodysPlace", interaction?.id);
    return turnAway(turn, node, snapshot.leg);
  }
  takeOver(turn, interaction, before, snapshot.leg, snapshot.from, snapshot.bridgedTo !== undefined);
}

/** `named` itself, or whose partner it is. */
function farEndBeside(turn: Turn, interaction: Interaction, named: Leg): Leg | undefined {
  if (isFarEnd(interaction, named)) return named;
  const customer = interaction.customerLeg === undefined ? undefined : turn.state.legs.get(interaction.customerLeg);
  return customer !== undefined && isFarEnd(interaction, customer) ? customer : undefined;
}

/** The customer, or whom a caller was passed on to, of a call that is not over. */
function isFarEnd({ customerLeg, stage }: Interaction, leg: Leg): boolean {
  if (stage.kind === "ending" || stage.kind === "ended") return false;
  return customerLeg === leg.id || (stage.kind === "joined" && stage.leg === leg.id);
}

function takeOver(
  turn: Turn,
  interaction: Interaction,
  leg: Leg,
  by: LegId,
  number: string | undefined,
  isBridged = leg.bridgedTo !== undefined,
): void {
  const { id, node } = interaction;
  turn.record({
    kind: "leg.opened",
    leg: by,
    interaction: id,
    node,
    role: leg.role,
    direction: "inbound",
    agent: undefined,
    target: undefined,
    remote: number,
  });
  turn.record({ kind: "leg.replaced", leg: leg.id, interaction: id, by, number });
  // The switch answers it by itself, before we hear of it.
  turn.record({ kind: "leg.answered", leg: by, interaction: id });
  const taking = turn.state.legs.get(by);
  if (taking !== undefined) mark(turn, interaction, taking, isBridged);
}

function mark(turn: Turn, { id }: Interaction, leg: Leg, isBridged: boolean): void {
  const role = leg.role === "customer" ? "customer" : "external";
  // A claim would take it out of the bridge; without one it is parked, and hears what its place asks for.
  if (isBridged) turn.ask({ kind: "leg.adopt", node: leg.node, leg: leg.id, interaction: id, role });
  else turn.ask({ kind: "leg.claim", node: leg.node, leg: leg.id, interaction: id, answer: true });
}

function turnAway(turn: Turn, node: NodeId, leg: LegId): void {
  turn.ask({ kind: "leg.hangUp", node, leg, cause: "CALL_REJECTED" });
}
