/** `cordboard start`: runs until it is told to stop, then leaves nothing running. */

import { readConfig } from "../config.ts";
import { startSite } from "../site.ts";

/** A second signal does not wait for the orderly end. */
const ENDING = ["SIGINT", "SIGTERM"] as const;

export async function runServer(): Promise<void> {
  const config = readConfig(process.env, process.cwd());
  const asked = Promise.withResolvers<void>();
  for (const signal of ENDING) {
    process.once(signal, () => {
      asked.resolve();
      process.once(signal, () => process.exit(1));
    });
  }
  const print = (line: string): void => console.log(line);
  await using site = await startSite(config, print);
  print(`Cordboard listens on ${site.url}`);
  if (site.demoLogins.length > 0) {
    print("This is the demo call centre: a simulated switch, simulated callers and colleagues.");
    for (const { login, password, what } of site.demoLogins)
      print(`  ${login.padEnd(8)} ${password ?? "(as printed when the demo was made)"}   ${what}`);
  }
  await asked.promise;
  print("Ending: sockets, switch, journal, database.");
}
