/**
 * After a silence: the switch says what is really up, and the difference to what we believe is worked off as if it had
 * been seen. The switch is right about legs. The same path serves our own restart, a cut link, and the periodic audit.
 */

import { interactionId, isUuid, type LegId, type NodeId } from "../ids.ts";
import type { LegSnapshot, SwitchObservation } from "../inputs.ts";
import { NEVER } from "../instant.ts";
import { arrive } from "../interaction/arrive.ts";
import { legAnswered, legParked, legsBridged, partnerReady } from "../interaction/connect.ts";
import { legEnded } from "../interaction/end.ts";
import { enter } from "../interaction/enqueue.ts";
import { marksOf } from "../interaction/marks.ts";
import { isFlowFirstAnswering } from "../interaction/follow-flow.ts";
import { askBridge, hangUp, tag, playMusic } from "../interaction/leg.ts";
import { foundInPlace } from "../interaction/replaced.ts";
import { needsOf } from "../matching/eligible.ts";
import { endReservation } from "../reservation/release.ts";
import type { Interaction, Leg } from "../state.ts";
import type { Turn } from "../turn.ts";

/** A leg that we asked for this recently may not be on the switch's list yet. */
export const UNSEEN_LEG_MS = 5_000;

export function switchLost(turn: Turn, node: NodeId, cause: string): void {
  if (turn.state.nodes.get(node)?.isUp !== true) return turn.ignore("switch.lost", "repeated");
  turn.record({ kind: "switch.wentDown", node, cause });
}

/** [RT100] Same incarnation: the difference. Another one: every leg of that switch is gone. */
export function switchResynced(turn: Turn, seen: Extract<SwitchObservation, { kind: "switch.resynced" }>): void {
  const known = turn.state.nodes.get(seen.node);
  const wasUp = known?.isUp === true;
  const isRestarted = known?.incarnation !== undefined && known.incarnation !== seen.incarnation;
  if (!wasUp || isRestarted) turn.record({ kind: "switch.wentUp", node: seen.node, incarnation: seen.incarnation });

  const listed = new Map(seen.legs.map((snapshot) => [snapshot.leg, snapshot]));
  // Before the legs that they replaced are missed.
  if (!isRestarted) for (const snapshot of seen.legs) foundInPlace(turn, seen.node, snapshot);
  endMissingLegs(turn, seen.node, listed, { isLost: isRestarted, isUnseen: !wasUp });
  // What is left of the state is compared leg by leg: who answered, who talks, then who needs something.
  forEachKnown(turn, seen.legs, (leg, snapshot) => {
    if (snapshot.isAnswered && !leg.isAnswered) legAnswered(turn, leg);
  });
  forEachKnown(turn, seen.legs, joinIfBridged.bind(undefined, turn));
  // Callers last: one whose agent picked up unseen is joined with her, and does not begin to hear music.
  for (const isCustomers of [false, true]) {
    forEachKnown(turn, seen.legs, (leg, snapshot) => {
      if ((leg.role === "customer") === isCustomers) mend(turn, leg, snapshot, wasUp);
    });
  }
  if (!wasUp) endOverdueOffers(turn, seen.node);
  for (const snapshot of seen.legs) if (!turn.state.legs.has(snapshot.leg)) takeOver(turn, seen.node, snapshot, listed);
}

function forEachKnown(turn: Turn, legs: readonly LegSnapshot[], act: (leg: Leg, snapshot: LegSnapshot) => void): void {
  for (const snapshot of legs) {
    const leg = turn.state.legs.get(snapshot.leg);
    if (leg !== undefined) act(leg, snapshot);
  }
}

/** Customers first: a caller who is gone is not put back into a queue because his agent is gone as well. */
function endMissingLegs(
  turn: Turn,
  node: NodeId,
  listed: ReadonlyMap<string, LegSnapshot>,
  how: { readonly isLost: boolean; readonly isUnseen: boolean },
): void {
  const missing = [...turn.state.legs.values()].filter(
    (leg) =>
      leg.node === node &&
      !listed.has(leg.id) &&
      (how.isLost || leg.isAnswered || leg.direction === "inbound" || turn.at - leg.openedAt > UNSEEN_LEG_MS),
  );
  const order = { customer: 0, external: 1, agent: 2 } as const;
  missing.sort((a, b) => order[a.role] - order[b.role]);
  for (const { id } of missing) {
    const leg = turn.state.legs.get(id);
    const cause = how.isLost ? "SWITCH_RESTARTED" : "LOST";
    if (leg !== undefined) legEnded(turn, leg, { ...how, cause, sipStatus: undefined });
  }
}

