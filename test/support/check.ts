/** `npm run check`: types, lint and the tests that need neither database, browser nor switch. Meant for every save. */

import { bin, runSteps } from "./run-step.ts";
import { lintSteps } from "./lint-steps.ts";

/** Folders and files of tests that are done in seconds. */
const quick = [
  "test/routing",
  "test/ivr-flows",
  "test/cti/esl",
  "test/cti/freeswitch",
  "test/protocol",
  "test/agent-console",
  "test/prompts",
  "test/commands",
  "test/observe",
  "test/config.test.ts",
  "test/tidy.test.ts",
];

/** All cores, and files share their workers: a quarter of the time. `npm test` runs each file by itself. */
const inHaste = ["--maxWorkers=100%", "--no-isolate"];

process.exitCode = await runSteps([
  ...lintSteps,
  ["quick tests", bin("vitest"), ["run", "--project", "unit", ...inHaste, ...quick]],
]);
