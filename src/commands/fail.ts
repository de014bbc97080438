/** How a command ends that cannot do its work: a sentence for the admin, without a stack for what was foreseen. */

import { ConfigFault } from "../config.ts";
import { DatabaseFault } from "../store/postgres/database-fault.ts";

/** A fault with a sentence that says what to do; foreseen, so no stack. */
export class CommandFault extends Error {
  override readonly name = "CommandFault";
}

export function fail(error: unknown): void {
  process.exitCode = 1;
  if (error instanceof ConfigFault || error instanceof DatabaseFault || error instanceof CommandFault) {
    console.error(error.message);
    return;
  }
  if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") {
    console.error(
      `${error.message}\nAnother program listens there. End it, or set CORDBOARD_HTTP_PORT to another port.`,
    );
    return;
  }
  console.error(error);
}
