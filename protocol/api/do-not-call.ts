/** Whom nobody may call: the list of numbers. The mark on a contact is in the contact itself. */

import { z } from "zod";
import { none, page, pageQuery } from "./shapes.ts";
import { route } from "./route.ts";

const tag = "Do not call";
const watchers = ["supervisor", "admin"] as const;
const phoneNumber = z.string().trim().min(2).max(40);

const doNotCallRow = z.object({
  number: z.string(),
  reason: z.string(),
  since: z.int(),
  /** Who listed it; absent: nobody knows any more. */
  byName: z.string().optional(),
});
export type DoNotCallRow = z.infer<typeof doNotCallRow>;

export const listDoNotCall = route({
  method: "GET",
  path: "/api/do-not-call",
  summary: "Numbers that nobody may be called back on, newest first; by part of the number or of the reason",
  tag,
  may: watchers,
  params: none,
  query: pageQuery.extend({ q: z.string().max(60).optional() }),
  body: none,
  reply: page(doNotCallRow),
  status: 200,
});
export const putDoNotCall = route({
  method: "PUT",
  path: "/api/do-not-call",
  summary: "Add a number that nobody may be called back on",
  tag,
  may: ["agent", "supervisor", "admin"],
  params: none,
  query: none,
  body: z.object({ number: phoneNumber, reason: z.string().trim().max(200).default("") }),
  reply: none,
  status: 204,
});
export const deleteDoNotCall = route({
  method: "DELETE",
  path: "/api/do-not-call",
  summary: "Allow a number to be called back again",
  tag,
  may: watchers,
  params: none,
  query: z.object({ number: phoneNumber }),
  body: none,
  reply: none,
  status: 204,
});

/** So much text is some ten thousand numbers with reasons. */
const CSV_CHARACTERS_MAX = 200_000;
export const importProblem = z.enum(["noNumber", "reasonTooLong", "tooManyColumns", "repeated", "quoteOpen"]);
/** Lines of `number,reason`, also divided by semicolons or tabs, with or without headings. */
export const importDoNotCall = route({
  method: "POST",
  path: "/api/do-not-call/import",
  summary: "Add numbers from a CSV text; with problems nothing is added, unless only the sound lines are wanted",
  tag,
  may: watchers,
  params: none,
  query: none,
  body: z.object({ csv: z.string().min(1).max(CSV_CHARACTERS_MAX), skipsProblems: z.boolean().default(false) }),
  reply: z.object({
    /** False: there were problems, and nothing has changed. */
    isDone: z.boolean(),
    /** Sound lines: new numbers, and numbers that were listed and have the reason of the file now. */
    added: z.int(),
    changed: z.int(),
    /** From the first line of the file, 1, on. The first thousand are told; `problemCount` counts all. */
    problems: z.array(z.object({ line: z.int(), text: z.string(), problem: importProblem })),
    problemCount: z.int(),
  }),
  status: 200,
});
