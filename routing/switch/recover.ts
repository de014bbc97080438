/**
 * After a silence: the switch says what is really up, and the difference to what we believe is worked off as if it had
 * been seen. The switch is right about legs. The same path serves our own restart, a cut link, and the periodic audit.
 */

import { interactionId, isUuid, type NodeId } from "../ids.ts";
import type { LegSnapshot, SwitchObservation } from "../inputs.ts";
import { NEVER } from "../instant.ts";
import { arrive } from "../interaction/arrive.ts";
import { legAnswered, legParked, legsBridged, partnerReady } from "../interaction/connect.ts";
import { legEnded } from "../interaction/end.ts";
import { enter } from "../interaction/enqueue.ts";
import { isFlowFirstAnswering } from "../interaction/follow-flow.ts";
import { hangUp } from "../interaction/leg.ts";
import type { Leg } from "../state.ts";
import type { Turn } from "../turn.ts";

/** A leg that we asked for this recently may not be on the switch's list yet. */
export const UNSEEN_LEG_MS = 5_000;
/** After a silence, a flow that hears nothing for this long asks its step again. */
export const RESUME_MS = 8_000;

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
  endMissingLegs(turn, seen.node, listed, isRestarted);
  // What is left of the state is compared leg by leg; answered and bridged legs first, so that nobody is rung for a caller who talks.
  for (const snapshot of seen.legs) {
    const leg = turn.state.legs.get(snapshot.leg);
    if (leg !== undefined) reconcile(turn, leg, snapshot);
  }
  for (const snapshot of seen.legs) if (!turn.state.legs.has(snapshot.leg)) takeOver(turn, seen.node, snapshot, listed);
  if (!wasUp) resumeFlows(turn, seen.node);
}

/** Customers first: a caller who is gone is not put back into a queue because his agent is gone as well. */
function endMissingLegs(
  turn: Turn,
  node: NodeId,
  listed: ReadonlyMap<string, LegSnapshot>,
  isRestarted: boolean,
): void {
  const missing = [...turn.state.legs.values()].filter(
    (leg) =>
      leg.node === node &&
      !listed.has(leg.id) &&
      (isRestarted || leg.isAnswered || leg.direction === "inbound" || turn.at - leg.openedAt > UNSEEN_LEG_MS),
  );
  const order = { customer: 0, external: 1, agent: 2 } as const;
  missing.sort((a, b) => order[a.role] - order[b.role]);
  for (const { id } of missing) {
    const leg = turn.state.legs.get(id);
    if (leg !== undefined) legEnded(turn, leg, isRestarted ? "SWITCH_RESTARTED" : "LOST", undefined, isRestarted);
  }
}

function reconcile(turn: Turn, leg: Leg, snapshot: LegSnapshot): void {
  if (snapshot.isAnswered && !leg.isAnswered) legAnswered(turn, leg);
  const other = snapshot.bridgedTo === undefined ? undefined : turn.state.legs.get(snapshot.bridgedTo);
  if (other !== undefined && leg.bridgedTo !== other.id) legsBridged(turn, leg, other.id);
  if (snapshot.bridgedTo === undefined && leg.bridgedTo !== undefined) legParked(turn, leg);
  if (leg.isHangUpAsked) {
    // Our hang-up was lost with the link: it is still up.
    turn.ask({ kind: "leg.hangUp", node: leg.node, leg: leg.id, cause: "NORMAL_CLEARING" });
    turn.record({ kind: "leg.hangUpAsked", leg: leg.id, interaction: leg.interaction });
    return;
  }
  const interaction = turn.state.interactions.get(leg.interaction);
  const isIdle = snapshot.isAnswered && snapshot.bridgedTo === undefined && leg.bridging === undefined;
  if (
    interaction !== undefined &&
    isIdle &&
    interaction.customerLeg !== leg.id &&
    interaction.stage.kind !== "talking"
  ) {
    partnerReady(turn, interaction, leg);
  }
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
      requirement: queue.requirement,
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

/** What a flow was told while we were away is lost; if nothing comes, it asks again. */
function resumeFlows(turn: Turn, node: NodeId): void {
  for (const interaction of turn.state.interactions.values()) {
    const { stage } = interaction;
    if (interaction.node !== node || stage.kind !== "inFlow" || stage.cursor === undefined) continue;
    turn.record({
      kind: "flow.advanced",
      interaction: interaction.id,
      cursor: stage.cursor,
      awaiting: stage.awaiting,
      until: turn.at + RESUME_MS,
      pendingRecording: stage.pendingRecording,
    });
  }
}
