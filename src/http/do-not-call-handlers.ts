/** The routes of the do-not-call list. */

import type { Kysely } from "kysely";
import type { Instant } from "#routing/instant.ts";
import { readDoNotCallCsv, addDoNotCallNumbers } from "../crm/do-not-call-import.ts";
import { addDoNotCall, listDoNotCallNumbers, removeDoNotCall } from "../crm/do-not-call.ts";
import type { NumberingPlan } from "../crm/phone-numbers.ts";
import { isRefusal } from "../crm/refusals.ts";
import { namesOf } from "../platform/people.ts";
import type { Database } from "../store/schema.ts";
import { Refused } from "./refused.ts";
import type { Handlers } from "./routes.ts";

/** A file with more mistakes than this is another file. */
const PROBLEMS_TOLD_MAX = 1_000;

interface DoNotCallParts {
  readonly db: Kysely<Database>;
  readonly now: () => Instant;
  readonly plan: () => NumberingPlan;
}

type DoNotCallHandlers = Pick<Handlers, "listDoNotCall" | "putDoNotCall" | "deleteDoNotCall" | "importDoNotCall">;

export function doNotCallHandlers({ db, now, plan }: DoNotCallParts): DoNotCallHandlers {
  return {
    async listDoNotCall({ query }) {
      const page = await listDoNotCallNumbers(db, { text: query.q, after: query.after, limit: query.limit });
      if (isRefusal(page)) return new Refused("invalid", { detail: page.refused });
      const names = await namesOf(
        db,
        page.rows.flatMap(({ by }) => by ?? []),
      );
      const items = page.rows.map(({ number, reason, since, by }) => {
        const byName = by === undefined ? undefined : names.get(by);
        return { number, reason, since, ...(byName === undefined ? {} : { byName }) };
      });
      return { items, ...(page.next === undefined ? {} : { next: page.next }) };
    },
    async putDoNotCall({ body, session }) {
      const by = { at: now(), by: session.user.id };
      if (await addDoNotCall(db, body, plan(), by)) return undefined;
      return new Refused("invalid", { detail: "no number", fields: [{ path: "number", message: "is no number" }] });
    },
    async deleteDoNotCall({ query }) {
      return (await removeDoNotCall(db, query.number, plan())) ? undefined : new Refused("notFound");
    },
    async importDoNotCall({ body, session }) {
      const { sound, problems } = readDoNotCallCsv(body.csv, plan());
      const told = { problems: problems.slice(0, PROBLEMS_TOLD_MAX), problemCount: problems.length };
      if (problems.length > 0 && !body.skipsProblems) return { isDone: false, added: 0, changed: 0, ...told };
      const done = await addDoNotCallNumbers(db, sound, { at: now(), by: session.user.id });
      return { isDone: true, ...done, ...told };
    },
  };
}