/** [RT8] Phones that rang on past their time while nobody could see it, and still ring. Whoever picked up meanwhile has the caller. */
function endOverdueOffers(turn: Turn, node: NodeId): void {
  for (const reservation of turn.state.reservations.values()) {
    const leg = reservation.leg === undefined ? undefined : turn.state.legs.get(reservation.leg);
    const isOverdue = reservation.until <= turn.at && leg?.node === node && !leg.isAnswered;
    if (isOverdue) endReservation(turn, reservation, "missed");
  }
}

function joinIfBridged(turn: Turn, leg: Leg, snapshot: LegSnapshot): void {
  const other = snapshot.bridgedTo === undefined ? undefined : turn.state.legs.get(snapshot.bridgedTo);
  if (other !== undefined && leg.bridgedTo !== other.id) legsBridged(turn, leg, other.id);
}

/** Does again what was lost on the way to or from the switch. */
function mend(turn: Turn, leg: Leg, snapshot: LegSnapshot, wasUp: boolean): void {
  const interaction = turn.state.interactions.get(leg.interaction);
  if (leg.isHangUpAsked) {
    turn.record({ kind: "leg.hangUpAsked", leg: leg.id, interaction: leg.interaction });
    turn.ask({ kind: "leg.hangUp", node: leg.node, leg: leg.id, cause: "NORMAL_CLEARING" });
    return;
  }
  if (interaction === undefined) return;
  if (snapshot.bridgedTo !== undefined) return mendHold(turn, interaction, leg, snapshot.bridgedTo);
  const { stage } = interaction;
  const isCustomer = interaction.customerLeg === leg.id;
  // Only a call whose flow is no longer known ends without having been hung up.
  if (isCustomer && stage.kind === "ending") return hangUp(turn, leg, "NORMAL_TEMPORARY_FAILURE");
  if (isCustomer && stage.kind === "inFlow" && stage.cursor === undefined) {
    if (!wasUp) claimAgain(turn, interaction, leg, snapshot);
    return;
  }
  if (!snapshot.isAnswered || leg.bridging !== undefined) return;
  if (!leg.isParked || leg.bridgedTo !== undefined) return legParked(turn, leg);
  if (isCustomer && stage.kind === "waiting" && !hasMarks(snapshot, marksOf(interaction))) {
    // He entered the queue unheard: neither music nor marks have reached the leg.
    legParked(turn, leg);
    return tag(turn, leg, marksOf(interaction));
  }
  if (stage.kind !== "talking") return partnerReady(turn, interaction, leg);
  // Whether his music had begun when the link went, nobody knows; begun anew, it is only heard from its beginning.
  if (isCustomer && stage.isHeld && !wasUp) return playMusic(turn, leg);
  const partner = turn.state.legs.get(stage.leg);
  if (isCustomer && !stage.isHeld && partner?.isParked === true && !partner.isHangUpAsked) {
    askBridge(turn, leg, partner, 1);
  }
}

/** On hold with us and joined on the switch: the split was lost, and the customer hears what he should not. */
function mendHold(turn: Turn, interaction: Interaction, leg: Leg, other: LegId): void {
  const { stage } = interaction;
  if (stage.kind !== "talking" || !stage.isHeld || stage.leg !== leg.id || interaction.customerLeg !== other) return;
  if (turn.state.legs.get(other)?.bridging !== undefined) return;
  turn.record({ kind: "leg.bridged", leg: other, other: leg.id, interaction: interaction.id });
  turn.ask({ kind: "leg.split", node: leg.node, leg: leg.id });
}

