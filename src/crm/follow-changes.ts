/** Hears of every committed change of a customer, whichever process made it. */

import { Client } from "pg";
import { z } from "zod";
import { CHANGES_CHANNEL } from "./timeline.ts";

const announced = z.object({ contactId: z.uuid().optional(), accountId: z.uuid().optional() });

/** Between tries when PostgreSQL is away; what was announced meanwhile is missed, and read anew when somebody looks. */
const RETRY_MS = 2_000;

/** Starts to listen; the connection mends itself until it is disposed of. */
export function followCustomerChanges(
  url: string,
  onChange: (changed: { readonly contact: string | undefined; readonly account: string | undefined }) => void,
  onFault: (error: unknown) => void,
): AsyncDisposable {
  let client: Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;

  async function connect(): Promise<void> {
    const fresh = new Client({ connectionString: url, application_name: "cordboard changes", keepAlive: true });
    client = fresh;
    fresh.on("error", (error) => lost(fresh, error));
    fresh.on("end", () => lost(fresh, undefined));
    fresh.on("notification", ({ payload }) => {
      const { contactId, accountId } = announced.parse(JSON.parse(payload ?? "{}"));
      onChange({ contact: contactId, account: accountId });
    });
    await fresh.connect();
    await fresh.query(`listen ${CHANGES_CHANNEL}`);
  }

  function lost(which: Client, error: unknown): void {
    if (isOver || client !== which) return;
    client = undefined;
    if (error !== undefined) onFault(error);
    timer = setTimeout(start, RETRY_MS);
  }

  function start(): void {
    const attempt = connect();
    attempt.catch((error: unknown) => {
      if (client !== undefined) lost(client, error);
    });
  }

  start();
  return {
    async [Symbol.asyncDispose]() {
      isOver = true;
      clearTimeout(timer);
      const last = client;
      client = undefined;
      await last?.end();
    },
  };
}
