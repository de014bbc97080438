/** Who is calling stands on the agent's screen at once, whatever the number looks like. */

import { expect } from "vitest";
import type { PopView } from "#protocol/views/desk.ts";
import { ms, percentile, report } from "../support/records.ts";
import { directNumber } from "../support/site.ts";
import { until } from "../support/until.ts";
import type { CallerSpec, World } from "../support/world.ts";

/** From the creation of the agent's leg to the screen. */
const popMsMax = 300;
const spread = 7_919;

interface PopCase {
  readonly caller: CallerSpec;
  readonly match: PopView["match"];
  /** Of all candidates. */
  readonly names: readonly string[];
}

/** How a record's number is written, and how the network sends it. `national` has ten digits. */
const written: readonly ((national: string) => string)[] = [
  (n) => n,
  (n) => `001${n}`,
  (n) => `+1${n}`,
  (n) => `+1 (${n.slice(0, 3)}) ${n.slice(3, 6)}/${n.slice(6)}`,
  (n) => `(${n.slice(0, 3)}) ${n.slice(3, 6)}-${n.slice(6)}`,
];
const sent: readonly ((national: string) => string)[] = [
  (n) => n,
  (n) => `1${n}`,
  (n) => `+1${n}`,
  (n) => `001${n}`,
  (n) => `(${n.slice(0, 3)})${n.slice(3, 6)}/${n.slice(6)}`,
];

const nationalOf = (place: number): string => `213555${String((place * spread) % 10_000).padStart(4, "0")}`;

/** Of ten callers one is withheld, one has a number that two people share, the others are one person each. */
export function popCases(count: number): {
  readonly contacts: readonly { readonly name: string; readonly number: string }[];
  readonly cases: readonly PopCase[];
} {
  const contacts: { name: string; number: string }[] = [];
  const cases = Array.from({ length: count }, (_, place): PopCase => {
    const national = nationalOf(place + 1);
    const write = written[place % written.length] ?? String;
    const send = sent[Math.floor(place / written.length) % sent.length] ?? String;
    if (place % 10 === 9) return { caller: { from: undefined, to: directNumber }, match: "withheld", names: [] };
    const names = place % 10 === 8 ? [`Caller ${place} A`, `Caller ${place} B`] : [`Caller ${place}`];
    for (const name of names) contacts.push({ name, number: write(national) });
    const caller = { from: send(national), to: directNumber };
    return { caller, match: names.length === 1 ? "known" : "maybe", names };
  });
  return { contacts, cases };
}

export async function pop(world: World, cases: readonly PopCase[]): Promise<void> {
  await world.service.start();
  await using emma = await world.agent("emma");
  await emma.phone.answerWith({ kind: "rings" });
  await emma.ready();
  const delaysMs: number[] = [];
  const wrong: string[] = [];
  for (const { caller: spec, match, names } of cases) {
    await emma.desk("idle", (desk) => desk.call === undefined && desk.engagement === "idle");
    const before = world.spy.legs.length;
    await using caller = await world.caller(spec);
    const { call } = await emma.desk(
      `a pop for ${spec.from}`,
      ({ call: shown }) => shown?.stage === "alerting" && shown.pop.candidates.length >= names.length,
    );
    const shownAt = performance.now();
    // The screen may be quicker than the switch's own word.
    const leg = await until("the agent's leg", () =>
      world.spy.legs.slice(before).find(({ direction }) => direction === "outbound"),
    );
    delaysMs.push(shownAt - leg.createdAt);
    const seen = call?.pop;
    const isRight =
      seen?.match === match &&
      seen.candidates
        .map(({ name }) => name)
        .toSorted()
        .join() === names.join() &&
      seen.contact?.name === (names.length === 1 ? names[0] : undefined);
    if (!isRight) wrong.push(`${spec.from}: ${JSON.stringify(seen)}`);
    caller.hangUp();
  }
  const figures = `p50 ${ms(percentile(delaysMs, 0.5))}, p99 ${ms(percentile(delaysMs, 0.99))}, max ${ms(Math.max(...delaysMs))}`;
  report(
    world,
    "E2E3",
    `the right people in ${cases.length - wrong.length} of ${cases.length} pops; after the leg's creation ${figures}`,
  );
  expect(wrong).toEqual([]);
  expect(Math.max(...delaysMs)).toBeLessThanOrEqual(popMsMax * world.slack);
}
