/** Turns what a failed connection says into a sentence that a person can act on. */

import { DatabaseFault } from "./database-fault.ts";
import type { DatabaseFaultCode } from "./database-fault.ts";

const UNSET = "Or unset DATABASE_URL to use the built-in database.";

/** `shownUrl` must be without its password. The original error is kept as the cause. */
export function explainConnection(error: unknown, shownUrl: string): DatabaseFault {
  const [code, text] = explanation(error, shownUrl);
  return new DatabaseFault(code, `${text} ${UNSET}`, { cause: error });
}

function explanation(error: unknown, shownUrl: string): readonly [DatabaseFaultCode, string] {
  const code = codeOf(error);
  const said = messageOf(error);
  switch (code) {
    case "ECONNREFUSED":
      return [
        "database.unreachable",
        `Nothing listens at ${shownUrl} (connection refused). Is PostgreSQL running there, and are host and port right?`,
      ];
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return ["database.unreachable", `The host of ${shownUrl} cannot be found by name. Is it spelt right?`];
    case "ENOENT":
      return ["database.unreachable", `There is no PostgreSQL socket for ${shownUrl}. Is the server running?`];
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "ETIMEDOUT":
    case "ECONNRESET":
    case "EPIPE":
      return [
        "database.unreachable",
        `${shownUrl} does not answer (${code}). Is it a PostgreSQL server, and does a firewall let this machine through?`,
      ];
    case "28P01":
      return [
        "database.passwordRefused",
        `${shownUrl} refused the user name or password. Check both in DATABASE_URL; special characters in a password are written %40 for @, %3A for :, %2F for /, %23 for #.`,
      ];
    case "28000":
      return [
        "database.accessRefused",
        `${shownUrl} does not let this user in from here (${said}). Add a line to its pg_hba.conf, create the role, or add ?sslmode=require to DATABASE_URL.`,
      ];
    case "3D000":
      return [
        "database.missing",
        `The server of ${shownUrl} is there, but has no such database. Make it: create database cordboard encoding 'UTF8' template template0;`,
      ];
    case "53300":
      return ["database.busy", `${shownUrl} has no free connection (${said}). Raise max_connections or close others.`];
    case "57P03":
      return ["database.busy", `${shownUrl} is starting up or shutting down (${said}). Try again in a moment.`];
    default:
      return fromText(said, shownUrl);
  }
}

/** Some faults of the driver have no code. */
function fromText(said: string, shownUrl: string): readonly [DatabaseFaultCode, string] {
  if (/timeout|terminated unexpectedly/i.test(said)) {
    return [
      "database.unreachable",
      `${shownUrl} does not answer as a PostgreSQL server (${said}). Are host and port right, and does a firewall let this machine through?`,
    ];
  }
  if (/password/i.test(said)) {
    return ["database.passwordRefused", `${shownUrl} wants a password, and DATABASE_URL has none that can be used.`];
  }
  if (/ssl|tls|certificate|self.signed/i.test(said)) {
    return [
      "database.tlsMismatch",
      `No agreement on encryption with ${shownUrl} (${said}). Change sslmode in DATABASE_URL (disable, require, verify-full).`,
    ];
  }
  return ["database.other", `${shownUrl} cannot be used: ${said}.`];
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error && error.message !== "" ? error.message : String(error);
}
