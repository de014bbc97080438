/** Invariants that speak of records and of whole days rather than of one state: kept over days with every fault. */

import { randomInt } from "node:crypto";
import { expect, test } from "vitest";
import type { RoutingConfig } from "#routing/config.ts";
import type { Fact } from "#routing/facts.ts";
import { queueConfig } from "#routing/matching/eligible.ts";
import { isWithin } from "#routing/schedule/windows.ts";
import { isDialAllowed } from "#routing/interaction/dial.ts";
import { foldRecords } from "#src/records/fold.ts";
import { emptyLedger } from "#src/records/ledger.ts";
import { faultKinds } from "./faults.ts";
import { passingSite, siteConfig } from "./site.ts";
import { runWorld } from "./world.ts";

const fresh = () => String(randomInt(1, 2 ** 47));

test.each([siteConfig, passingSite])(
  "[INV4] every interaction has one record, and it has ended when the day has",
  (site) => {
    const seed = fresh();
    const ledger = emptyLedger();
    const begun = new Set<string>();
    // What is over is let go of; every row that ever was is kept here, by its id.
    const rows = new Map<string, { readonly endReason: string | undefined }>();
    const { book, breaches } = runWorld({
      seed,
      config: site(8),
      hours: 2,
      callsPerHour: 120,
      faults: faultKinds,
      checkEvery: 50,
      onFact: (fact) => {
        foldRecords(ledger, fact);
        if ("interaction" in fact && fact.interaction !== undefined) begun.add(fact.interaction);
        for (const row of ledger.dirty.interactions) {
          expect(rows.get(row.id) ?? row).toBe(row);
          rows.set(row.id, row);
        }
      },
    });
    expect({ seed, breaches }).toEqual({ seed, breaches: [] });
    expect(rows.size).toBe(book.interactions);
    expect([...begun].filter((id) => !rows.has(id))).toEqual([]);
    expect([...rows.values()].filter(({ endReason }) => endReason === undefined)).toEqual([]);
  },
);

type Called = Extract<Fact, { kind: "interaction.dialling" }>;

test.each([siteConfig, passingSite])(
  "[INV10] nobody is called outside of his hours, against his will, or where nobody may call",
  (site) => {
    const seed = fresh();
    const config = oftenClosed(site(8));
    const promises = new Map<string, Extract<Fact, { kind: "callback.booked" }>>();
    const zones = new Map<string, string>();
    const answers = new Map<string, boolean | undefined>();
    const wrong: string[] = [];
    let called = 0;

    function judge(fact: Called): void {
      if (!isDialAllowed(config, fact.number)) wrong.push(`${fact.number} may not be dialled`);
      const promise = promises.get(fact.interaction);
      // The first way out; the others follow within the same attempt.
      if (promise === undefined || fact.agent === undefined || fact.trunk !== 0) return;
      called += 1;
      const policy = queueConfig(config, promise.queue)?.callback;
      if (policy === undefined) return void wrong.push(`${fact.interaction} is of a queue that calls nobody back`);
      const zone = zones.get(fact.interaction) ?? policy.timeZone;
      if (!isWithin(policy.windows, isZone(zone) ? zone : policy.timeZone, fact.at)) {
        wrong.push(`${fact.number} is called at ${fact.at} in ${zone}`);
      }
      if (answers.get(fact.interaction) !== true) wrong.push(`${fact.number} is called without a yes`);
    }

    runWorld({
      seed,
      config,
      hours: 3,
      callsPerHour: 120,
      faults: faultKinds.filter((kind) => kind !== "config"),
      checkEvery: 50,
      onFact: (fact) => {
        if (fact.kind === "callback.booked") {
          promises.set(fact.interaction, fact);
          if (fact.timeZone !== undefined) zones.set(fact.interaction, fact.timeZone);
        }
        // A question that is open is no yes, and neither is the yes of the attempt before.
        if (fact.kind === "callback.checking") answers.delete(fact.interaction);
        if (fact.kind === "callback.checked") {
          answers.set(fact.interaction, fact.mayCall);
          if (fact.timeZone !== undefined) zones.set(fact.interaction, fact.timeZone);
        }
        if (fact.kind === "callback.attemptFailed" || fact.kind === "callback.ended") answers.delete(fact.interaction);
        if (fact.kind === "interaction.dialling") judge(fact);
      },
    });
    expect({ seed, wrong }).toEqual({ seed, wrong: [] });
    expect(called).toBeGreaterThan(5);
  },
);

/** May be called for a quarter of an hour, and not for the next: windows close while somebody is being tried. */
function oftenClosed(config: RoutingConfig): RoutingConfig {
  const quarters = Array.from({ length: 48 }, (_, n) => ({ opens: n * 30, closes: n * 30 + 15 }));
  const windows = [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) => quarters.map((each) => ({ weekday, ...each })));
  return {
    ...config,
    queues: config.queues.map((queue) =>
      queue.callback === undefined ? queue : { ...queue, callback: { ...queue.callback, windows } },
    ),
  };
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).format(0) !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
