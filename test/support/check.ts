/** `npm run check`: types, lint and the tests that need neither database, browser nor switch. Meant for every save. */

import { bin, runSteps } from "./run-step.ts";
import { lintSteps } from "./lint-steps.ts";

process.exitCode = await runSteps([
  ...lintSteps,
  ["quick tests", bin("vitest"), ["run", "--project", "quick"]],
]);
