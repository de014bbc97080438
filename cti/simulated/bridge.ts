/**
 * Two legs in one conversation, with the races of the real switch: a bridge is asked for now, prepared one turn later
 * and there another turn after that, and either leg may end in between.
 *
 *   asked ──turn──▶ prepared (both left their applications) ──turn──▶ bridged
 *     │ first ends: nothing is told, the second stays as it is
 *     └ second ends: the first is parked (with `uuid_bridge_park_on_cancel`) or lost
 */

import { fallBackToPark, leaveApps } from "./apps.ts";
import { turn } from "./core.ts";
import type { Core } from "./core.ts";
import { isAlive, isSet } from "./leg.ts";
import type { BridgeAttempt, LegEnd, SimulatedLeg } from "./leg.ts";

const lost = (cause: string): LegEnd => ({
  cause,
  disposition: "send_bye",
  termStatus: undefined,
  inviteFailureStatus: undefined,
});

/** Both legs must be alive. The end of it is told by an event, or by none. */
export function askForBridge(core: Core, first: SimulatedLeg, second: SimulatedLeg): void {
  for (const leg of [first, second]) {
    abandonAttempt(core, leg);
    leg.history.push(`${Math.floor(core.agenda.now() / 1000)}:${core.random.uuid()}:uuid_br:${otherOf(leg)}`);
  }
  const attempt: BridgeAttempt = { first, second, isPrepared: false, isOver: false };
  first.attempt = attempt;
  second.attempt = attempt;
  first.lastOther = second;
  second.lastOther = first;
  // The second leg takes over the first one's caller, even if it is a caller itself and the bridge never comes.
  second.shown = first.shown;
  const bridgedInMs = core.random.between(core.latencies.bridgeMs);
  const preparedInMs = Math.min(turn(core), bridgedInMs);
  core.agenda.after(preparedInMs, () => {
    if (!attempt.isOver) prepare(core, attempt);
  });
  core.agenda.after(bridgedInMs, () => {
    if (!attempt.isOver) join(core, attempt);
  });

  function otherOf(leg: SimulatedLeg): string {
    return leg === first ? second.uuid : first.uuid;
  }
}

/** A leg is wanted elsewhere before its bridge came about; the other side, if it left its park already, goes back. */
export function abandonAttempt(core: Core, leg: SimulatedLeg): void {
  const { attempt } = leg;
  if (attempt === undefined) return;
  cancelAttempt(attempt);
  const other = attempt.first === leg ? attempt.second : attempt.first;
  if (attempt.isPrepared) release(core, other);
}

function cancelAttempt(attempt: BridgeAttempt): void {
  attempt.isOver = true;
  if (attempt.first.attempt === attempt) attempt.first.attempt = undefined;
  if (attempt.second.attempt === attempt) attempt.second.attempt = undefined;
}

/** Takes a leg out of its bridge for something else; the other side stays, parked or not as its flags say. */
export function stepOut(core: Core, leg: SimulatedLeg): void {
  leg.owesUnbridge?.();
  const other = leg.partner;
  if (other === undefined) return;
  const first = leg.state === "CS_SOFT_EXECUTE" ? leg : other;
  unlink(leg, other);
  if (first === leg) {
    release(core, other);
    tellUnbridged(core, first, other);
  } else {
    tellUnbridged(core, first, leg);
    release(core, other);
  }
}

/** Takes both out at once (`-both`); neither is parked by this. */
export function takeApart(core: Core, leg: SimulatedLeg): void {
  leg.owesUnbridge?.();
  const other = leg.partner;
  if (other === undefined) return;
  const [first, second] = leg.state === "CS_SOFT_EXECUTE" ? [leg, other] : [other, leg];
  unlink(leg, other);
  first.lastOther = undefined;
  second.lastOther = undefined;
  tellUnbridged(core, first, second);
}

/** Its partner is wanted by another leg at once, and is not parked meanwhile; the leg itself is about to end. */
export function letGoOfPartner(core: Core, leg: SimulatedLeg): void {
  leg.owesUnbridge?.();
  const other = leg.partner;
  if (other === undefined) return;
  const [first, second] = leg.state === "CS_SOFT_EXECUTE" ? [leg, other] : [other, leg];
  unlink(leg, other);
  tellUnbridged(core, first, second);
}

