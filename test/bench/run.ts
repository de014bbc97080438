/** `npm run bench -- --json FILE`: every benchmark, one after the other, with its goal and whether it holds. */

import { writeFile } from "node:fs/promises";
import { Command } from "commander";
import { benchArrivalPath } from "./arrival-path.ts";
import { benchDurableSteps } from "./durable-steps.ts";
import { benchRecords } from "./records.ts";
import { benchScale } from "./scale.ts";
import { benchStep } from "./step.ts";
import type { BenchResult } from "./result.ts";

const benches: Readonly<Record<string, () => Promise<readonly BenchResult[]>>> = {
  "arrival-path": benchArrivalPath,
  step: benchStep,
  scale: benchScale,
  records: benchRecords,
  "durable-steps": benchDurableSteps,
};

const options = new Command()
  .name("bench")
  .option("--json <file>", "write the results there as JSON")
  .option("--only <name>", `one of ${Object.keys(benches).join(", ")}`)
  .parse()
  .opts<{ json?: string; only?: string }>();

const results: BenchResult[] = [];
for (const [name, bench] of Object.entries(benches)) {
  if (options.only !== undefined && options.only !== name) continue;
  for (const result of await bench()) {
    results.push(result);
    const { value, unit, ratio, goal, holds } = result;
    console.log(
      `${holds ? "holds" : "MISSED"}  ${result.name}: ${value.toPrecision(3)} ${unit}, ratio ${ratio.toPrecision(3)} (goal ${goal})`,
    );
  }
}
if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(results, undefined, 2)}\n`);
if (results.some((result) => !result.holds)) process.exitCode = 1;
