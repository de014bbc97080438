/** The do-not-call list: read page by page, and filled from files of every make. */

import { expect, test } from "vitest";
import { addDoNotCallNumbers, readDoNotCallCsv } from "#src/crm/do-not-call-import.ts";
import { addDoNotCall, listDoNotCallNumbers } from "#src/crm/do-not-call.ts";
import { standardPlan } from "#src/crm/numbering-plan.ts";
import { isRefusal } from "#src/crm/refusals.ts";
import { freshDatabase } from "../support/database.ts";

const at = 1_795_293_000_000;
const read = (...lines: readonly string[]) => readDoNotCallCsv(lines.join("\n"), standardPlan);

test("[CT60] a line is a number and a reason, with any of three dividers, quoted or not, with headings or without", () => {
  const numbers = (csv: string) => {
    const { sound, problems } = readDoNotCallCsv(csv, standardPlan);
    expect(problems).toEqual([]);
    return sound.map(({ norm, reason }) => [norm, reason]);
  };
  const two = [
    ["+34911222333", "asked, twice"],
    ["+525512345678", ""],
  ];
  expect(numbers('number,reason\n+34 911 222 333,"asked, twice"\n+52 55 1234 5678\n')).toEqual(two);
  expect(numbers("\uFEFF+34911222333;asked, twice\r\n\r\n+525512345678;\r\n")).toEqual(two);
  expect(numbers("+34911222333\tasked, twice\n+525512345678\t\t")).toEqual(two);
  expect(numbers('"+34911222333","says ""never"""')).toEqual([["+34911222333", 'says "never"']]);
});

test("[CT60] what is wrong with a line is said with its number and its text; the others are sound", () => {
  const { sound, problems } = read(
    "number,reason",
    "+34911222333,asked",
    "nobody,asked",
    "+34 911 22 23 33,again",
    '"+34911222444,asked',
    "+34911222555,asked,by,mail",
    `+34911222666,${"x".repeat(201)}`,
    "+34911222777",
  );
  expect(problems.map(({ line, problem }) => [line, problem])).toEqual([
    [3, "noNumber"],
    [4, "repeated"],
    [5, "quoteOpen"],
    [6, "tooManyColumns"],
    [7, "reasonTooLong"],
  ]);
  expect(problems[0]?.text).toBe("nobody,asked");
  expect(problems[4]?.text).toHaveLength(80);
  expect(sound.map(({ norm }) => norm)).toEqual(["+34911222333", "+34911222777"]);
});

test("[CT60] numbers that were listed get the file's reason, and keep since when and by whom", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  await addDoNotCall(db, { number: "+34 911 222 333", reason: "asked" }, standardPlan, { at, by: undefined });
  const { sound } = read("+34911222333,court order", "+34911222444,asked");
  expect(await addDoNotCallNumbers(db, sound, { at: at + 5_000, by: undefined })).toEqual({ added: 1, changed: 1 });
  expect(await addDoNotCallNumbers(db, [], { at, by: undefined })).toEqual({ added: 0, changed: 0 });
  const page = await listDoNotCallNumbers(db, {});
  if (isRefusal(page)) throw new Error(page.refused);
  expect(page.rows.map(({ reason, since }) => [reason, since])).toEqual([
    ["asked", at + 5_000],
    ["court order", at],
  ]);
});

test("[CT61] the list comes in pages, newest first, and is searched by part of a number or of a reason", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  const lines = Array.from(
    { length: 7 },
    (_, index) => `+3491122200${index},${index % 2 === 0 ? "Asked us" : "court"}`,
  );
  await addDoNotCallNumbers(db, read(...lines).sound, { at, by: undefined });
  const found = async (filter: Parameters<typeof listDoNotCallNumbers>[1]) => {
    const page = await listDoNotCallNumbers(db, filter);
    if (isRefusal(page)) throw new Error(page.refused);
    return page;
  };
  // Listed at one moment: the number decides, and the end of a page between them loses none.
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const page = await found({ after, limit: 3 });
    seen.push(...page.rows.map(({ number }) => number.slice(-1)));
    after = page.next;
  } while (after !== undefined);
  expect(seen).toEqual(["6", "5", "4", "3", "2", "1", "0"]);
  expect((await found({ text: "911 222 004" })).rows).toHaveLength(1);
  expect((await found({ text: "asked" })).rows).toHaveLength(4);
  expect((await found({ text: "nothing of the sort" })).rows).toEqual([]);
  expect(await listDoNotCallNumbers(db, { after: "rubbish" })).toEqual({ refused: "cursor.unreadable" });
});
