/**
 * `npm run simulate:reference -- --seed N --effort E`: the core against queueing theory, at length. Prints what theory says,
 * what was simulated with its 99 % interval, and whether the one lies in the other. One figure in a hundred lies outside by
 * chance; ends with status 1 when there are more than that can explain.
 */

import { Command } from "commander";
import { flexibility } from "./skills.ts";
import { studentT } from "./student.ts";
import { compare, erlangACases, erlangCCases, type Comparison } from "./theory.ts";
import { told, toldCases } from "./told.ts";

const options = new Command()
  .name("simulate:reference")
  .option("--seed <text>", "any text; the same one gives the same figures", "1")
  .option("--effort <number>", "length of the runs; 1 takes some minutes", Number, 1)
  .parse()
  .opts<{ seed: string; effort: number }>();

const REPLICATIONS = 40;
const CONFIDENCE = 0.99;
/** So sure that a figure outside of it is no accident, even the worst of a whole table. */
const CERTAIN = 0.999_99;
/** What callers are told may be off by so much of what they waited. */
const TOLD_WITHIN = 0.25;

const { seed, effort } = options;
let isRight = true;
console.log(`seed ${seed}, ${REPLICATIONS} replications, intervals of ${CONFIDENCE * 100} %\n`);
console.log("Erlang C and Erlang A (seconds for the wait, shares for the rest)");
const compared: Comparison[] = [];
for (const poolCase of [...erlangCCases, ...erlangACases]) {
  const began = performance.now();
  const figures = compare(poolCase, {
    seed,
    replications: REPLICATIONS,
    relaxations: 20 * effort,
    confidence: CONFIDENCE,
  });
  console.log(`${poolCase.name} (${((performance.now() - began) / 1_000).toFixed(1)} s)`);
  for (const { figure, theory, simulated, holds } of figures) {
    const line = [theory.toFixed(4), simulated.mean.toFixed(4), `± ${simulated.half.toFixed(4)}`];
    console.log(`  ${figure.padEnd(10)} ${line.map((each) => each.padStart(10)).join(" ")}  ${verdict(holds)}`);
  }
  compared.push(...figures);
}
const outside = compared.filter(({ holds }) => !holds);
console.log(`${compared.length - outside.length} of ${compared.length} figures lie in their interval\n`);
const widen = studentT(CERTAIN, REPLICATIONS - 1) / studentT(CONFIDENCE, REPLICATIONS - 1);
for (const { poolCase, figure, theory, simulated } of outside) {
  if (Math.abs(simulated.mean - theory) <= simulated.half * widen) continue;
  console.log(`NO ACCIDENT: ${poolCase}, ${figure}`);
  isRight = false;
}

console.log("6 types of calls, 90 agents, 84 erlangs (Wallace and Whitt 2005)");
for (const skills of [1, 2, 3, 6] as const) {
  const { meanWaitS, waits, theory } = flexibility(skills, { seed, replications: 10, callers: 20_000 * effort });
  const exact = theory === undefined ? "" : ` (theory ${theory.meanWaitS.toFixed(1)} s, ${percent(theory.waits)})`;
  console.log(
    `  ${skills} skills: mean wait ${meanWaitS.mean.toFixed(1)} ± ${meanWaitS.half.toFixed(1)} s, ` +
      `${percent(waits.mean)} ± ${percent(waits.half)} wait${exact}`,
  );
}

console.log("\nWhat callers are told, by bucket: told, waited (seconds), ratio");
for (const toldCase of toldCases) {
  const { name, callers, buckets, relativeError, within, methods } = told(toldCase, { seed, callers: 40_000 * effort });
  const believed = [...methods].map(([method, count]) => `${method} ${percent(count / callers)}`).join(", ");
  console.log(
    `${name}: ${callers} waited, error ${relativeError.toFixed(3)} of the mean wait; ` +
      `${percent(within.p50)}, ${percent(within.p80)}, ${percent(within.p90)} within the quantiles; ${believed}`,
  );
  for (const { fromS, toldS, waitedS } of buckets) {
    const ratio = toldS / waitedS;
    const holds = Math.abs(ratio - 1) <= TOLD_WITHIN;
    if (!holds) isRight = false;
    console.log(
      `  from ${String(fromS).padStart(3)} s: ${toldS.toFixed(1).padStart(7)} ${waitedS.toFixed(1).padStart(7)} ` +
        `${ratio.toFixed(3)}  ${verdict(holds)}`,
    );
  }
}
if (!isRight) process.exitCode = 1;

function verdict(holds: boolean): string {
  return holds ? "holds" : "OUTSIDE";
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
