/** What an admin of the demo has set up: skills, agents, queues, hours, numbers, lists to choose from. */

import type { Transaction } from "kysely";
import type { Instant } from "#routing/instant.ts";
import type { Label } from "../store/cc-tables.ts";
import { json } from "../store/json-column.ts";
import { newId } from "../store/new-id.ts";
import type { Database } from "../store/schema.ts";
import type { SeededUser } from "./seed-users.ts";

const skillNames = ["sales", "support", "billing", "english", "chinese", "spanish"] as const;

const queues = [
  { name: "Sales", skill: "sales", answer_within_ms: 20_000, wrap_up_ms: 30_000 },
  { name: "Support", skill: "support", answer_within_ms: 30_000, wrap_up_ms: 45_000 },
  { name: "Billing", skill: "billing", answer_within_ms: 30_000, wrap_up_ms: 30_000 },
] as const;

const label = (en: string, zh: string, es: string): Label => ({ en, zh, es });

const dispositions: readonly (readonly [string, Label])[] = [
  ["sale", label("Sale", "成交", "Venta")],
  ["quote-sent", label("Quote sent", "已发送报价", "Presupuesto enviado")],
  ["not-interested", label("Not interested", "不感兴趣", "No interesado")],
  ["resolved", label("Resolved", "已解决", "Resuelto")],
  ["callback-promised", label("Callback promised", "承诺回电", "Devolución de llamada prometida")],
  ["complaint", label("Complaint", "投诉", "Reclamación")],
  ["payment-taken", label("Payment taken", "已付款", "Pago realizado")],
  ["wrong-number", label("Wrong number", "打错电话", "Número equivocado")],
];

const presenceReasons: readonly (readonly [string, Label])[] = [
  ["break", label("Break", "休息", "Descanso")],
  ["lunch", label("Lunch", "午餐", "Almuerzo")],
  ["training", label("Training", "培训", "Formación")],
  ["back-office", label("Back office", "后台工作", "Trabajo administrativo")],
];

/** Dialled number, label, flow of the library (ivr-flows/library). */
const numbers = [
  ["+12025550100", "Main line", "welcome-three-languages"],
  ["+12025550101", "Sales, support and billing", "sales-support"],
  ["+12025550102", "Help line", "hours-voicemail"],
  ["5000", "Test line", "welcome-three-languages"],
] as const;

const NINE_O_CLOCK = 9 * 60;
const SIX_O_CLOCK = 18 * 60;
const MIDNIGHT = 24 * 60;

export async function seedCallCentre(
  transaction: Transaction<Database>,
  users: readonly SeededUser[],
  options: { readonly at: Instant; readonly timeZone: string; readonly officeHours: "weekdays" | "always" },
): Promise<void> {
  const skillIds = new Map(skillNames.map((name) => [name as string, newId(options.at)]));
  await transaction
    .insertInto("cc.skills")
    .values([...skillIds].map(([name, id]) => ({ id, name })))
    .execute();
  await seedAgents(transaction, users, skillIds);
  await seedQueues(transaction, skillIds, options.at);
  await seedSchedule(transaction, options);
  await transaction
    .insertInto("cc.dispositions")
    .values(dispositions.map(([code, text], position) => ({ code, label: json(text), position })))
    .execute();
  await transaction
    .insertInto("cc.presence_reasons")
    .values(presenceReasons.map(([code, text], position) => ({ code, label: json(text), position })))
    .execute();
  // The flows' versions come from the library; a number may point at a flow before its first version is there.
  await transaction
    .insertInto("cc.flows")
    .values([...new Set(numbers.map(([, , flow]) => flow))].map((name) => ({ name })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await transaction
    .insertInto("cc.numbers")
    .values(numbers.map(([dialled, text, flow]) => ({ dialled, label: text, flow })))
    .execute();
  await transaction
    .insertInto("cc.trunks")
    .values({ id: newId(options.at), position: 1, gateway: "demo", caller_number: "+12025550100" })
    .execute();
}

async function seedAgents(
  transaction: Transaction<Database>,
  users: readonly SeededUser[],
  skillIds: ReadonlyMap<string, string>,
): Promise<void> {
  const agents = users.flatMap(({ id, sipUser }) =>
    sipUser === undefined ? [] : [{ user_id: id, sip_user: sipUser }],
  );
  await transaction.insertInto("cc.agents").values(agents).execute();
  const skills = users.flatMap((user) =>
    Object.entries(user.skills).map(([name, proficiency]) => ({
      agent_id: user.id,
      skill_id: idOf(skillIds, name),
      proficiency,
    })),
  );
  await transaction.insertInto("cc.agent_skills").values(skills).execute();
}

async function seedQueues(
  transaction: Transaction<Database>,
  skillIds: ReadonlyMap<string, string>,
  at: Instant,
): Promise<void> {
  for (const { skill, ...queue } of queues) {
    const id = newId(at);
    await transaction
      .insertInto("cc.queues")
      .values({
        id,
        ...queue,
        requirement: json<unknown>([{ skill: idOf(skillIds, skill), proficiency: 1 }]),
        overflow_after_ms: 300_000,
        announce_every_ms: 30_000,
      })
      .execute();
  }
}

async function seedSchedule(
  transaction: Transaction<Database>,
  options: { readonly at: Instant; readonly timeZone: string; readonly officeHours: "weekdays" | "always" },
): Promise<void> {
  const id = newId(options.at);
  await transaction
    .insertInto("cc.schedules")
    .values({ id, name: "Office hours", time_zone: options.timeZone })
    .execute();
  const isAlways = options.officeHours === "always";
  const weekdays = isAlways ? [1, 2, 3, 4, 5, 6, 7] : [1, 2, 3, 4, 5];
  await transaction
    .insertInto("cc.schedule_hours")
    .values(
      weekdays.map((weekday) => ({
        schedule_id: id,
        weekday,
        opens: isAlways ? 0 : NINE_O_CLOCK,
        closes: isAlways ? MIDNIGHT : SIX_O_CLOCK,
      })),
    )
    .execute();
  if (isAlways) return;
  const nextYear = new Date(options.at).getUTCFullYear() + 1;
  await transaction
    .insertInto("cc.schedule_exceptions")
    .values({ schedule_id: id, day: `${nextYear}-01-01`, name: "New Year's Day" })
    .execute();
}

function idOf(ids: ReadonlyMap<string, string>, name: string): string {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`the seed knows no skill ${name}`);
  return id;
}
