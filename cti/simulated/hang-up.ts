/** The end of a leg, told once: what runs on it, its recordings and its bridge end first. */

import { leaveApps } from "./apps.ts";
import { endAttempt, endBridge } from "./bridge.ts";
import { emitLeg, turn } from "./core.ts";
import type { Core } from "./core.ts";
import { isAlive } from "./leg.ts";
import type { LegEnd, SimulatedLeg } from "./leg.ts";
import type { Refusal } from "./parties.ts";
import { stopAllRecordings } from "./record.ts";

/** From now on no command finds the leg; its last events come `inMs` later. A second end changes nothing. */
export function endLeg(core: Core, leg: SimulatedLeg, end: LegEnd, inMs: number): void {
  if (leg.end !== undefined) return;
  leg.end = end;
  leg.pickUp = undefined;
  core.agenda.after(inMs, () => {
    finish(core, leg);
  });
}

/** Our own hang-up (`uuid_kill`). */
export function kill(core: Core, leg: SimulatedLeg, cause: string): void {
  const isRingingOut = leg.direction === "outbound" && leg.answeredAt === undefined;
  const disposition = isRingingOut ? "send_cancel" : leg.answeredAt === undefined ? "send_refuse" : "send_bye";
  const inviteFailureStatus = isRingingOut ? 487 : undefined;
  endLeg(core, leg, { cause, disposition, termStatus: undefined, inviteFailureStatus }, turn(core));
}

/** The far end hangs up: BYE when answered, CANCEL while a caller still waits for an answer. */
export function partyHangsUp(core: Core, leg: SimulatedLeg): void {
  if (leg.answeredAt !== undefined) {
    const end = { cause: "NORMAL_CLEARING", disposition: "recv_bye", termStatus: 200, inviteFailureStatus: undefined };
    endLeg(core, leg, end, 1);
  } else if (leg.direction === "inbound") {
    const end = { cause: "ORIGINATOR_CANCEL", disposition: "recv_cancel", termStatus: 487, inviteFailureStatus: 487 };
    endLeg(core, leg, end, 1);
  } else {
    partyRefuses(core, leg, { cause: "CALL_REJECTED", sipStatus: 603 });
  }
}

/** The far end does not take a call of ours. */
export function partyRefuses(core: Core, leg: SimulatedLeg, refusal: Refusal): void {
  const { cause, sipStatus, elsewhere } = refusal;
  if (elsewhere !== undefined) {
    // The switch ends such a leg itself, and notes where else the far end wanted it to go.
    const end = { cause, disposition: "send_cancel", termStatus: undefined, inviteFailureStatus: 487, elsewhere };
    return endLeg(core, leg, end, 0);
  }
  endLeg(core, leg, { cause, disposition: "recv_refuse", termStatus: sipStatus, inviteFailureStatus: sipStatus }, 0);
}

function finish(core: Core, leg: SimulatedLeg): void {
  if (!core.legs.has(leg.uuid)) return;
  leg.owesUnbridge?.();
  endAttempt(core, leg);
  leaveApps(core, leg);
  const tellOther = endBridge(core, leg);
  leg.state = "CS_HANGUP";
  stopAllRecordings(core, leg);
  leg.state = "CS_REPORTING";
  core.legs.delete(leg.uuid);
  emitLeg(core, "CHANNEL_HANGUP_COMPLETE", leg);
  leg.whenEnded?.();
  if (tellOther !== undefined) core.agenda.after(core.random.between([0, 20]), tellOther);
}

/** All legs at once, because the process goes: nothing is parked, protected or not. */
export function endAllLegs(core: Core): void {
  for (const leg of core.legs.values()) {
    if (isAlive(leg)) {
      const end = { cause: "SYSTEM_SHUTDOWN", disposition: "send_bye", termStatus: undefined };
      leg.end = { ...end, inviteFailureStatus: undefined };
    }
  }
  for (const leg of [...core.legs.values()].toSorted((one, other) => one.number - other.number)) finish(core, leg);
}
