/**
 * `npm test`: everything. What a fresh Debian machine lacks is installed when this runs as root; otherwise the package and
 * the suites that are left out without it are named.
 */

import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { lintSteps } from "./lint-steps.ts";
import { bin, runStep, runSteps } from "./run-step.ts";

interface Need {
  readonly program: string;
  readonly debianPackage: string;
  readonly suites: string;
}

const needs: readonly Need[] = [
  { program: "chromium", debianPackage: "chromium", suites: "browser tests and browser agents on a real switch" },
  { program: "sipp", debianPackage: "sip-tester", suites: "callers on a real switch" },
];

function isOnPath(program: string): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch (error) {
      if (error instanceof Error) return false;
      throw error;
    }
  });
}

function installMissing(): void {
  const missing = needs.filter((need) => !isOnPath(need.program));
  if (missing.length === 0) return;
  const packages = missing.map((need) => need.debianPackage);
  const isRoot = process.getuid?.() === 0;
  if (isRoot && isOnPath("apt-get")) {
    console.log(`Installing ${packages.join(", ")} from Debian.`);
    try {
      execFileSync("apt-get", ["update", "-qq"], { stdio: "inherit" });
      execFileSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], {
        stdio: ["ignore", "ignore", "inherit"],
        env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      });
    } catch (error) {
      console.log(
        `Debian's packages could not be installed: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  for (const need of needs.filter((each) => !isOnPath(each.program))) {
    console.log(`Without ${need.program} (Debian package ${need.debianPackage}): no ${need.suites}.`);
  }
}

installMissing();
const status = await runSteps([
  ["console build", bin("vite"), ["build", "agent-console", "--logLevel", "warn"]],
  ...lintSteps,
]);
process.exitCode = status === 0 ? await runStep("tests", bin("vitest"), ["run"]) : status;
