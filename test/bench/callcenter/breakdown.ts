/**
 * `npm run bench:callcenter -- --breakdown`: where the time between a caller's INVITE and his agent's leg goes. A relay
 * between the service and its switch sees every event come and every command go, on the clock that also placed the call,
 * so what the switch takes and what we take are told apart. The relay itself costs both ways a fraction of a millisecond.
 */

import { textOf, type EslEvent } from "#cti/esl/events.ts";
import type { EslClientCommand } from "#cti/esl/frame.ts";
import { percentile } from "../result.ts";
import type { Arm } from "./arm.ts";
import { crowd, placedCalls } from "./measure.ts";
import { queueOf, type BenchPlan } from "./plan.ts";
import type { BenchCall } from "./probe.ts";
import type { RelayListener } from "./relay.ts";
import { table } from "./report.ts";

/** The stations of one call, in their order; instants of the monotonic clock in ms. */
const stations = ["placed", "seen", "parked", "claimed", "answered", "rung", "created"] as const;
type Station = (typeof stations)[number];
type Trip = Partial<Record<Station, number>>;

/** From one station to another, in words. What is ours includes the look-up of the caller, unless it is quicker. */
const stages: readonly (readonly [words: string, whose: string, from: Station, to: Station])[] = [
  ["INVITE to the caller's leg", "switch", "placed", "seen"],
  ["the caller's leg to its park", "switch", "seen", "parked"],
  ["park to the claim", "ours", "parked", "claimed"],
  ["claim to the caller's being answered", "switch", "claimed", "answered"],
  ["answered to the originate", "ours", "answered", "rung"],
  ["originate to the agent's leg", "switch", "rung", "created"],
  ["all", "", "placed", "created"],
];

/** Follows calls by their legs; give it to the relay. Only the first of everything counts. */
export class Trips implements RelayListener {
  readonly #byLeg = new Map<string, Trip>();
  readonly #byInteraction = new Map<string, Trip>();
  readonly #byNumber = new Map<string, Trip>();

  /** What was seen of a call; `placed` included. */
  of(call: BenchCall): Trip {
    return { placed: call.placedAt, ...this.#byNumber.get(call.from) };
  }

  event(event: EslEvent, at: number): void {
    const leg = textOf(event.values, "Unique-ID") ?? "";
    switch (event.name) {
      case "CHANNEL_PARK":
        reached(this.#byLeg.get(leg), "parked", at);
        return;
      case "CHANNEL_CREATE":
        if (textOf(event.values, "Call-Direction") === "inbound") {
          const from = (textOf(event.values, "Caller-Caller-ID-Number") ?? "").replace(/^\+/, "");
          const trip: Trip = { seen: at };
          this.#byLeg.set(leg, trip);
          this.#byNumber.set(from, trip);
          return;
        }
        reached(this.#byInteraction.get(textOf(event.values, "variable_cc_call") ?? ""), "created", at);
        return;
      default:
    }
  }

  command({ line }: EslClientCommand, at: number): void {
    const [, leg, interaction] = /^api uuid_\w+ (\S+) .*\bcc_call=([0-9a-f-]+)/.exec(line) ?? [];
    const trip = this.#byLeg.get(leg ?? "");
    if (interaction !== undefined && trip !== undefined) {
      this.#byInteraction.set(interaction, trip);
      reached(trip, "claimed", at);
      return;
    }
    const [, rungFor] = /^bgapi originate .*[{,]cc_call=([0-9a-f-]+)/.exec(line) ?? [];
    reached(this.#byInteraction.get(rungFor ?? ""), "rung", at);
  }

  reply({ line }: EslClientCommand, at: number): void {
    const [, leg] = /^api uuid_answer (\S+)/.exec(line) ?? [];
    reached(this.#byLeg.get(leg ?? ""), "answered", at);
  }
}

function reached(trip: Trip | undefined, station: Station, at: number): void {
  if (trip !== undefined) trip[station] ??= at;
}

/** `arm` is ours behind a relay that tells `trips`. Calls with nobody waiting and with the crowds of the plan, in turns. */
export async function breakdown(arm: Arm, trips: Trips, plan: BenchPlan, say: (line: string) => void): Promise<void> {
  const crowds = [0, plan.crowd, plan.bigCrowd];
  const seen = new Map<number, Trip[]>(crowds.map((size) => [size, []]));
  for (let round = 0; round < plan.rounds; round += 1) {
    for (const size of crowds) {
      const waiting = size === 0 ? undefined : await crowd(arm, queueOf(plan, "crowded"), size);
      const calls = await placedCalls(arm, queueOf(plan, "free"), plan.calls, plan.everyMs);
      await waiting?.leave();
      const took = calls.map((call) => trips.of(call));
      seen.get(size)?.push(...took);
      const all = durations(took, "placed", "created");
      say(`${size} wait: p50 ${percentile(all, 0.5).toFixed(1)} ms, p99 ${percentile(all, 0.99).toFixed(1)} ms`);
    }
  }
  console.log(`\nFrom a caller's INVITE to the agent's leg, ${plan.rounds} rounds of ${plan.calls} calls.\n`);
  console.log(breakdownTable(seen));
}

export function breakdownTable(seen: ReadonlyMap<number, readonly Trip[]>): string {
  const heads = [...seen.keys()].flatMap((size) => [`${size} wait, p50`, "p90", "p99"]);
  const rows = stages.map(([words, whose, from, to]) => [
    words,
    whose,
    ...[...seen.values()].flatMap((trips) => {
      const took = durations(trips, from, to);
      return [0.5, 0.9, 0.99].map((share) => percentile(took, share).toFixed(1));
    }),
  ]);
  return table(["in ms", "whose", ...heads], rows);
}

function durations(trips: readonly Trip[], from: Station, to: Station): readonly number[] {
  return trips.flatMap(({ [from]: began, [to]: ended }) =>
    began === undefined || ended === undefined ? [] : [ended - began],
  );
}
