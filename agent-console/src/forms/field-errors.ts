/** The schemas of the protocol as form rules: the same limits as the server, worded by zod in the reader's language. */

import type { z } from "zod";
import { ApiProblem } from "../api/api-problem.ts";

/** Errors by path (`points.0.value`), empty when the input is fine. */
export function fieldErrors(schema: z.ZodType, input: unknown): Record<string, string> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return {};
  return Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join("."), issue.message]));
}

/** What the server found wrong with single fields; empty for any other problem. */
export function serverFieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ApiProblem)) return {};
  return Object.fromEntries((error.problem.fields ?? []).map(({ path, message }) => [path, message]));
}
