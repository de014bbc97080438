/** A program that uses the built-in database until it is told to end; the tests kill it in different ways. */

import { startDatabase } from "#src/store/postgres/start-database.ts";

const [folder = ""] = process.argv.slice(2);
const database = await startDatabase({
  databaseUrl: undefined,
  folder,
  settings: { fsync: "off" },
  log: (line) => console.error(line),
});
const keepAlive = setInterval(() => undefined, 60_000);
process.once("SIGINT", () => {
  clearInterval(keepAlive);
  void database.stop().then(() => console.log("stopped"));
});
console.log(JSON.stringify({ url: database.url }));
