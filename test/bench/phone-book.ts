/**
 * How long the phone book, the global search and the caller match take in a large base. Run by hand or from run.ts:
 * `node test/bench/phone-book.ts [contacts=500000]`; takes some minutes, most of them to fill the table.
 * Prints the median and the worst of several runs of each search, in ms; the goal is for phone book and search. The list
 * is complete and sorted, so a text that fits half the base costs more there.
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { findCaller } from "#src/crm/caller.ts";
import { listContacts } from "#src/crm/contact-list.ts";
import { nameAlt } from "#src/crm/name-alt.ts";
import { standardPlan } from "#src/crm/numbering-plan.ts";
import { searchPhoneBook } from "#src/crm/phone-book.ts";
import { isRefusal } from "#src/crm/refusals.ts";
import { globalSearch } from "#src/crm/search.ts";
import { migrate } from "#src/store/migrate.ts";
import { openPool } from "#src/store/open-pool.ts";
import { startDatabase } from "#src/store/postgres/start-database.ts";
import type { Database } from "#src/store/schema.ts";

const RUNS = 9;
const BATCH = 20_000;

const given = ["Olivia", "Liam", "Emma", "Noah", "José", "María", "Lucía", "Íñigo", "Grace", "Henry", "Ruby", "Thomas"];
const family = [
  "García",
  "López",
  "Smith",
  "O'Neill",
  "Hughes",
  "Núñez",
  "Fischer",
  "Clarke",
  "Marín",
  "Walsh",
  "Ríos",
];
const surnames = Array.from("王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林单");
const characters = Array.from("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀英华玉兰桂平刚文辉建国晓梅志远红霞");

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T; // never empty

/** A third Chinese; the rest have a rare middle name, so that parts of names are found that few have. */
function nameOf(n: number): string {
  if (n % 3 === 0)
    return pick(surnames, n / 3) + pick(characters, Math.floor(n / 60)) + pick(characters, Math.floor(n / 2100));
  const middle = ((n * 2_654_435_761) % 4_294_967_296).toString(36);
  return `${pick(given, n)} ${middle} ${pick(family, Math.floor(n / 12))}`;
}

const phoneOf = (n: number): string =>
  n % 3 === 0
    ? `+86138${String((n * 7919) % 100_000_000).padStart(8, "0")}`
    : `+346${String((n * 7919) % 100_000_000).padStart(8, "0")}`;

async function fill(db: Kysely<Database>, contacts: number): Promise<void> {
  for (let from = 0; from < contacts; from += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, contacts - from) }, (_, index) => {
      const name = nameOf(from + index);
      return { n: from + index, name, alt: nameAlt(name), phone: phoneOf(from + index) };
    });
    const columns = [
      rows.map((row) => row.n),
      rows.map((row) => row.name),
      rows.map((row) => row.alt),
      rows.map((row) => row.phone),
    ];
    await sql`
      with given as (
        select gen_random_uuid() as id, n, name, alt, phone
        from unnest(${columns[0]}::int[], ${columns[1]}::text[], ${columns[2]}::text[], ${columns[3]}::text[]) as t(n, name, alt, phone)
      ), person as (
        insert into crm.contacts (id, full_name, name_alt) select id, name, alt from given
      )
      insert into crm.contact_points (id, contact_id, kind, value_raw, value_norm, is_primary)
      select gen_random_uuid(), id, 'phone', phone, phone, true from given
      union all
      select gen_random_uuid(), id, 'email', 'person' || n || '@mail.example', 'person' || n || '@mail.example', true from given
    `.execute(db);
  }
  await sql`vacuum analyze crm.contacts, crm.contact_points`.execute(db);
}

async function time(
  work: () => Promise<{ readonly length: number }>,
): Promise<{ median: number; worst: number; hits: number }> {
  const took: number[] = [];
  let hits = 0;
  for (let run = 0; run < RUNS; run += 1) {
    const from = performance.now();
    hits = (await work()).length;
    took.push(performance.now() - from);
  }
  const sorted = took.toSorted((a, b) => a - b);
  return { median: sorted[Math.floor(RUNS / 2)] ?? 0, worst: sorted.at(-1) ?? 0, hits };
}

const contacts = Number(process.argv[2] ?? 500_000);
const folder = mkdtempSync(join(tmpdir(), "cordboard-bench-"));
const database = await startDatabase({ databaseUrl: undefined, folder, settings: { fsync: "off" } });
try {
  await migrate(database.url);
  await using store = openPool(database.url, { statementTimeoutMs: 0 });
  const from = performance.now();
  await fill(store.db, contacts);
  console.log(`${contacts} contacts filled in ${Math.round((performance.now() - from) / 1000)} s`);
  const someone = contacts - (contacts % 3) - 2;
  const rare = nameOf(someone).split(" ")[1] ?? "";
  const phone = phoneOf(someone);
  const searches: readonly (readonly [string, string])[] = [
    ["common given name", "jose"],
    ["common surname, accent", "garcía"],
    ["two letters", "ma"],
    ["rare word", rare],
    ["part of a rare word", rare.slice(1, 5)],
    ["two words", `${rare} ${nameOf(someone).split(" ")[2] ?? ""}`],
    ["nobody", "qzxqzx"],
    ["one Chinese character", "王"],
    ["Chinese name", nameOf(contacts - (contacts % 3) - 3)],
    ["pinyin", "wang wei"],
    ["pinyin as one word", "zhangfang"],
    ["initials", "wwf"],
    ["four digits", phone.slice(-4)],
    ["four digits that all share", "8613"],
    ["four digits in the middle", phone.slice(5, 9)],
    ["eight digits", phone.slice(-8)],
    ["digits of nobody", "000000000000"],
    ["e-mail address", `person${someone}@mail.example`],
  ];
  let worst = 0;
  for (const [what, typed] of searches) {
    const book = await time(() => searchPhoneBook(store.db, typed));
    const all = await time(() => globalSearch(store.db, typed));
    const list = await time(async () => {
      const page = await listContacts(store.db, { text: typed, order: "name" });
      return isRefusal(page) ? [] : page.rows;
    });
    worst = Math.max(worst, book.worst, all.worst);
    const shown = (one: typeof book): string =>
      `${one.median.toFixed(1)} / ${one.worst.toFixed(1)} ms, ${one.hits} hits`;
    console.log(
      `${what.padEnd(28)} phone book ${shown(book).padEnd(30)} search ${shown(all).padEnd(30)} list ${shown(list)}`,
    );
  }
  const caller = await time(async () => (await findCaller(store.db, phone, standardPlan)).candidates);
  console.log(
    `caller by exact number: ${caller.median.toFixed(1)} / ${caller.worst.toFixed(1)} ms, ${caller.hits} hits`,
  );
  console.log(`worst of phone book and search: ${worst.toFixed(1)} ms (goal 200)`);
} finally {
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
}
