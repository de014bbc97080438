/** Callbacks of the test world, and what the test's server answers about them. */

import * as callbacks from "#protocol/api/callbacks.ts";
import { id, ids } from "./ids.ts";
import { found, newId, on, Refusal, type RouteAnswer } from "./route-answer.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export function makeCallbacks(now: number): callbacks.CallbackView[] {
  const one = (number: number, part: Partial<callbacks.CallbackView>): callbacks.CallbackView => ({
    id: id(5, 200 + number),
    origin: "virtualHold",
    queue: ids.sales,
    queueName: "Sales",
    number: "+525512345678",
    note: "",
    bookedAt: now - HOUR,
    enteredAt: now - HOUR,
    dueAt: now - 10 * MINUTE,
    expiresAt: now + 20 * HOUR,
    attempts: 0,
    ...part,
  });
  return [
    one(1, {
      name: "María López",
      contact: ids.maria,
      attempts: 1,
      lastAttemptAt: now - 12 * MINUTE,
      lastCause: "noAnswer",
    }),
    one(2, {
      origin: "scheduled",
      number: "+34911222333",
      name: "Eva Prieto",
      note: "Wants to talk about the offer, after school.",
      queue: ids.support,
      queueName: "Support",
      agent: ids.lin,
      agentName: "Lin Chen",
      bookedBy: ids.lin,
      dueAt: now + 3 * HOUR,
    }),
    one(3, { origin: "abandoned", number: "+861012345678", dueAt: now - 2 * MINUTE }),
    one(4, { origin: "web", attempts: 3, outcome: "exhausted", endedAt: now - 5 * MINUTE }),
    one(5, { attempts: 1, name: "王小明", contact: ids.wang, outcome: "reached", endedAt: now - 30 * MINUTE }),
  ];
}

export const callbackAnswers: readonly RouteAnswer[] = [
  on(callbacks.listCallbacks, (world, { query: { state, queue, after = "0", limit } }) => {
    const all = world.callbacks
      .filter((each) => (each.outcome === undefined) === (state === "open") && (queue ?? each.queue) === each.queue)
      .toSorted((a, b) => (state === "open" ? a.dueAt - b.dueAt : (b.endedAt ?? 0) - (a.endedAt ?? 0)));
    const end = Number(after) + limit;
    return { items: all.slice(Number(after), end), ...(all.length > end ? { next: String(end) } : {}) };
  }),
  on(callbacks.bookCallback, (world, { body }) => {
    if (body.number.startsWith("99")) throw new Refusal(422, "invalid", {}, undefined, "numberNotAllowed");
    const queue = found(world.queues.find((each) => each.id === body.queue));
    const known = world.callbacks.find((each) => each.queue === queue.id && each.number === body.number);
    if (known !== undefined && known.outcome === undefined) return { id: known.id, isRepeated: true };
    const now = Date.now();
    const { dueAt = now, origin, number, name, agent, note } = body;
    const booked = newId();
    world.callbacks.push({
      id: booked,
      origin,
      number,
      name,
      agent,
      agentName: world.agents.find((each) => each.id === agent)?.name,
      bookedBy: world.me.id,
      note,
      queue: queue.id,
      queueName: queue.name,
      bookedAt: now,
      enteredAt: dueAt,
      dueAt,
      expiresAt: dueAt + 24 * HOUR,
      attempts: 0,
    });
    return { id: booked, isRepeated: false };
  }),
  on(callbacks.changeCallback, (world, { params, body }) => {
    const callback = found(world.callbacks.find((each) => each.id === params.id));
    Object.assign(callback, { dueAt: body.dueAt, agent: body.agent });
  }),
  on(callbacks.cancelCallback, (world, { params }) => {
    const callback = found(world.callbacks.find((each) => each.id === params.id));
    if (callback.outcome !== undefined) throw new Refusal(409, "inUse");
    Object.assign(callback, { outcome: "cancelled", endedAt: Date.now() });
  }),
];
