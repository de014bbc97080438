/** A transaction whose refusals undo it: "no" half-way through leaves nothing behind. */

import type { Kysely, Transaction } from "kysely";
import type { Database } from "../store/schema.ts";
import { isRefusal } from "./refusals.ts";
import type { CrmRefusal } from "./refusals.ts";

/** Thrown inside only, to make kysely roll back; never leaves this file. */
class Undo extends Error {
  readonly refusal: CrmRefusal;

  constructor(refusal: CrmRefusal) {
    super(refusal.refused);
    this.refusal = refusal;
  }
}

/**
 * Commits what `work` answers, or rolls back and answers its refusal. Called within a transaction it takes part in that
 * one: then whoever opened it must roll back on a refusal.
 */
export async function undoing<T extends object>(
  db: Kysely<Database>,
  work: (transaction: Transaction<Database>) => Promise<T | CrmRefusal>,
): Promise<T | CrmRefusal> {
  // kysely says so itself; the type does not follow from the flag.
  if (db.isTransaction) return work(db as Transaction<Database>);
  try {
    return await db.transaction().execute(async (transaction) => {
      const answer = await work(transaction);
      if (isRefusal(answer)) throw new Undo(answer);
      return answer;
    });
  } catch (error) {
    if (error instanceof Undo) return error.refusal;
    throw error;
  }
}
