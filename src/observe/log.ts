/** The log: one JSON line per event, without secrets and without what callers typed. */

import { pino, type DestinationStream, type Logger } from "pino";

export type Log = Logger;

export const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

/** Keys whose values never reach the log, at the top and one and two levels down. */
const secretKeys = [
  "password",
  "current",
  "next",
  "secret",
  "token",
  "cookie",
  "authorization",
  "a1Hash",
  "digits",
  "digit",
  "value",
  "values",
  "databaseUrl",
] as const;

const redactedPaths = secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);

/** Causes within causes. */
const CAUSES_MAX = 4;

/**
 * What is told of an error. Not all that hangs on it: a database's errors carry their connection, and in `detail` the
 * values of the row, which are customers'.
 */
function shownError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return error;
  return {
    type: error.name,
    message: error.message,
    code: "code" in error ? error.code : undefined,
    stack: error.stack,
    cause: error.cause === undefined || depth >= CAUSES_MAX ? undefined : shownError(error.cause, depth + 1),
    errors:
      error instanceof AggregateError
        ? error.errors.slice(0, CAUSES_MAX).map((each) => shownError(each, depth + 1))
        : undefined,
  };
}

/** `destination` undefined: standard output. */
export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: () => `,"at":${Date.now()}`,
    serializers: { err: (error: unknown) => shownError(error) },
    redact: { paths: redactedPaths, censor: "•" },
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
