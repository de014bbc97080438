/**
 * `npm run simulate -- --seed N --hours H --agents A --calls C --workload day --faults late,lost,…`: a day of the real core
 * on the simulated switch. `--until-calls N` runs world after world, of all sizes, workloads and mixtures of faults, until
 * so many have called. Prints what happened; ends with status 1 when an invariant broke.
 */

import { Command } from "commander";
import type { RoutingConfig } from "#routing/config.ts";
import { sites } from "./site.ts";
import { workloads, type Workload } from "./workload.ts";
import { faultKinds, type FaultKind } from "./faults.ts";
import { runWorld, type WorldOptions, type WorldReport } from "./world.ts";

const kinds: readonly FaultKind[] = faultKinds;

function faultsOf(text: string): readonly FaultKind[] {
  if (text === "none") return [];
  if (text === "all") return kinds;
  return text.split(",").map((name) => {
    const kind = kinds.find((each) => each === name.trim());
    if (kind === undefined) throw new Error(`no fault is called "${name}"; known: ${kinds.join(", ")}, all, none`);
    return kind;
  });
}

function workloadOf(text: string): Workload {
  const workload = workloads.find((each) => each === text);
  if (workload === undefined) throw new Error(`no workload is called "${text}"; known: ${workloads.join(", ")}`);
  return workload;
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new Error(`"${text}" is not a positive number`);
  return value;
}

const options = new Command()
  .name("simulate")
  .option("--seed <text>", "any text; the same one gives the same bytes", "1")
  .option("--hours <number>", "simulated hours", positive, 1)
  .option("--agents <number>", "agents", positive, 20)
  .option("--calls <number>", "calls an hour", positive, 200)
  .option("--workload <name>", workloads.join(", "), workloadOf, "steady" as const)
  .option("--faults <list>", `${kinds.join(", ")}; all; none`, faultsOf, [])
  .option("--site <name>", Object.keys(sites).join(", "), "plain")
  .option("--check-every <number>", "invariants after every so-many-th step", positive, 1)
  .option("--until-calls <number>", "world after world, until so many have called", positive)
  .parse()
  .opts<{
    seed: string;
    hours: number;
    agents: number;
    calls: number;
    workload: Workload;
    faults: readonly FaultKind[];
    site: string;
    checkEvery: number;
    untilCalls?: number;
  }>();

function siteNamed(name: string, agents: number): RoutingConfig {
  const site = sites[name];
  if (site === undefined) throw new Error(`no site is called "${name}"; known: ${Object.keys(sites).join(", ")}`);
  return site(agents);
}

/** What several worlds add up to. */
class Sum {
  calls = 0;
  steps = 0;
  facts = 0;
  interactions = 0;
  offered = 0;
  readonly endReasons = new Map<string, number>();
  readonly outcomes = new Map<string, number>();
  readonly overflows = new Map<string, number>();
  readonly callbacks = new Map<string, number>();
  booked = 0;
  readonly ignored = new Map<string, number>();
  readonly broken: string[] = [];

  add(seed: string, { calls, steps, facts, book, breaches }: WorldReport): void {
    this.calls += calls;
    this.steps += steps;
    this.facts += facts;
    this.interactions += book.interactions;
    this.offered += book.offered;
    this.booked += book.booked;
    for (const [sums, counts] of [
      [this.endReasons, book.endReasons],
      [this.outcomes, book.outcomes],
      [this.overflows, book.overflows],
      [this.callbacks, book.callbacks],
      [this.ignored, book.ignored],
    ] as const) {
      for (const [key, count] of counts) sums.set(key, (sums.get(key) ?? 0) + count);
    }
    for (const breach of breaches) this.broken.push(`seed ${seed}: ${breach}`);
  }
}

const siteNames = Object.keys(sites);

/** Idle, busy and overloaded sites. */
const sizes = [
  { agents: 6, callsPerHour: 60 },
  { agents: 12, callsPerHour: 150 },
  { agents: 40, callsPerHour: 600 },
  { agents: 100, callsPerHour: 1_800 },
  { agents: 20, callsPerHour: 450 },
];

/** The nth world of a long run: sizes, loads, workloads and faults take turns, so that all mixtures occur. */
function nthWorld(n: number): WorldOptions {
  const { agents, callsPerHour } = sizes[n % sizes.length] ?? { agents: 20, callsPerHour: 200 };
  return {
    seed: `${options.seed}/${n}`,
    config: siteNamed(siteNames[n % siteNames.length] ?? "plain", agents),
    hours: Math.max(1, Math.round(options.hours)),
    callsPerHour,
    workload: workloads[n % workloads.length],
    faults: n % 4 === 3 ? [] : n % 4 === 2 ? kinds.filter((_, index) => (index + n) % 3 === 0) : kinds,
    checkEvery: Math.round(options.checkEvery),
  };
}

const began = process.cpuUsage();
const seconds = (): number => {
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1e6;
};
const sum = new Sum();
let digest = "";
let worlds = 0;
if (options.untilCalls === undefined) {
  const report = runWorld({
    ...options,
    config: siteNamed(options.site, Math.round(options.agents)),
    callsPerHour: options.calls,
    checkEvery: Math.round(options.checkEvery),
  });
  sum.add(options.seed, report);
  digest = report.digest;
  worlds = 1;
} else {
  for (; sum.calls < options.untilCalls && sum.broken.length === 0; worlds += 1) {
    const world = nthWorld(worlds);
    sum.add(world.seed, runWorld(world));
    if (worlds % 20 === 19)
      console.log(`${sum.calls} calls in ${worlds + 1} worlds, ${seconds().toFixed(0)} s of one core`);
  }
}

const table = (counts: ReadonlyMap<string, number>): string =>
  [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([key, count]) => `  ${String(count).padStart(8)}  ${key}`)
    .join("\n");

const anHour = Math.round((3_600 * sum.calls) / seconds());
console.log(`seed ${options.seed}: ${worlds} world(s), ${sum.calls} callers`);
console.log(
  `${sum.interactions} interactions, ${sum.steps} steps, ${sum.facts} facts in ${seconds().toFixed(1)} s of one core: ` +
    `${anHour} calls an hour`,
);
console.log(`ended:\n${table(sum.endReasons)}`);
console.log(`queue visits: ${sum.offered} offered\n${table(sum.outcomes)}`);
if (sum.overflows.size > 0) console.log(`overflows:\n${table(sum.overflows)}`);
console.log(`callbacks: ${sum.booked} promised\n${table(sum.callbacks)}`);
console.log(`ignored inputs:\n${table(sum.ignored)}`);
if (digest !== "") console.log(`digest ${digest}`);
if (sum.broken.length > 0) {
  console.error(`BROKEN:\n${sum.broken.map((line) => `  ${line}`).join("\n")}`);
  process.exitCode = 1;
}
