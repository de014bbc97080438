/** A caller reaches the door: the four lines of the dialplan mark the leg, set its time limit and park it unanswered. */

import { park, tellExecuted } from "./apps.ts";
import { emitLeg } from "./core.ts";
import type { Core } from "./core.ts";
import { passive } from "./far-end.ts";
import { callerAsGiven } from "./leg.ts";
import type { SimulatedLeg } from "./leg.ts";
import type { CallerScript } from "./parties.ts";

export interface NewLeg {
  readonly uuid: string;
  readonly direction: "inbound" | "outbound";
  readonly name: string;
  readonly profile: "trunk" | "agents";
  readonly from: string | undefined;
  readonly fromName: string | undefined;
  readonly to: string;
  readonly variables: Map<string, string>;
}

/** Makes the record of a leg and counts it. */
export function newLeg(core: Core, spec: NewLeg): SimulatedLeg {
  core.legsSinceStart += 1;
  const leg: SimulatedLeg = {
    ...spec,
    shown: callerAsGiven(spec),
    hitsDialplan: spec.direction === "inbound",
    number: core.legsSinceStart,
    createdAt: core.agenda.now(),
    history: [],
    destination: spec.to,
    leavingFor: undefined,
    state: "CS_INIT",
    isRinging: false,
    hasEarlyMedia: false,
    progressAt: undefined,
    answeredAt: undefined,
    bridgedAt: undefined,
    end: undefined,
    apps: [],
    waiting: [],
    partner: undefined,
    attempt: undefined,
    owesUnbridge: undefined,
    lastOther: undefined,
    isMuted: false,
    digitsHeard: "",
    recordings: new Map(),
    lastRecordingMs: undefined,
    script: passive,
    pickUp: undefined,
    whenEnded: undefined,
  };
  core.legs.set(leg.uuid, leg);
  core.legsPeak = Math.max(core.legsPeak, core.legs.size);
  return leg;
}

/** The dialplan of the door. A claim that comes in time ends the park, and with it the limit. */
export function arrive(core: Core, uuid: string, caller: CallerScript): SimulatedLeg {
  const user = caller.from ?? "anonymous";
  const leg = newLeg(core, {
    uuid,
    direction: "inbound",
    name: `sofia/trunk/${user}@127.0.0.1:5080`,
    profile: "trunk",
    from: caller.from,
    fromName: caller.fromName,
    to: caller.to,
    variables: new Map(),
  });
  leg.script = core.callerScript(leg, caller);
  emitLeg(core, "CHANNEL_CREATE", leg);
  leg.state = "CS_EXECUTE";
  leg.isRinging = true;
  setVariable(core, leg, "cc_entry", "trunk");
  setVariable(core, leg, "park_timeout", "4:NORMAL_TEMPORARY_FAILURE");
  park(core, leg);
  return leg;
}

/** The application `set`. */
export function setVariable(core: Core, leg: SimulatedLeg, name: string, value: string): void {
  leg.variables.set(name, value);
  const app = { name: "set", argument: `${name}=${value}`, uuid: core.random.uuid() };
  tellExecuted(core, leg, app, "_none_");
}
