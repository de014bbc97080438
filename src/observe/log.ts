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

/** `destination` undefined: standard output. */
export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: () => `,"at":${Date.now()}`,
    redact: { paths: redactedPaths, censor: "•" },
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
