/**
 * Looks whether the address is free before anything else is begun: whoever listens there may be this very site at work,
 * and a second start that took its journal and then gave up would leave it unable to write.
 */

import { createServer } from "node:net";

/** Throws what listening throws, such as `EADDRINUSE`. Port 0 is always free. */
export async function ensurePortFree(host: string, port: number): Promise<void> {
  if (port === 0) return;
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once("error", reject);
    probe.listen({ host, port }, resolve);
  });
  await new Promise<void>((resolve) => void probe.close(() => resolve()));
}
