/**
 * What deciding costs on a big floor: 100,000 waiting and 10,000 agents, and how it grows from a thousand to a million who
 * wait. The baseline, in the same run, is the plain way at its best: flat arrays, compatibility worked out beforehand, one
 * look at each who waits and at each agent.
 */

import type { AgentId } from "#routing/ids.ts";
import { chooseAgent, chooseInteraction } from "#routing/matching/choose.ts";
import { isAble } from "#routing/matching/eligible.ts";
import type { State } from "#routing/state.ts";
import { median, percentile, type BenchResult } from "./result.ts";
import { ScaleSite } from "./scale-site.ts";

const WAITING = 100_000;
const AGENTS = 10_000;
/** Decisions in one sample: one alone is hardly longer than reading the clock. */
const BATCH = 16;
const BATCHES = 2_000;
const NAIVE_SAMPLES = 200;
const ROUNDS = 20_000;

/** Microseconds for each decision: what this freed agent takes next, and who takes that. */
function decide(state: State, agents: readonly AgentId[]): readonly number[] {
  const samples: number[] = [];
  for (let batch = 0; batch < BATCHES; batch += 1) {
    let spent = 0;
    for (let n = 0; n < BATCH; n += 1) {
      const id = agents[(batch * BATCH + n) % agents.length];
      if (id === undefined) continue;
      state.floor.free("voice", { id, idleSince: state.now, occupancy: 0, handled: 0, reservedLast: 0, load: 0 });
      const began = performance.now();
      const next = chooseInteraction(state, id);
      const choice = next === undefined ? undefined : chooseAgent(state, next.entry);
      spent += performance.now() - began;
      if (choice?.agent !== id) throw new Error("the one free agent does not take what she was found for");
      state.floor.busy("voice", id);
    }
    samples.push((1_000 * spent) / BATCH);
  }
  return samples;
}

/** The same decision over flat arrays. */
class PlainFloor {
  readonly #kindOf: Uint16Array;
  readonly #priority: Float64Array;
  readonly #enteredAt: Float64Array;
  readonly #ids: readonly string[];
  readonly #profileOf: Uint16Array;
  readonly #isFree: Uint8Array;
  readonly #idleSince: Float64Array;
  readonly #agents: readonly AgentId[];
  readonly #able: Uint8Array;
  readonly #kinds: number;

