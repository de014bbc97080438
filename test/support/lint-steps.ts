/** What the compiler and the linters say; shared by `npm run check` and `npm test`. */

import { bin } from "./run-step.ts";

export const lintSteps = [
  ["types", bin("tsc"), ["-b"]],
  ["lint", bin("oxlint"), ["--type-aware", "--quiet"]],
  ["format", bin("oxfmt"), ["--check"]],
  ["unused code", bin("knip"), []],
] as const;
