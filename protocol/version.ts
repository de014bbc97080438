/**
 * The wire's version. History, newest first:
 *
 * - 1: first.
 *
 * A change that an old peer can ignore keeps the number; one that it cannot ignore takes the next, and the server goes on
 * accepting the one before for a release. `test/protocol/version.test.ts` holds a hash of the schemas: when the hash moves,
 * decide which of the two the change is.
 */
export const protocolVersion = 1;

/** The oldest version that the server still speaks. */
export const oldestProtocolVersion = 1;
