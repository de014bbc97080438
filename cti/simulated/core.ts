/** What the model's files share: the legs, the clock, chance, and the way out for events. */

import assert from "node:assert/strict";
import type { DurationMs, Instant } from "#routing/instant.ts";
import type { Agenda } from "./agenda.ts";
import type { SwitchEvent } from "./events.ts";
import type { FarEndScript, LegEnd, SimulatedLeg } from "./leg.ts";
import type { CallerScript, Gateway, PhoneBehaviour } from "./parties.ts";
import type { PromptLengths } from "./prompts.ts";
import type { Random } from "./random.ts";

/** How long the switch takes, each from a range; the defaults are what FreeSWITCH 1.10.12 showed. */
export interface Latencies {
  /** A transfer to begin; a kill to be noticed; an application to start. One round of the switch's 20 ms clock. */
  readonly turnMs: readonly [number, number];
  /** From the request of a bridge to its event; preparing it takes one turn of this. */
  readonly bridgeMs: readonly [number, number];
  readonly broadcastMs: readonly [number, number];
  /** How far the two of `job` and `park`, or `job` and hang-up, can be apart. */
  readonly jobMs: readonly [number, number];
  /** When an unclaimed caller is refused. */
  readonly claimMs: readonly [number, number];
  /** How much earlier than asked for a call attempt ends. */
  readonly timeoutEarlyMs: readonly [number, number];
}

export const defaultLatencies: Latencies = {
  turnMs: [20, 24],
  bridgeMs: [41, 69],
  broadcastMs: [40, 150],
  jobMs: [0, 21],
  claimMs: [3360, 3600],
  timeoutEarlyMs: [200, 900],
};

export interface Core {
  readonly agenda: Agenda;
  readonly random: Random;
  readonly latencies: Latencies;
  readonly prompts: PromptLengths;
  /** All legs whose end was not told yet, in the order of their creation. */
  readonly legs: Map<string, SimulatedLeg>;
  readonly phones: Map<string, PhoneBehaviour>;
  readonly gateways: Map<string, Gateway>;
  readonly emit: (event: SwitchEvent) => void;
  /** Changes with every start of the switch. */
  incarnation: string;
  startedAt: Instant;
  legsSinceStart: number;
  legsPeak: number;
  isUp: boolean;
  /** The end of a leg, from hang-up.ts; here because bridges end legs and the end of a leg ends bridges. */
  readonly endLeg: (leg: SimulatedLeg, end: LegEnd, inMs: DurationMs) => void;
  readonly callerScript: (leg: SimulatedLeg, caller: CallerScript) => FarEndScript;
}

/** Runs after `delayMs` if the leg is still alive then. */
export function onLeg(core: Core, leg: SimulatedLeg, delayMs: DurationMs, run: () => void): () => void {
  return core.agenda.after(delayMs, () => {
    if (leg.end === undefined) run();
  });
}

export function turn(core: Core): DurationMs {
  return core.random.between(core.latencies.turnMs);
}

export function emitLeg(core: Core, name: Extract<SwitchEvent, { kind: "leg" }>["name"], leg: SimulatedLeg): void {
  core.emit({ kind: "leg", name, leg });
}

/** What must hold at every moment; a broken one is a bug of the model. */
export function checkCore(core: Core): void {
  for (const [uuid, leg] of core.legs) {
    assert.equal(uuid, leg.uuid, "a leg is filed under another id");
    assert(leg.state !== "CS_REPORTING", "a leg whose end was told is still here");
    const { partner, attempt } = leg;
    if (partner !== undefined) {
      assert.equal(partner.partner, leg, "a bridge has only one side");
      assert(partner !== leg, "a leg is bridged to itself");
      assert(core.legs.has(partner.uuid), "a leg is bridged to a leg that is gone");
      const isFirst = leg.state === "CS_EXCHANGE_MEDIA" && partner.state === "CS_SOFT_EXECUTE";
      const isSecond = leg.state === "CS_SOFT_EXECUTE" && partner.state === "CS_EXCHANGE_MEDIA";
      assert(isFirst || isSecond, "a bridge needs a first and a second leg");
    } else {
      assert(leg.state !== "CS_SOFT_EXECUTE" && leg.state !== "CS_EXCHANGE_MEDIA", "a bridged leg has no partner");
    }
    if (attempt !== undefined) assert(!attempt.isOver, "a leg waits for a bridge that will not come");
    assert(leg.apps.filter((app) => app.kind === "park").length <= 1, "a leg is parked twice");
    if (leg.state === "CS_PARK")
      assert(
        leg.apps.every((app) => app.kind !== "park"),
        "parked by two means",
      );
  }
}
