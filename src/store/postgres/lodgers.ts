/** Which programs use the built-in server, so that the last one to leave puts out the light and no earlier one does. */

import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startTicks } from "./postmaster.ts";

/** Signs this process in. Twice is fine: it counts how often, within this process. */
export function signIn(folder: string): void {
  mkdirSync(lodgersFolder(folder), { recursive: true });
  counts.set(folder, (counts.get(folder) ?? 0) + 1);
  writeFileSync(join(lodgersFolder(folder), String(process.pid)), startTicks(process.pid) ?? "");
}

/** Signs this process out; true when nobody alive is left. Who was killed does not count. */
export function signOut(folder: string): boolean {
  const left = (counts.get(folder) ?? 1) - 1;
  counts.set(folder, left);
  if (left > 0) return false;
  rmSync(join(lodgersFolder(folder), String(process.pid)), { force: true });
  return others(folder).length === 0;
}

const counts = new Map<string, number>();

const lodgersFolder = (folder: string): string => join(folder, "in-use-by");

function others(folder: string): readonly number[] {
  return readdirSync(lodgersFolder(folder))
    .map(Number)
    .filter((pid) => {
      const path = join(lodgersFolder(folder), String(pid));
      const isLiving = Number.isInteger(pid) && startTicks(pid) === readFileSync(path, "utf8");
      if (!isLiving) rmSync(path, { force: true });
      return isLiving;
    });
}
