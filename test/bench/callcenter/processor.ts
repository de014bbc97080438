/** Processor time of processes with all their children, as the kernel counts it (Linux). */

import { readdir, readFile } from "node:fs/promises";

/** The kernel's unit in /proc; it has been this on every Linux for decades (`getconf CLK_TCK`). */
const ticksPerSecond = 100;

/** Seconds of processor time used so far, by the name of each root. */
export async function processorSeconds(roots: Readonly<Record<string, number>>): Promise<Record<string, number>> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const all = new Map<number, { readonly parent: number; readonly seconds: number }>();
  for (const pid of pids) {
    // Gone between the listing and the look.
    const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields.length < 14) continue;
    const seconds = (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
    all.set(pid, { parent: Number(fields[1]), seconds });
  }
  const ofTree = (root: number): number => {
    let sum = all.get(root)?.seconds ?? 0;
    for (const [pid, { parent }] of all) if (parent === root) sum += ofTree(pid);
    return sum;
  };
  return Object.fromEntries(Object.entries(roots).map(([name, pid]) => [name, ofTree(pid)]));
}
