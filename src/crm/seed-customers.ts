/** The customers of the demo: sixty people of twelve companies, in three languages, with numbers as people write them. */

import type { Transaction } from "kysely";
import type { CountryCode } from "libphonenumber-js/max";
import type { Instant } from "#routing/instant.ts";
import type { AccountKind, ContactKind, Importance, Tier } from "../store/crm-tables.ts";
import type { Database } from "../store/schema.ts";
import { createAccount } from "./accounts.ts";
import { addActivity, promise } from "./activities.ts";
import { addPoint } from "./contact-points.ts";
import type { NewPoint } from "./contact-points.ts";
import { createContact } from "./contacts.ts";
import { addExternalNumber } from "./external-numbers.ts";
import type { NumberingPlan } from "./phone-numbers.ts";
import { isRefusal } from "./refusals.ts";
import type { CrmRefusal } from "./refusals.ts";
import type { SeededUser } from "./seed-users.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

interface Region {
  readonly country: CountryCode;
  readonly language: string;
  readonly companies: readonly (readonly [name: string, kind: AccountKind, industry: string, site: string])[];
  readonly people: readonly string[];
  readonly jobs: readonly string[];
  /** The nth number of the region, in the written form of its turn. */
  readonly phone: (n: number) => string;
}

const twoDigits = (n: number): string => String(n).padStart(2, "0");
const inTurn = <T>(list: readonly [T, ...T[]], n: number): T => list[n % list.length] ?? list[0];

const regions: readonly Region[] = [
  {
    country: "US",
    language: "en",
    companies: [
      ["Northwind Outfitters", "customer", "Retail", "northwind.example"],
      ["Harbour Logistics", "customer", "Transport", "harbour.example"],
      ["Blue Ridge Clinics", "prospect", "Health care", "blueridge.example"],
      ["Sterling Resellers", "reseller", "Wholesale", "sterling.example"],
    ],
    people: [
      "Oliver Bennett",
      "Charlotte Hughes",
      "Liam Murphy",
      "Amelia Foster",
      "Ethan Brooks",
      "Grace Coleman",
      "Henry Walsh",
      "Isabella Reed",
      "Jack Thornton",
      "Zoë Sanders",
      "Daniel Price",
      "Hannah O'Neill",
      "Samuel Grant",
      "Lily Watson",
      "Benjamin Shaw",
      "Ruby Palmer",
      "Thomas Ellis",
      "Alice Marsh",
      "William Hart",
      "Megan Doyle",
    ],
    jobs: ["Purchasing", "Operations", "Finance", "Owner"],
    phone: (n) => {
      const [area, rest] = ["202", `555-02${twoDigits(n)}`];
      return inTurn(
        [
          `(${area}) ${rest}`,
          `+1 ${area} ${rest}`,
          `1-${area}-${rest}`,
          `${area}.${rest.replace("-", ".")}`,
          `${area}/${rest}`,
        ],
        n,
      );
    },
  },
  {
    country: "CN",
    language: "zh",
    companies: [
      ["上海蓝天贸易有限公司", "customer", "贸易", "lantian.example"],
      ["北京客户服务中心", "partner", "服务", "bjkf.example"],
      ["深圳创新电子", "customer", "电子", "szcx.example"],
      ["杭州西湖茶叶", "prospect", "食品", "xihu.example"],
    ],
    people: [
      "张伟",
      "王芳",
      "李娜",
      "刘洋",
      "陈静",
      "杨帆",
      "赵磊",
      "黄丽",
      "周杰",
      "吴敏",
      "徐强",
      "孙悦",
      "马超",
      "朱琳",
      "胡斌",
      "郭晓明",
      "何雪梅",
      "高建国",
      "林志远",
      "单小红",
    ],
    jobs: ["采购", "经理", "财务", "技术支持"],
    phone: (n) => {
      const last = `80${twoDigits(n)}`;
      return inTurn([`1380013${last}`, `+86 138 0013 ${last}`, `0086-138-0013-${last}`, `0138 0013 ${last}`], n);
    },
  },
  {
    country: "ES",
    language: "es",
    companies: [
      ["Aceites del Sur", "customer", "Alimentación", "aceites.example"],
      ["Talleres Muñoz", "customer", "Automoción", "munoz.example"],
      ["Clínica Santa Lucía", "prospect", "Sanidad", "santalucia.example"],
      ["Ibérica de Seguros", "competitor", "Seguros", "iberica.example"],
    ],
    people: [
      "José García Pérez",
      "María López",
      "Carmen Rodríguez",
      "Antonio Muñoz",
      "Lucía Hernández",
      "Javier Ibáñez",
      "Elena Jiménez",
      "Raúl Martín",
      "Begoña Ruiz",
      "Íñigo Álvarez",
      "Pilar Gómez",
      "Sergio Vázquez",
      "Nuria Peña",
      "Andrés Castaño",
      "Rocío Domínguez",
      "Héctor Núñez",
      "Inés Sánchez",
      "Tomás Agüero",
      "Verónica Ríos",
      "Óscar Cañete",
    ],
    jobs: ["Compras", "Gerente", "Contabilidad", "Logística"],
    phone: (n) => {
      const [a, b, c] = ["612", "34", twoDigits(n)];
      return inTurn([`${a} ${b} 50 ${c}`, `+34 ${a}${b}50${c}`, `0034 ${a} ${b}5 0${c}`, `${a}/${b}.50.${c}`], n);
    },
  },
];

