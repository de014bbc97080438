/**
 * Rings a new leg and parks it when it answers. The outcome is told twice, by the leg's events and by the job, in either
 * order; what never becomes a leg is told by the job alone.
 */

import { park } from "./apps.ts";
import { newLeg } from "./arrive.ts";
import { emitLeg, onLeg, turn } from "./core.ts";
import type { Core } from "./core.ts";
import { talker } from "./far-end.ts";
import { endLeg, partyRefuses } from "./hang-up.ts";
import { destinationOf } from "./leg.ts";
import type { SimulatedLeg } from "./leg.ts";
import { refusals } from "./parties.ts";
import type { CarrierBehaviour, PhoneBehaviour, Refusal } from "./parties.ts";

export interface Originate {
  readonly uuid: string;
  readonly target:
    | { readonly kind: "seat"; readonly sipUser: string }
    | { readonly kind: "trunk"; readonly gateway: string; readonly number: string };
  readonly callerNumber: string | undefined;
  readonly callerName: string | undefined;
  readonly variables: ReadonlyMap<string, string>;
  readonly timeoutMs: number;
  readonly isAutoAnswered: boolean;
  /** The job does not take early media for an answer. */
  readonly ignoresEarlyMedia: boolean;
  /** Of the background command, with its text, which its outcome repeats. */
  readonly job: string;
  readonly argument: string;
}

/** What the far end does once it is reached. */
type Reached =
  | {
      readonly kind: "rings";
      readonly answerInMs: number | undefined;
      readonly refusal: Refusal | undefined;
      readonly talkMs: number | undefined;
      readonly media: "none" | "ringing" | "early";
    }
  | { readonly kind: "refuses"; readonly refusal: Refusal };

/** 16 of 55 jobs said so for legs that were bridged at once. */
const CAUGHT_RATE = 0.3;

export function originate(core: Core, asked: Originate): void {
  const { incarnation } = core;
  core.agenda.after(turn(core), () => {
    // A restart in between has forgotten the command, job and all.
    if (core.incarnation !== incarnation) return;
    const obstacle = obstacleOf(core, asked);
    if (obstacle !== undefined) tellJob(core, asked, `-ERR ${obstacle}\n`);
    else ring(core, asked, reach(core, asked));
  });
}

/** Why there will be no leg at all. */
function obstacleOf(core: Core, asked: Originate): string | undefined {
  if (core.legs.has(asked.uuid)) return "DESTINATION_OUT_OF_ORDER";
  if (asked.target.kind === "seat") {
    return phoneOf(core, asked.target.sipUser).kind === "unregistered" ? "USER_NOT_REGISTERED" : undefined;
  }
  const gateway = core.gateways.get(asked.target.gateway);
  if (gateway === undefined) return "INVALID_GATEWAY";
  return gateway.isUp ? undefined : "GATEWAY_DOWN";
}

function phoneOf(core: Core, sipUser: string): PhoneBehaviour {
  return core.phones.get(sipUser) ?? { kind: "unregistered" };
}

function reach(core: Core, asked: Originate): Reached {
  if (asked.target.kind === "seat") return reachPhone(phoneOf(core, asked.target.sipUser), asked.isAutoAnswered);
  const gateway = core.gateways.get(asked.target.gateway);
  const behaviour = gateway?.numbers[asked.target.number] ?? gateway?.otherwise;
  return reachCarrier(behaviour ?? { kind: "failed" });
}

const rings = {
  kind: "rings",
  answerInMs: undefined,
  refusal: undefined,
  talkMs: undefined,
  media: "ringing",
} as const satisfies Reached;

function reachPhone(phone: PhoneBehaviour, isAutoAnswered: boolean): Reached {
  switch (phone.kind) {
    case "answers":
      return { ...rings, answerInMs: phone.afterMs, talkMs: phone.talkMs };
    case "manual":
      return { ...rings, answerInMs: isAutoAnswered ? 50 : undefined };
    case "noAnswer":
      return rings;
    case "declined":
      return { ...rings, answerInMs: phone.afterMs, refusal: refusals.declined };
    case "unreachable":
      return { ...rings, media: "none" };
    case "busy":
      return { kind: "refuses", refusal: refusals.busy };
    case "redirects":
      return { kind: "refuses", refusal: { ...refusals.redirects, elsewhere: phone.to } };
    case "unavailable":
      return { kind: "refuses", refusal: refusals.unavailable };
    case "closed":
    case "unregistered":
      return { kind: "refuses", refusal: refusals.closed };
  }
}

function reachCarrier(carrier: CarrierBehaviour): Reached {
  switch (carrier.kind) {
    case "answers": {
      const media = carrier.hasEarlyMedia ? "early" : "ringing";
      return { ...rings, answerInMs: carrier.afterMs, talkMs: carrier.talkMs, media };
    }
    case "noAnswer":
      return rings;
    case "busy":
      return { ...rings, answerInMs: carrier.afterMs, refusal: refusals.busy };
    case "declined":
      return { ...rings, answerInMs: carrier.afterMs, refusal: refusals.declined };
    case "unallocated":
      return { kind: "refuses", refusal: refusals.unallocated };
    case "failed":
      return { kind: "refuses", refusal: refusals.failed };
    case "invalid":
      return { kind: "refuses", refusal: refusals.invalid };
  }
}

