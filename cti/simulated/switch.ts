/**
 * A telephone switch made of data: callers, phones and carriers are scripts, time is an argument, and the same seed gives
 * the same day, event by event. It behaves as the golden traces of FreeSWITCH show, races included. What speaks to it:
 * port.ts (as a SwitchPort) and esl-server.ts (as an event socket).
 */

import assert from "node:assert/strict";
import type { NodeId } from "#routing/ids.ts";
import type { DurationMs, Instant } from "#routing/instant.ts";
import { createAgenda } from "./agenda.ts";
import { arrive } from "./arrive.ts";
import { checkCore, defaultLatencies } from "./core.ts";
import type { Core, Latencies } from "./core.ts";
import type { SwitchEvent, SwitchListener } from "./events.ts";
import { callerEnd, pressAll } from "./far-end.ts";
import { endAllLegs, endLeg, partyHangsUp } from "./hang-up.ts";
import { hearingOf } from "./hearing.ts";
import type { Hearing } from "./hearing.ts";
import { isAlive } from "./leg.ts";
import type { SimulatedLeg } from "./leg.ts";
import type { CallerScript, Gateway, PhoneBehaviour } from "./parties.ts";
import { defaultPrompts } from "./prompts.ts";
import type { PromptLengths } from "./prompts.ts";
import { replaceLeg } from "./replace.ts";
import { seededRandom } from "./random.ts";
import type { Random } from "./random.ts";

export interface SimulatedSwitchOptions {
  readonly node: NodeId;
  /** Any text; the same one gives the same world. */
  readonly seed: string;
  readonly startAt: Instant;
  readonly latencies?: Latencies | undefined;
  readonly prompts?: PromptLengths | undefined;
  /** The model checks itself after every so-many-th thing that happens in it; 1 unless told otherwise. */
  readonly checkEvery?: number | undefined;
}

/** What a driver of time does around everything that comes from outside: catch up before, look at the next event after. */
interface TimeDriver {
  readonly before: () => void;
  readonly after: () => void;
}

export interface SimulatedSwitch {
  readonly node: NodeId;
  readonly now: () => Instant;
  /** When the next thing happens by itself; NEVER if nothing will. */
  readonly nextEventAt: () => Instant;
  /** Lets everything happen until `to`. Listeners are called from in here; they must not advance. */
  readonly advance: (to: Instant) => void;
  /** Every event of the switch, in order, at once. The answer ends it. */
  readonly listen: (listener: SwitchListener) => () => void;
  /** A caller sets out; the answer is its leg's id, known before it arrives. Nobody arrives at a switch that is down. */
  readonly newCaller: (caller: CallerScript) => string;
  /** What the phone does with calls from now on; undefined: nobody has registered it. */
  readonly setPhone: (sipUser: string, behaviour: PhoneBehaviour) => void;
  readonly setGateway: (gateway: string, is: Gateway) => void;
  /** The far end of a leg presses keys, one every 200 ms. */
  readonly press: (leg: string, digits: string) => void;
  /** The far end of a leg hangs up, refuses while it rings, or gives up while it waits for an answer. */
  readonly hangUp: (leg: string) => void;
  /** The far end of an answered leg hands its call over to somebody else. */
  readonly replace: (leg: string, by: CallerScript) => void;
  /** A ringing far end takes the call. False if it does not ring. */
  readonly pickUp: (leg: string) => boolean;
  readonly hears: (leg: string) => Hearing;
  readonly digitsHeard: (leg: string) => string;
  /** All living legs, oldest first; to be read at once and not kept. */
  readonly legs: () => readonly SimulatedLeg[];
  readonly incarnation: () => string;
  /** Ends the process and starts another `downMs` later. A graceful end tells the end of every leg, a crash nothing. */
  readonly restart: (how: { readonly isGraceful: boolean; readonly downMs: DurationMs }) => void;
  readonly setDriver: (driver: TimeDriver | undefined) => void;
  /** Does something from outside at the present of the driver. For this folder's ports. */
  readonly outside: <T>(act: () => T) => T;
  /** The model itself, for this folder's ports. */
  readonly core: Core;
  /** Chance of its own, so that who draws from it does not change the world. */
  readonly fork: (purpose: string) => Random;
}

const LISTENERS_MAX = 64;
/** How long a graceful end takes from the last leg to the last connection. */
const GOODBYE_MS = 1200;