/** The bridge of a leg that ends. Answers what is to be told behind the end of the leg, if its partner is that late. */
export function endBridge(core: Core, leg: SimulatedLeg): (() => void) | undefined {
  const other = leg.partner;
  if (other === undefined) return undefined;
  const isFirst = leg.state === "CS_SOFT_EXECUTE";
  unlink(leg, other);
  if (isFirst) {
    // The second leg is parked before the first tells that it is alone.
    release(core, other);
    tellUnbridged(core, leg, other);
    return undefined;
  }
  const tellOther = (): void => {
    if (other.owesUnbridge !== tellOther) return;
    other.owesUnbridge = undefined;
    tellUnbridged(core, other, leg);
    release(core, other);
  };
  other.owesUnbridge = tellOther;
  // Mostly the end comes first and the survivor's events within 20 ms behind it, at times the other way round.
  if (core.random.chance(0.3)) {
    tellOther();
    return undefined;
  }
  return tellOther;
}

/** A leg that ends while a bridge with it is on its way; the rest is found out when that bridge is due. */
export function endAttempt(core: Core, leg: SimulatedLeg): void {
  const { attempt } = leg;
  if (attempt === undefined || attempt.isOver) return;
  cancelAttempt(attempt);
  const other = attempt.first === leg ? attempt.second : attempt.first;
  if (!isAlive(other)) return;
  if (other === attempt.second && !attempt.isPrepared) return;
  if (other.partner !== undefined) stepOut(core, other);
  if (!attempt.isPrepared) leaveApps(core, other);
  const flag = other === attempt.first ? "uuid_bridge_park_on_cancel" : "park_after_bridge";
  if (isSet(other, flag)) fallBackToPark(core, other);
  else core.endLeg(other, lost(other === attempt.first ? "ORIGINATOR_CANCEL" : "NORMAL_CLEARING"), turn(core));
}

function prepare(core: Core, attempt: BridgeAttempt): void {
  const { first, second } = attempt;
  // One that is about to end decides with its end what becomes of the other.
  if (!isAlive(first) || !isAlive(second)) return;
  // Either may have been bridged elsewhere: taking it over leaves the third one behind.
  for (const leg of [second, first]) {
    leg.owesUnbridge?.();
    if (leg.partner !== undefined) {
      stepOut(core, leg);
      leg.state = "CS_EXECUTE";
    }
  }
  second.hitsDialplan = false;
  // A leg that has answered and was on its way to its park does not get there.
  for (const leg of [first, second]) if (leg.state === "CS_CONSUME_MEDIA") leg.state = "CS_EXECUTE";
  const [one, two] = core.random.chance(0.5) ? [first, second] : [second, first];
  leaveApps(core, one);
  leaveApps(core, two);
  attempt.isPrepared = true;
}

function join(core: Core, attempt: BridgeAttempt): void {
  const { first, second } = attempt;
  if (!isAlive(first) || !isAlive(second)) return;
  cancelAttempt(attempt);
  first.partner = second;
  second.partner = first;
  first.state = "CS_SOFT_EXECUTE";
  second.state = "CS_EXCHANGE_MEDIA";
  first.bridgedAt = core.agenda.now();
  second.bridgedAt = core.agenda.now();
  core.emit({ kind: "bridge", name: "CHANNEL_BRIDGE", leg: first, other: second });
  first.script.bridged();
  second.script.bridged();
}

/** The first leg is still in the state of a bridge when it tells of its end. */
function tellUnbridged(core: Core, leg: SimulatedLeg, other: SimulatedLeg): void {
  const { state } = leg;
  leg.state = "CS_SOFT_EXECUTE";
  core.emit({ kind: "bridge", name: "CHANNEL_UNBRIDGE", leg, other });
  leg.state = state;
}

function unlink(leg: SimulatedLeg, other: SimulatedLeg): void {
  leg.partner = undefined;
  other.partner = undefined;
  leg.state = "CS_EXECUTE";
  other.state = "CS_EXECUTE";
  leg.script.unbridged();
  other.script.unbridged();
}

/** What becomes of the one that is left behind. */
function release(core: Core, leg: SimulatedLeg): void {
  if (!isAlive(leg)) return;
  leaveApps(core, leg);
  if (isSet(leg, "park_after_bridge")) fallBackToPark(core, leg);
  else core.endLeg(leg, lost("NORMAL_CLEARING"), turn(core));
}
