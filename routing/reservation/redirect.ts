/**
 * An agent's phone that answers "try this number instead" (SIP 302). The switch never follows by itself: where a caller is
 * sent is decided here, once, by what may be dialled at all.
 *
 *   her phone ─302─▶ allowed, and the first time? ─▶ the number rings, over trunk after trunk, until the same moment
 *                              └ no ─▶ unreachable: the caller is back at the front
 */

import { dialable, isTrunkFault, mayDial } from "../interaction/dial.ts";
import type { LegEnd } from "../interaction/end.ts";
import { isReachable } from "../interaction/leg.ts";
import type { Interaction, Leg, Reservation } from "../state.ts";
import type { Turn } from "../turn.ts";

/**
 * [RT300] Goes on with the reservation elsewhere when its leg has ended; false when it does not, and has to end. `leg` is
 * the one that ended.
 */
export function goesOnElsewhere(turn: Turn, reservation: Reservation, leg: Leg, end: LegEnd): boolean {
  const interaction = turn.state.interactions.get(reservation.interaction);
  if (interaction === undefined || leg.isAnswered || leg.isHangUpAsked || end.isLost || end.isUnseen) return false;
  if (reservation.until <= turn.at || !isReachable(turn, interaction)) return false;
  const { redirected } = reservation;
  if (redirected !== undefined) {
    // [RT302] The number may be reached by another way out; where it passes the call on to, nobody goes.
    if (!isTrunkFault(end.cause)) return false;
    return ringNumber(turn, interaction, reservation, redirected.number, redirected.trunk + 1);
  }
  const number = end.redirectedTo === undefined ? undefined : dialable(end.redirectedTo);
  if (number === undefined || !mayFollow(turn, interaction, number)) return false;
  return ringNumber(turn, interaction, reservation, number, 0);
}

/** [RT301] A number that comes back to us, or to the caller, would ring in a circle. */
function mayFollow(turn: Turn, interaction: Interaction, number: string): boolean {
  const { config } = turn.state;
  if (!config.followsRedirects || !mayDial(turn, number)) return false;
  const ours = [...config.numbers.map(({ dialled }) => dialled), ...config.trunks.map((trunk) => trunk.callerNumber)];
  return ![...ours, interaction.from ?? ""].some((each) => bare(each) === bare(number));
}

const bare = (number: string): string => number.replace(/^\+/, "");

function ringNumber(
  turn: Turn,
  interaction: Interaction,
  { id: reservation, agent, until }: Reservation,
  number: string,
  trunk: number,
): boolean {
  const gateway = turn.state.config.trunks[trunk];
  if (gateway === undefined) return false;
  const leg = turn.newLegId();
  const target = { kind: "trunk", gateway: gateway.gateway, number } as const;
  turn.record({
    kind: "leg.opened",
    leg,
    interaction: interaction.id,
    node: interaction.node,
    role: "agent",
    direction: "outbound",
    agent,
    target,
    remote: number,
  });
  turn.record({
    kind: "reservation.redirected",
    reservation,
    interaction: interaction.id,
    agent,
    leg,
    number,
    trunk,
  });
  turn.ask({
    kind: "leg.originate",
    node: interaction.node,
    leg,
    interaction: interaction.id,
    role: "agent",
    target,
    callerNumber: gateway.callerNumber,
    // As with her own phone: ours is exact and decides.
    timeoutMs: until - turn.at + 5_000,
    autoAnswer: false,
  });
  return true;
}
