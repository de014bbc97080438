/** Runs a program with its output on this terminal, and says how long it took. */

import { spawn } from "node:child_process";

/** Resolves to the exit status; a signal counts as 1. */
export async function runStep(name: string, command: string, args: readonly string[]): Promise<number> {
  const began = performance.now();
  const status = await new Promise<number>((resolve, reject) => {
    const child = spawn(command, [...args], { stdio: "inherit", env: process.env });
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${status === 0 ? "ok" : "FAILED"}: ${name} (${seconds} s)`);
  return status;
}

/** Programs of the packages in `node_modules`, run by the Node that runs this. */
export const bin = (name: string): string => `node_modules/.bin/${name}`;

/** One step after the other; stops at the first that fails. */
export async function runSteps(
  steps: readonly (readonly [name: string, command: string, args: readonly string[]])[],
): Promise<number> {
  for (const [name, command, args] of steps) {
    const status = await runStep(name, command, args);
    if (status !== 0) return status;
  }
  return 0;
}
