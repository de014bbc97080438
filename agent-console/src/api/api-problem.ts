/** What can go wrong with a request, as two errors that screens turn into words in one place (`problem-words.ts`). */

import type { Problem } from "#protocol/errors.ts";

/** The server answered, and said no. `code` and `fields` are the server's (RFC 9457). */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly problem: Problem;
  /** From `Retry-After`, when the server named a time. */
  readonly retryAfterMs: number | undefined;

  constructor(problem: Problem, retryAfterMs: number | undefined) {
    super(problem.title);
    this.problem = problem;
    this.retryAfterMs = retryAfterMs;
  }
}

/** No answer came: the server is down, the network is gone, or the reply was not what the protocol says. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}

export function isProblem(error: unknown, code: string): error is ApiProblem {
  return error instanceof ApiProblem && error.problem.code === code;
}

export function hasStatus(error: unknown, status: number): error is ApiProblem {
  return error instanceof ApiProblem && error.problem.status === status;
}
