/** Sends a leg, or a bridged pair, through a row of applications: how a caller is claimed and a bridge is split. */

import { leaveApps, park, play, tellExecuted } from "./apps.ts";
import { setVariable } from "./arrive.ts";
import { abandonAttempt, stepOut, takeApart } from "./bridge.ts";
import { emitLeg, onLeg, turn } from "./core.ts";
import type { Core } from "./core.ts";
import { kill } from "./hang-up.ts";
import { callerAsGiven, isAlive } from "./leg.ts";
import type { SimulatedLeg } from "./leg.ts";

/** One entry of `set:a=b,answer,park inline`. */
export interface InlineApp {
  readonly name: string;
  readonly argument: string;
}

/** Begins one turn later. `isBoth`: the partner goes the same way; otherwise it stays behind as its flags say. */
export function transfer(core: Core, leg: SimulatedLeg, apps: readonly InlineApp[], isBoth: boolean): void {
  const other = isBoth ? leg.partner : undefined;
  onLeg(core, leg, turn(core), () => {
    abandonAttempt(core, leg);
    setOut(core, leg, apps);
    if (other !== undefined && leg.partner === other && isAlive(other)) {
      setOut(core, other, apps);
      takeApart(core, leg);
      const [one, two] = core.random.chance(0.5) ? [leg, other] : [other, leg];
      run(core, one, apps);
      run(core, two, apps);
      return;
    }
    stepOut(core, leg);
    run(core, leg, apps);
  });
}

/** Answers a leg of a caller; nothing happens to one that is answered. */
export function answer(core: Core, leg: SimulatedLeg): void {
  if (leg.answeredAt !== undefined) return;
  leg.answeredAt = core.agenda.now();
  emitLeg(core, "CHANNEL_ANSWER", leg);
  leg.script.answered();
}

/** The switch names the new destination while a leg leaves the old one, and goes back to the dialled number then. */
function setOut(core: Core, leg: SimulatedLeg, apps: readonly InlineApp[]): void {
  const line = apps.map((app) => (app.argument === "" ? app.name : `${app.name}:${app.argument}`)).join(",");
  leg.destination = line;
  leg.leavingFor = line;
  leg.shown = callerAsGiven(leg);
  leg.hitsDialplan = true;
  leg.history.push(`${Math.floor(core.agenda.now() / 1000)}:${core.random.uuid()}:bl_xfer:${line}/cc-in/inline`);
}

function run(core: Core, leg: SimulatedLeg, apps: readonly InlineApp[]): void {
  leaveApps(core, leg);
  leg.state = "CS_EXECUTE";
  leg.lastOther = undefined;
  leg.leavingFor = undefined;
  for (const app of apps) {
    if (leg.end !== undefined) return;
    runOne(core, leg, app);
  }
}

function runOne(core: Core, leg: SimulatedLeg, app: InlineApp): void {
  switch (app.name) {
    case "set": {
      const equals = app.argument.indexOf("=");
      setVariable(core, leg, app.argument.slice(0, equals), app.argument.slice(equals + 1));
      return;
    }
    case "answer":
      answer(core, leg);
      tellExecuted(core, leg, { name: "answer", argument: undefined, uuid: core.random.uuid() }, "_none_");
      return;
    case "ring_ready":
      leg.progressAt = core.agenda.now();
      emitLeg(core, "CHANNEL_PROGRESS", leg);
      return;
    case "park":
      park(core, leg);
      return;
    case "playback":
      play(core, leg, app.argument, core.random.uuid());
      return;
    case "hangup":
      kill(core, leg, app.argument === "" ? "NORMAL_CLEARING" : app.argument);
      return;
    default:
      // An application that does not exist ends the leg.
      kill(core, leg, "DESTINATION_OUT_OF_ORDER");
  }
}