  constructor(state: State) {
    const waiting = [...state.interactions.values()].flatMap(({ id, stage }) =>
      stage.kind === "waiting" ? [{ id, ...stage }] : [],
    );
    const kinds = new Map<string, number>();
    const needs = waiting.map((each) => each.needs);
    this.#kindOf = Uint16Array.from(waiting, (each) => numbered(kinds, JSON.stringify([each.queue, each.needs])));
    this.#priority = Float64Array.from(waiting, ({ priority }) => priority);
    this.#enteredAt = Float64Array.from(waiting, ({ enteredAt }) => enteredAt);
    this.#ids = waiting.map(({ id }) => id);
    const profiles = new Map<string, number>();
    const configs = state.config.agents;
    this.#profileOf = Uint16Array.from(configs, (each) => numbered(profiles, JSON.stringify(each.skills)));
    this.#isFree = new Uint8Array(configs.length);
    this.#idleSince = new Float64Array(configs.length);
    this.#agents = configs.map(({ id }) => id);
    this.#kinds = kinds.size;
    this.#able = new Uint8Array(profiles.size * kinds.size);
    for (const [n, config] of configs.entries()) {
      if (n >= profiles.size * 4) break;
      for (const [at, kind] of this.#kindOf.entries()) {
        const cell = (this.#profileOf[n] ?? 0) * this.#kinds + kind;
        const asked = needs[at];
        if (at < 20_000 && asked !== undefined && isAble(config, asked)) this.#able[cell] = 1;
      }
    }
  }

  free(agent: number): void {
    this.#isFree[agent] = 1;
  }

  busy(agent: number): void {
    this.#isFree[agent] = 0;
  }

  /** The best who waits for this agent, then the longest idle of those who are able to take him. */
  decide(agent: number): AgentId | undefined {
    const profile = this.#profileOf[agent] ?? 0;
    let best = -1;
    for (let at = 0; at < this.#kindOf.length; at += 1) {
      if (this.#able[profile * this.#kinds + (this.#kindOf[at] ?? 0)] === 0) continue;
      if (best < 0 || this.#goesBefore(at, best)) best = at;
    }
    const kind = this.#kindOf[best];
    if (kind === undefined) return undefined;
    let chosen = -1;
    for (let each = 0; each < this.#isFree.length; each += 1) {
      if (this.#isFree[each] === 0 || this.#able[(this.#profileOf[each] ?? 0) * this.#kinds + kind] === 0) continue;
      if (chosen < 0 || (this.#idleSince[each] ?? 0) < (this.#idleSince[chosen] ?? 0)) chosen = each;
    }
    return this.#agents[chosen];
  }

  #goesBefore(a: number, b: number): boolean {
    const priority = (this.#priority[a] ?? 0) - (this.#priority[b] ?? 0);
    if (priority !== 0) return priority > 0;
    const entered = (this.#enteredAt[a] ?? 0) - (this.#enteredAt[b] ?? 0);
    return entered === 0 ? (this.#ids[a] ?? "") < (this.#ids[b] ?? "") : entered < 0;
  }
}

function numbered(numbers: Map<string, number>, key: string): number {
  const known = numbers.get(key);
  if (known !== undefined) return known;
  numbers.set(key, numbers.size);
  return numbers.size - 1;
}

function decidePlainly(state: State): readonly number[] {
  const plain = new PlainFloor(state);
  return Array.from({ length: NAIVE_SAMPLES }, (_, n) => {
    const agent = (n * 37) % state.config.agents.length;
    plain.free(agent);
    const began = performance.now();
    const chosen = plain.decide(agent);
    const spent = performance.now() - began;
    plain.busy(agent);
    if (chosen === undefined) throw new Error("the baseline found nobody: it does not do what it should");
    return 1_000 * spent;
  });
}

/** Conversations end, freed agents take the next caller, new ones come: microseconds of every step. */
function dayOf(site: ScaleSite): { readonly samples: readonly number[]; readonly perSecond: number } {
  for (let n = 0; n < ROUNDS / 4; n += 1) site.turnover(n);
  site.samples.length = 0;
  for (let n = 0; n < ROUNDS; n += 1) site.turnover(n);
  const spent = site.samples.reduce((sum, each) => sum + each, 0);
  return { samples: site.samples.map((each) => 1_000 * each), perSecond: (1_000 * site.samples.length) / spent };
}

/** Bytes of heap for each who waits. */
function memoryOf(site: ScaleSite, more: number): number {
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let n = 0; n < more; n += 1) site.caller();
  site.samples.length = 0;
  collect();
  return (process.memoryUsage().heapUsed - before) / more;
}

/** Needs `--expose-gc`, which the script gives. */
function collect(): void {
  if (globalThis.gc === undefined) throw new Error("run by npm run bench: memory is measured after collecting garbage");
  globalThis.gc();
  globalThis.gc();
}

export async function benchScale(): Promise<readonly BenchResult[]> {
  const size = `${WAITING.toLocaleString("en")} waiting, ${AGENTS.toLocaleString("en")} agents`;
  const medians = new Map<number, number>();
  for (const waiting of [1_000, 1_000_000]) {
    const site = new ScaleSite(waiting, AGENTS);
    const ids = site.state.config.agents.map(({ id }) => id);
    decide(site.state, ids);
    medians.set(waiting, median(decide(site.state, ids)));
  }
  const site = new ScaleSite(WAITING / 2, AGENTS);
  const bytes = memoryOf(site, WAITING / 2);
  const ids = site.state.config.agents.map(({ id }) => id);
  decide(site.state, ids);
  const ours = median(decide(site.state, ids));
  const naive = median(decidePlainly(site.state));
  const { samples, perSecond } = dayOf(site);
  const p99 = percentile(samples, 0.99);
  const growth = (medians.get(1_000_000) ?? Number.NaN) / (medians.get(1_000) ?? Number.NaN);
  const row = (
    name: string,
    value: number,
    unit: string,
    baseline: number,
    ratio: number,
    goal: string,
  ): BenchResult => {
    const bound = Number(goal.slice(3).replaceAll(",", ""));
    return { name, value, unit, baseline, ratio, goal, holds: goal.startsWith(">=") ? ratio >= bound : ratio <= bound };
  };
  return [
    row(`decision p50, ${size}: plain / ours`, ours, "us", naive, naive / ours, ">= 500"),
    row(
      "decision p50, 1,000,000 waiting / 1,000",
      medians.get(1_000_000) ?? Number.NaN,
      "us",
      medians.get(1_000) ?? 0,
      growth,
      "<= 8",
    ),
    row(`step p50, ${size}`, median(samples), "us", 20, median(samples) / 20, "<= 1"),
    row(`step p99, ${size}`, p99, "us", 20, p99 / 20, "<= 1"),
    row(`steps a second in memory, ${size}`, perSecond, "1/s", 300_000, perSecond / 300_000, ">= 1"),
    row("memory of one who waits", bytes, "B", 2_048, bytes / 2_048, "<= 1"),
  ];
}
