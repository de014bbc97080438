/** `cordboard flow-check`: the same judgement as at publishing, without names of a site. */

import { readFile } from "node:fs/promises";
import { parseFlow } from "#ivr-flows/check.ts";
import { CommandFault } from "./fail.ts";

export async function checkFlowFile(file: string): Promise<void> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new CommandFault(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  const parsed = parseFlow(text);
  if ("flow" in parsed) {
    console.log(`${file}: ${Object.keys(parsed.flow.nodes).length} nodes, well formed.`);
    return;
  }
  for (const problem of parsed.problems)
    console.error(`${problem.severity}: ${problem.code} ${JSON.stringify(problem)}`);
  process.exitCode = 1;
}