/** Whether he was claimed before the link went, only the mark on his leg knows. */
function claimAgain(turn: Turn, interaction: Interaction, leg: Leg, snapshot: LegSnapshot): void {
  if (snapshot.tags["call"] !== undefined) return legParked(turn, leg);
  const answer = isFlowFirstAnswering(turn, interaction.id);
  turn.ask({ kind: "leg.claim", node: leg.node, leg: leg.id, interaction: interaction.id, answer });
}

function hasMarks(snapshot: LegSnapshot, marks: Readonly<Record<string, string>>): boolean {
  return Object.entries(marks).every(([key, value]) => snapshot.tags[key] === value);
}

/** [RT101] A leg that we do not know: a caller is taken over with his mark, anything else of ours is hung up. */
function takeOver(turn: Turn, node: NodeId, snapshot: LegSnapshot, listed: ReadonlyMap<string, LegSnapshot>): void {
  const call = snapshot.tags["call"];
  if (call === undefined || !isUuid(call)) {
    if (snapshot.tags["entry"] === undefined || snapshot.direction !== "inbound") return;
    // Waits at the door, not claimed yet.
    return arrive(turn, {
      kind: "leg.arrived",
      node,
      leg: snapshot.leg,
      from: snapshot.from,
      fromName: undefined,
      to: snapshot.to ?? "",
    });
  }
  const interaction = interactionId(call);
  if (snapshot.direction === "outbound" || turn.state.interactions.has(interaction)) {
    const partner = snapshot.bridgedTo === undefined ? undefined : listed.get(snapshot.bridgedTo);
    // Two who talk are left alone, even if we have lost the thread.
    if (partner !== undefined) return turn.ignore("switch.resynced", "strangersTalk", interaction);
    turn.record({ kind: "leg.hangUpAsked", leg: snapshot.leg, interaction });
    turn.ask({ kind: "leg.hangUp", node, leg: snapshot.leg, cause: "NORMAL_CLEARING" });
    return;
  }
  adopt(turn, node, snapshot);
}

function adopt(turn: Turn, node: NodeId, snapshot: LegSnapshot): void {
  const { tags } = snapshot;
  const id = interactionId(tags["call"] ?? "");
  if (snapshot.bridgedTo !== undefined) return turn.ignore("switch.resynced", "strangersTalk", id);
  turn.record({
    kind: "interaction.adopted",
    interaction: id,
    node,
    leg: snapshot.leg,
    from: snapshot.from,
    to: snapshot.to ?? "",
    startedAt: snapshot.createdAt,
  });
  turn.record({
    kind: "leg.opened",
    leg: snapshot.leg,
    interaction: id,
    node,
    role: "customer",
    direction: "inbound",
    agent: undefined,
    target: undefined,
    remote: snapshot.from,
  });
  const leg = turn.state.legs.get(snapshot.leg);
  const interaction = turn.state.interactions.get(id);
  if (leg === undefined || interaction === undefined) return;
  if (snapshot.isAnswered) legAnswered(turn, leg);
  turn.record({ kind: "leg.parked", leg: leg.id, interaction: id });
  turn.askContact({ interaction: id, number: snapshot.from });

  const queue = turn.state.config.queues.find((each) => tags["queue"] === each.id);
  const joined = Number(tags["joined"]);
  if (queue !== undefined && Number.isSafeInteger(joined)) {
    enter(turn, interaction, {
      queue,
      needs: needsOf(queue),
      weight: Number(tags["weight"]) || 1,
      particular: undefined,
      priority: Number(tags["priority"]) || 0,
      enteredAt: joined,
      overflowAt: NEVER,
      isReturn: true,
      keys: [],
    });
    return;
  }
  const digits = (snapshot.to ?? "").replace(/^\+/, "");
  const number = turn.state.config.numbers.find((each) => each.dialled.replace(/^\+/, "") === digits);
  const flow = turn.state.config.flows.find((each) => each.name === number?.flow);
  if (flow === undefined) return hangUp(turn, leg, "NORMAL_TEMPORARY_FAILURE");
  turn.record({ kind: "flow.entered", interaction: id, flow: flow.name, version: flow.version });
  turn.ask({
    kind: "leg.claim",
    node,
    leg: leg.id,
    interaction: id,
    answer: !snapshot.isAnswered && isFlowFirstAnswering(turn, id),
  });
}