export function createSimulatedSwitch(options: SimulatedSwitchOptions): SimulatedSwitch {
  const random = seededRandom(`${options.seed}/${options.node}`);
  const listeners = new Set<SwitchListener>();
  let driver: TimeDriver | undefined;
  let isOutside = false;
  const checkEvery = options.checkEvery ?? 1;
  let happened = 0;
  const agenda = createAgenda(options.startAt, () => {
    happened += 1;
    if (happened % checkEvery === 0) checkCore(core);
  });
  const core: Core = {
    agenda,
    random,
    latencies: options.latencies ?? defaultLatencies,
    prompts: options.prompts ?? defaultPrompts,
    legs: new Map(),
    phones: new Map(),
    gateways: new Map(),
    incarnation: random.uuid(),
    startedAt: options.startAt,
    legsSinceStart: 0,
    legsPeak: 0,
    isUp: true,
    emit: (event) => {
      if (core.isUp) tellAll(event);
    },
    endLeg: (leg, end, inMs) => {
      endLeg(core, leg, end, inMs);
    },
    callerScript: (leg, caller) => callerEnd(core, leg, caller),
  };

  function tellAll(event: SwitchEvent): void {
    for (const listener of listeners) listener(event);
  }

  function outside<T>(act: () => T): T {
    if (isOutside || agenda.isAdvancing()) return act();
    isOutside = true;
    try {
      driver?.before();
      return act();
    } finally {
      isOutside = false;
      driver?.after();
    }
  }

  const onLiving = (uuid: string, act: (leg: SimulatedLeg) => void): void => {
    outside(() => {
      const leg = core.legs.get(uuid);
      if (isAlive(leg)) act(leg);
    });
  };

  function stop(): void {
    core.isUp = false;
    core.legs.clear();
    tellAll({ kind: "stopped" });
  }

  function start(): void {
    core.incarnation = random.uuid();
    core.startedAt = agenda.now();
    core.legsSinceStart = 0;
    core.legsPeak = 0;
    core.isUp = true;
    tellAll({ kind: "started" });
  }

  return {
    node: options.node,
    now: agenda.now,
    nextEventAt: agenda.nextAt,
    advance: agenda.advance,
    listen: (listener) => {
      assert(listeners.size < LISTENERS_MAX, "too many listeners at one simulated switch");
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    newCaller: (caller) =>
      outside(() => {
        const uuid = random.uuid();
        agenda.after(caller.afterMs, () => {
          if (core.isUp) arrive(core, uuid, caller);
        });
        return uuid;
      }),
    setPhone: (sipUser, behaviour) => {
      outside(() => {
        const was = core.phones.get(sipUser)?.kind ?? "unregistered";
        core.phones.set(sipUser, behaviour);
        const isRegistered = behaviour.kind !== "unregistered";
        if ((was !== "unregistered") !== isRegistered) core.emit({ kind: "registration", sipUser, isRegistered });
      });
    },
    setGateway: (gateway, is) => {
      outside(() => {
        const wasUp = core.gateways.get(gateway)?.isUp ?? true;
        core.gateways.set(gateway, is);
        if (wasUp !== is.isUp) core.emit({ kind: "gateway", gateway, isUp: is.isUp });
      });
    },
    press: (uuid, digits) => {
      onLiving(uuid, (leg) => {
        pressAll(core, leg, digits);
      });
    },
    hangUp: (uuid) => {
      onLiving(uuid, (leg) => {
        partyHangsUp(core, leg);
      });
    },
    replace: (uuid, by) => {
      onLiving(uuid, (leg) => {
        if (leg.answeredAt !== undefined) replaceLeg(core, leg, by);
      });
    },
    pickUp: (uuid) =>
      outside(() => {
        const take = core.legs.get(uuid)?.pickUp;
        take?.();
        return take !== undefined;
      }),
    hears: (uuid) => outside(() => hearingOf(core.legs.get(uuid))),
    digitsHeard: (uuid) => outside(() => core.legs.get(uuid)?.digitsHeard ?? ""),
    legs: () => [...core.legs.values()],
    incarnation: () => core.incarnation,
    restart: ({ isGraceful, downMs }) => {
      outside(() => {
        assert(core.isUp, "a switch that is down cannot be restarted");
        if (isGraceful) {
          core.emit({ kind: "shuttingDown" });
          endAllLegs(core);
        }
        agenda.after(isGraceful ? GOODBYE_MS : 0, () => {
          stop();
          agenda.after(downMs, start);
        });
      });
    },
    setDriver: (next) => {
      driver = next;
    },
    outside,
    core,
    fork: (purpose) => seededRandom(`${options.seed}/${options.node}/${purpose}`),
  };
}
