/**
 * PostgreSQL refuses to run as root. Three ways round that, and none of them makes an account:
 * an ordinary user runs it plainly; root runs it in a user namespace of its own, where root is nobody but still owns
 * its files (so even a project under /root works); where namespaces are forbidden (many containers), as `nobody`.
 */

import { spawnSync } from "node:child_process";
import { chownSync, existsSync, statSync } from "node:fs";

const NOBODY = 65534;

export type RunAs =
  | { readonly kind: "self" }
  | { readonly kind: "namespace" }
  | { readonly kind: "user"; readonly uid: number; readonly gid: number };

export interface Launch {
  readonly file: string;
  readonly args: readonly string[];
  readonly uid: number | undefined;
  readonly gid: number | undefined;
}

/** `dataFolder` may not exist yet; if it does, its owner decides, because only he may open it. */
export function chooseRunAs(dataFolder: string): RunAs {
  if (process.geteuid?.() !== 0) return { kind: "self" };
  if (existsSync(dataFolder)) {
    const { uid, gid } = statSync(dataFolder);
    if (uid !== 0) return { kind: "user", uid, gid };
  }
  const trial = spawnSync("unshare", ["-U", "true"], { stdio: "ignore" });
  return trial.status === 0 ? { kind: "namespace" } : { kind: "user", uid: NOBODY, gid: NOBODY };
}

/** The command line that runs `file` that way. */
export function launchAs(runAs: RunAs, file: string, args: readonly string[]): Launch {
  switch (runAs.kind) {
    case "self":
      return { file, args, uid: undefined, gid: undefined };
    case "namespace":
      // unshare replaces itself by the program: the process id stays the same.
      return { file: "unshare", args: ["-U", file, ...args], uid: undefined, gid: undefined };
    case "user":
      return { file, args, uid: runAs.uid, gid: runAs.gid };
  }
}

/** Lets that user read and write what was just made. */
export function giveTo(runAs: RunAs, path: string): void {
  if (runAs.kind === "user") chownSync(path, runAs.uid, runAs.gid);
}
