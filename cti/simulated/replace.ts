/**
 * Another far end takes over a call (INVITE with Replaces): the switch makes a leg, answers it, and puts it into the place of
 * the old one, which it ends. Nobody of ours is asked.
 */

import { newLeg } from "./arrive.ts";
import { park, play } from "./apps.ts";
import { askForBridge, letGoOfPartner } from "./bridge.ts";
import { emitLeg, onLeg, turn } from "./core.ts";
import type { Core } from "./core.ts";
import { endLeg } from "./hang-up.ts";
import type { LegEnd, SimulatedLeg } from "./leg.ts";
import type { CallerScript } from "./parties.ts";
import { answer } from "./transfer.ts";

/** Left on the leg by the call that it replaces. */
export const REPLACES = "sip_replaces_call_id";
/** Its own number; what it is shown as is the old one's. */
export const REPLACED_BY = "sip_from_user";

/** Has taken over a call and is not marked as ours. */
export function isUnmarkedTakeOver(leg: SimulatedLeg): boolean {
  return leg.variables.has(REPLACES) && !leg.variables.has("cc_call");
}

const ended = (cause: string): LegEnd => ({
  cause,
  disposition: "send_bye",
  termStatus: undefined,
  inviteFailureStatus: undefined,
});

/** `leg` must be answered and alive. */
export function replaceLeg(core: Core, leg: SimulatedLeg, by: CallerScript): void {
  const { partner } = leg;
  const top = leg.apps.at(-1);
  const taking = newLeg(core, {
    uuid: core.random.uuid(),
    direction: "inbound",
    name: `sofia/${leg.profile}/${by.from ?? "anonymous"}@127.0.0.1:5080`,
    profile: leg.profile,
    from: leg.from,
    fromName: leg.fromName,
    to: leg.to,
    variables: new Map([
      [REPLACES, `${leg.uuid}@127.0.0.1`],
      [REPLACED_BY, by.from ?? "anonymous"],
    ]),
  });
  taking.script = core.callerScript(taking, by);
  taking.lastOther = leg;
  // In no bridge, the old one ends beside the beginning of the new one: either may be told first.
  const isEndFirst = partner === undefined && core.random.chance(0.3);
  if (isEndFirst) endLeg(core, leg, ended("ATTENDED_TRANSFER"), 0);
  core.agenda.after(isEndFirst ? 1 : 0, () => {
    if (!core.isUp || !core.legs.has(taking.uuid)) return;
    emitLeg(core, "CHANNEL_CREATE", taking);
    taking.state = "CS_EXECUTE";
    answer(core, taking);
    if (partner === undefined) {
      if (!isEndFirst) endLeg(core, leg, ended("ATTENDED_TRANSFER"), core.random.between([0, 2]));
      // It runs what the old one ran, by itself and without our names for it.
      if (top?.kind === "playback") play(core, taking, top.path, core.random.uuid());
      else park(core, taking);
      return;
    }
    onLeg(core, taking, turn(core), () => {
      const other = leg.partner;
      if (leg.end !== undefined || other === undefined || other.end !== undefined) {
        // Whom it wanted to talk to is gone.
        endLeg(core, taking, ended("NORMAL_CLEARING"), 0);
        return;
      }
      letGoOfPartner(core, leg);
      endLeg(core, leg, ended("PICKED_OFF"), 0);
      askForBridge(core, taking, other);
    });
  });
}
