/**
 * `npm run simulate -- --seed N --hours H --agents A --calls C --faults late,lost,…`: a day of the real core on the
 * simulated switch. Prints what happened; ends with status 1 when an invariant broke.
 */

import { Command } from "commander";
import { sites } from "./site.ts";
import { faultKinds, runWorld, type FaultKind } from "./world.ts";

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

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new Error(`"${text}" is not a positive number`);
  return value;
}

const program = new Command()
  .name("simulate")
  .option("--seed <text>", "any text; the same one gives the same bytes", "1")
  .option("--hours <number>", "simulated hours", positive, 1)
  .option("--agents <number>", "agents", positive, 20)
  .option("--calls <number>", "calls an hour", positive, 200)
  .option("--faults <list>", `${kinds.join(", ")}; all; none`, faultsOf, [])
  .option("--site <name>", Object.keys(sites).join(", "), "plain")
  .option("--check-every <number>", "invariants after every so-many-th step", positive, 1)
  .parse();
const options = program.opts<{
  seed: string;
  hours: number;
  agents: number;
  calls: number;
  faults: readonly FaultKind[];
  site: string;
  checkEvery: number;
}>();
const siteOf = sites[options.site];
if (siteOf === undefined)
  throw new Error(`no site is called "${options.site}"; known: ${Object.keys(sites).join(", ")}`);

const began = performance.now();
const report = runWorld({
  seed: options.seed,
  config: siteOf(Math.round(options.agents)),
  hours: options.hours,
  callsPerHour: options.calls,
  faults: options.faults,
  checkEvery: Math.round(options.checkEvery),
});
const seconds = (performance.now() - began) / 1000;
const table = (counts: ReadonlyMap<string, number>): string =>
  [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([key, count]) => `  ${String(count).padStart(8)}  ${key}`)
    .join("\n");

console.log(`seed ${options.seed}: ${options.hours} h, ${options.agents} agents, ${report.calls} callers`);
console.log(
  `${report.book.interactions} interactions, ${report.steps} steps, ${report.facts} facts in ${seconds.toFixed(1)} s`,
);
console.log(`ended:\n${table(report.book.endReasons)}`);
console.log(`queue visits: ${report.book.offered} offered\n${table(report.book.outcomes)}`);
if (report.book.overflows.size > 0) console.log(`overflows:\n${table(report.book.overflows)}`);
console.log(`ignored inputs:\n${table(report.book.ignored)}`);
console.log(`digest ${report.digest}`);
if (report.breaches.length > 0) {
  console.error(`BROKEN:\n${report.breaches.map((line) => `  ${line}`).join("\n")}`);
  process.exitCode = 1;
}
