import { expect, test } from "vitest";
import { createAccount } from "#src/crm/accounts.ts";
import { addExternalNumber, removeExternalNumber, updateExternalNumber } from "#src/crm/external-numbers.ts";
import { nameAlt } from "#src/crm/name-alt.ts";
import { searchPhoneBook } from "#src/crm/phone-book.ts";
import { globalSearch } from "#src/crm/search.ts";
import { searchText } from "#src/crm/search-query.ts";
import { freshDatabase } from "#test/support/database.ts";
import type { FreshDatabase } from "#test/support/database.ts";
import { aContact, aUser, granted, plan, system } from "./world.ts";

async function people(db: FreshDatabase["db"]): Promise<void> {
  await aContact(db, {
    fullName: "José García Pérez",
    points: [
      { kind: "phone", value: "612 34 50 01" },
      { kind: "email", value: "Jose.Garcia@aceites.example" },
    ],
  });
  await aContact(db, { fullName: "张伟", points: [{ kind: "phone", value: "138 0013 8000", country: "CN" }] });
  await aContact(db, { fullName: "单小红", points: [{ kind: "phone", value: "138 0013 8001", country: "CN" }] });
  await aContact(db, { fullName: "Charlotte O'Neill-Hughes", points: [{ kind: "phone", value: "+1 202 555 0101" }] });
  granted(
    await createAccount(
      db,
      {
        name: "上海蓝天贸易有限公司",
        website: "www.lantian.example",
        points: [{ kind: "phone", value: "021-65529988", country: "CN" }],
      },
      plan,
      system,
    ),
  );
}

test.each([
  ["josé", "José García Pérez"],
  ["JOSE", "José García Pérez"],
  ["garc", "José García Pérez"],
  ["perez jose", "José García Pérez"],
  ["arcía", "José García Pérez"],
  ["jose.garcia@", "José García Pérez"],
  ["@aceites", "José García Pérez"],
  ["612345001", "José García Pérez"],
  ["0034 612 34 50 01", "José García Pérez"],
  ["45001", "José García Pérez"],
  ["张", "张伟"],
  ["张伟", "张伟"],
  ["zhangwei", "张伟"],
  ["zhang wei", "张伟"],
  ["zw", "张伟"],
  ["shan xiao", "单小红"],
  ["小红", "单小红"],
  ["13800138000", "张伟"],
  ["o'neill", "Charlotte O'Neill-Hughes"],
  ["hughes", "Charlotte O'Neill-Hughes"],
  ["555-0101", "Charlotte O'Neill-Hughes"],
  ["蓝天", "上海蓝天贸易有限公司"],
  ["天贸易", "上海蓝天贸易有限公司"],
  ["有限公司", "上海蓝天贸易有限公司"],
  ["shlt", "上海蓝天贸易有限公司"],
  ["lantian", "上海蓝天贸易有限公司"],
])("[CT30] %s finds %s and nobody else", async (typed, name) => {
  await using database = await freshDatabase();
  await people(database.db);
  expect((await globalSearch(database.db, typed)).map((hit) => hit.name)).toEqual([name]);
});

test.each([
  "",
  "  ",
  "&|!:*",
  "'",
  "%",
  "_",
  "\\",
  "贸天",
  "天蓝",
  "nobody",
  "9999999",
  "nobody@example",
  "a".repeat(150),
])("[CT31] %j finds nothing, and breaks nothing", async (typed) => {
  await using database = await freshDatabase();
  await people(database.db);
  expect(await globalSearch(database.db, typed)).toEqual([]);
  expect(await searchPhoneBook(database.db, typed)).toEqual([]);
});

test("[CT32] the phone book finds people, companies, colleagues and numbers outside, each with what to dial", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  await people(db);
  await aContact(db, "José Without Phone");
  const colleague = await aUser(db, "josefina");
  await db.insertInto("cc.agents").values({ user_id: colleague, sip_user: "1001" }).execute();
  granted(await addExternalNumber(db, { name: "Joses Taxi", number: "91 555 00 00" }, plan, system));
  const found = await searchPhoneBook(db, "jose");
  expect(
    found
      .map(({ kind, name, numbers }) => [kind, name, numbers[0]?.norm])
      .toSorted((a, b) => String(a).localeCompare(String(b))),
  ).toEqual([
    ["colleague", "josefina", "ext:1001"],
    ["contact", "José García Pérez", "+34612345001"],
    ["external", "Joses Taxi", "+34915550000"],
  ]);
  expect((await searchPhoneBook(db, "蓝天")).map((entry) => [entry.kind, entry.numbers[0]?.norm])).toEqual([
    ["account", "+862165529988"],
  ]);
  expect((await searchPhoneBook(db, "1001")).map((entry) => entry.kind)).toEqual(["colleague"]);
});

test("[CT33] any four digits of a number find its owner", async () => {
  await using database = await freshDatabase();
  await people(database.db);
  const digits = "34612345001";
  for (let from = 0; from + 4 <= digits.length; from += 1) {
    const typed = digits.slice(from, from + 4);
    const names = (await searchPhoneBook(database.db, typed)).map((entry) => entry.name);
    expect([typed, names]).toEqual([typed, expect.arrayContaining(["José García Pérez"])]);
  }
});

test("[CT34] pinyin is written for Chinese names only, the first character read as a surname", () => {
  expect(nameAlt("张伟")).toBe("zhangwei zhang wei zw");
  expect(nameAlt("单小红")).toBe("shanxiaohong shan xiao hong sxh");
  expect(nameAlt("José García")).toBe("");
  expect(nameAlt("李娜 (Nana)")).toBe("lina li na ln");
});

test("[CT35] typed text is told apart: number, address, name, nothing", () => {
  expect(searchText("0034 612")).toEqual({ kind: "number", digits: "34612" });
  expect(searchText("+34 (612)")).toEqual({ kind: "number", digits: "34612" });
  expect(searchText("A@B")).toEqual({ kind: "email", text: "a@b" });
  expect(searchText("客户投诉")).toMatchObject({ kind: "name", query: "('客户' <-> '户投' <-> '投诉')" });
  expect(searchText("Ana 客")).toMatchObject({ kind: "name", query: "'Ana':* & '客':*" });
  expect(searchText("::")).toEqual({ kind: "nothing" });
});

test("[CT36] numbers outside are changed by version and can be taken away", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  const entry = granted(await addExternalNumber(db, { name: "Taxi", number: "915550000" }, plan, system));
  expect(await addExternalNumber(db, { name: "Taxi", number: "no" }, plan, system)).toEqual({
    refused: "point.unusable",
  });
  const changed = granted(await updateExternalNumber(db, entry.id, 1, { name: "Cab", number: "915550001" }, plan));
  expect(changed.version).toBe(2);
  expect(await updateExternalNumber(db, entry.id, 1, { name: "Car", number: "915550001" }, plan)).toEqual({
    refused: "entry.changedMeanwhile",
  });
  granted(await removeExternalNumber(db, entry.id));
  expect(await removeExternalNumber(db, entry.id)).toEqual({ refused: "entry.unknown" });
});
