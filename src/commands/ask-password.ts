/** A password from standard input; on a terminal it is not shown while it is typed. */

import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { CommandFault } from "./fail.ts";

/** One line. Throws a `CommandFault` when the input ends before it. */
export async function askPassword(question: string): Promise<string> {
  process.stderr.write(question);
  const unseen = new Writable({ write: (_part, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: unseen, terminal: process.stdin.isTTY });
  const typed = Promise.withResolvers<string | undefined>();
  lines.once("line", typed.resolve);
  lines.once("close", () => typed.resolve(undefined));
  lines.once("SIGINT", () => lines.close());
  const answer = await typed.promise;
  lines.close();
  process.stderr.write("\n");
  if (answer === undefined) throw new CommandFault("No password was given: type it, or pass it on standard input.");
  return answer;
}