const tiers: readonly [Tier, ...Tier[]] = ["standard", "standard", "silver", "gold", "platinum"];
const importances: readonly [Importance, ...Importance[]] = ["normal", "normal", "high", "low", "top", "normal"];

export async function seedCustomers(
  transaction: Transaction<Database>,
  users: readonly SeededUser[],
  plan: NumberingPlan,
  at: Instant,
): Promise<void> {
  const agents = users.filter((user) => user.sipUser !== undefined);
  let n = 0;
  for (const region of regions) {
    const accountIds = await seedAccounts(transaction, region, plan, at);
    for (const [index, fullName] of region.people.entries()) {
      const accountIndex = index % accountIds.length;
      const accountId = accountIds[accountIndex] ?? "";
      const mail = region.companies[accountIndex]?.[3] ?? "mail.example";
      const owner = agents[n % agents.length];
      const change = { by: owner?.id, at: at - (60 - n) * DAY_MS };
      const points: readonly NewPoint[] = [
        { kind: "phone", value: region.phone(index), country: region.country, label: "mobile" },
        { kind: "email", value: `contact${n + 1}@${mail}` },
      ];
      const kind: ContactKind = accountIndex === 2 ? "prospect" : "customer";
      const contact = done(
        await createContact(
          transaction,
          {
            fullName,
            kind,
            jobTitle: region.jobs[index % region.jobs.length],
            tier: inTurn(tiers, n),
            importance: inTurn(importances, n),
            language: region.language,
            ownerId: owner?.id,
            tags: index % 5 === 0 ? ["vip"] : [],
            attributes: troubles(n),
            points,
            accounts: [{ accountId }],
          },
          plan,
          change,
        ),
      );
      await seedActivities(transaction, { id: contact.id, n, ownerId: owner?.id ?? "" }, at);
      n += 1;
    }
  }
  await seedSharedNumber(transaction, plan, at);
  const change = { by: undefined, at };
  done(await addExternalNumber(transaction, { name: "City Couriers", number: "+1 202 555 0177" }, plan, change));
  done(await addExternalNumber(transaction, { name: "顺达快递", number: "+86 400 810 1111" }, plan, change));
}

/** What the rules of the demo look at: one in ten has complained, one in ten owes. */
function troubles(n: number): Readonly<Record<string, number | boolean>> {
  if (n % 10 === 3) return { openComplaint: true };
  return n % 10 === 7 ? { debt: 640 + n } : {};
}

async function seedAccounts(
  transaction: Transaction<Database>,
  region: Region,
  plan: NumberingPlan,
  at: Instant,
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const [name, kind, industry, site] of region.companies) {
    const points: readonly NewPoint[] = [{ kind: "email", value: `office@${site}` }];
    const input = { name, kind, industry, website: `www.${site}`, points };
    ids.push(done(await createAccount(transaction, input, plan, { by: undefined, at: at - 90 * DAY_MS })).id);
  }
  return ids;
}

/** A note for every third, a promise for every fifth; one in ten promises is overdue. */
async function seedActivities(
  transaction: Transaction<Database>,
  contact: { readonly id: string; readonly n: number; readonly ownerId: string },
  at: Instant,
): Promise<void> {
  const link = { contactId: contact.id };
  if (contact.n % 3 === 0) {
    const change = { by: contact.ownerId, at: at - (contact.n + 1) * HOUR_MS };
    const body = inTurn(
      ["Prefers to be called in the morning.", "客户希望尽快收到发票。", "Pregunta por el descuento de fin de año."],
      Math.floor(contact.n / 20),
    );
    done(await addActivity(transaction, { kind: "note", body, ...link }, change));
  }
  if (contact.n % 5 === 0) {
    const change = { by: contact.ownerId, at: at - 2 * DAY_MS };
    const subject = inTurn(
      ["Send the new price list", "寄送合同副本", "Confirmar la fecha de entrega"],
      Math.floor(contact.n / 20),
    );
    const dueAt = contact.n % 10 === 0 ? at - 4 * HOUR_MS : at + (1 + (contact.n % 4)) * DAY_MS;
    done(await promise(transaction, { subject, dueAt, ...link }, change));
  }
}

/** A couple with one telephone at home: both are candidates when it rings. */
async function seedSharedNumber(transaction: Transaction<Database>, plan: NumberingPlan, at: Instant): Promise<void> {
  const rows = await transaction
    .selectFrom("crm.contacts")
    .select("id")
    .where("full_name", "in", ["José García Pérez", "María López"])
    .execute();
  for (const { id } of rows) {
    const point: NewPoint = { kind: "phone", value: "91 555 12 34", country: "ES", label: "home" };
    done(await addPoint(transaction, { contactId: id }, point, plan, { by: undefined, at: at - DAY_MS }));
  }
}

/** A refusal here is a mistake in this file. */
function done<T extends object>(answer: T | CrmRefusal): T {
  if (isRefusal(answer)) throw new Error(`the demo's data was refused: ${answer.refused}`);
  return answer;
}
