/** Serves the built console over the test's world, to look at by hand: `node test/console/support/serve.ts agent`. */

import { role } from "#protocol/api/session.ts";
import { startBackend } from "./backend.ts";

const roles = process.argv.slice(2).map((text) => role.parse(text));
const backend = await startBackend(roles.length === 0 ? ["agent", "supervisor", "admin"] : roles);
console.log(`console on ${backend.url} (user lin, password "${backend.world.password}")`);