function ring(core: Core, asked: Originate, reached: Reached): void {
  const { target } = asked;
  const to = target.kind === "seat" ? target.sipUser : target.number;
  const leg = newLeg(core, {
    uuid: asked.uuid,
    direction: "outbound",
    name: target.kind === "seat" ? `sofia/agents/${to}` : `sofia/trunk/${to}`,
    profile: target.kind === "seat" ? "agents" : "trunk",
    from: asked.callerNumber,
    fromName: asked.callerName,
    to,
    variables: new Map(asked.variables),
  });
  emitLeg(core, "CHANNEL_CREATE", leg);
  leg.state = "CS_CONSUME_MEDIA";
  let isJobTold = false;
  const { incarnation } = core;
  const tell = (body: string): void => {
    if (isJobTold || core.incarnation !== incarnation) return;
    isJobTold = true;
    tellJob(core, asked, body);
  };
  // The leg's own end always ends the job too, within a turn before or behind it.
  const watched = watchEnd(core, leg, () => tell(`-ERR ${leg.end?.cause ?? "NORMAL_CLEARING"}\n`));
  if (reached.kind === "refuses") {
    partyRefuses(core, leg, reached.refusal);
    watched();
    return;
  }
  leg.script = talker(core, leg, reached.talkMs);
  let wasParked = false;
  const parkAndTell = (): void => {
    const parked = (): void => {
      if (leg.end !== undefined || leg.state !== "CS_CONSUME_MEDIA") return;
      leg.shown = { name: "Outbound Call", number: destinationOf(leg) };
      leg.hitsDialplan = true;
      wasParked = true;
      park(core, leg);
    };
    const told = (): void => {
      // A leg that ended in between tells its own end.
      if (leg.end !== undefined) return;
      // Bridged before it was parked, the job may call a living leg cancelled.
      const isCaught = leg.history.length > 0 && leg.state !== "CS_CONSUME_MEDIA" && !wasParked;
      tell(isCaught && core.random.chance(CAUGHT_RATE) ? "-ERR ORIGINATOR_CANCEL\n" : `+OK ${leg.uuid}\n`);
    };
    const [first, second] = core.random.chance(0.7) ? [told, parked] : [parked, told];
    core.agenda.after(core.random.between(core.latencies.jobMs), () => {
      first();
      core.agenda.after(core.random.between([0, 2]), second);
    });
  };
  const pickUp = (): void => {
    leg.pickUp = undefined;
    stopTimeout();
    leg.answeredAt = core.agenda.now();
    emitLeg(core, "CHANNEL_ANSWER", leg);
    leg.script.answered();
    if (leg.state === "CS_CONSUME_MEDIA") parkAndTell();
  };
  const earlyMs = core.random.between(core.latencies.timeoutEarlyMs);
  const stopTimeout = onLeg(core, leg, Math.max(0, asked.timeoutMs - earlyMs), () => {
    const end = { cause: "NO_ANSWER", disposition: "send_cancel", termStatus: undefined, inviteFailureStatus: 487 };
    endLeg(core, leg, end, core.random.between([0, 2]));
    watched();
  });
  leg.pickUp = pickUp;
  if (reached.media !== "none") {
    onLeg(core, leg, core.random.between([0, 1]), () => {
      leg.isRinging = true;
      leg.progressAt = core.agenda.now();
      leg.hasEarlyMedia = reached.media === "early";
      emitLeg(core, leg.hasEarlyMedia ? "CHANNEL_PROGRESS_MEDIA" : "CHANNEL_PROGRESS", leg);
      // Early media counts as an answer for the job, unless it was told to ignore it.
      if (leg.hasEarlyMedia && !asked.ignoresEarlyMedia) parkAndTell();
    });
  }
  if (reached.answerInMs !== undefined) {
    onLeg(core, leg, Math.max(2, reached.answerInMs), () => {
      if (reached.refusal === undefined) leg.pickUp?.();
      else partyRefuses(core, leg, reached.refusal);
    });
  }
}

/** Calls `ended` once, within a turn around the last event of the leg. Answers a way to say that the end is certain. */
function watchEnd(core: Core, leg: SimulatedLeg, ended: () => void): () => void {
  let isWatching = true;
  const schedule = (): void => {
    if (!isWatching) return;
    isWatching = false;
    core.agenda.after(core.random.between(core.latencies.jobMs), ended);
  };
  leg.whenEnded = schedule;
  return schedule;
}

function tellJob(core: Core, asked: Originate, body: string): void {
  core.emit({ kind: "job", job: asked.job, command: "originate", argument: asked.argument, body });
}
