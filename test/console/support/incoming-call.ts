/** A call for the test's agent, as each kind of screen pop would show it. */

import type { CallView } from "#protocol/views/desk.ts";
import { id, ids } from "./ids.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A call that alerts at the agent; `match` decides what the pop knows. */
export function incomingCall(now: number, match: CallView["pop"]["match"]): CallView {
  const maria = {
    contact: ids.maria,
    name: "María López",
    account: "Acme México",
    tier: "gold",
    language: "es",
    lastContactAt: now - HOUR,
  };
  const wang = { contact: ids.wang, name: "王小明", account: "Acme México", tier: "standard", language: "zh" };
  const isKnown = match === "known";
  return {
    interaction: ids.call,
    reservation: ids.reservation,
    direction: "inbound",
    stage: "alerting",
    since: now,
    startedAt: now - 40_000,
    ...(match === "withheld" ? {} : { number: "+525512345678" }),
    dialled: "+34910000000",
    queue: "Sales",
    waitedMs: 31_000,
    isMuted: false,
    alertUntil: now + 20_000,
    path: ["Español", "Ventas"],
    values: [{ name: "order", label: "Order number", value: "A-77812" }],
    pop: {
      match,
      ...(isKnown ? { contact: { ...maria, level: "known" } } : {}),
      candidates: isKnown
        ? [{ ...maria, level: "known" }]
        : match === "maybe"
          ? [
              { ...maria, level: "maybe" },
              { ...wang, level: "maybe" },
            ]
          : [],
      lastCalls: isKnown
        ? [
            {
              interaction: id(5, 101),
              startedAt: now - HOUR,
              direction: "inbound",
              agent: "Lin Chen",
              queue: "Sales",
              disposition: "order",
              note: "Wants the blue one, delivery before Friday.",
            },
            {
              interaction: id(5, 102),
              startedAt: now - 3 * DAY,
              direction: "outbound",
              agent: "Mara Ruiz",
              disposition: "callback",
            },
          ]
        : [],
      openTasks: isKnown
        ? [
            { id: id(0, 11), subject: "Call back about the invoice", dueAt: now - 3 * HOUR, isOverdue: true },
            { id: id(0, 12), subject: "Send the new price list", dueAt: now + DAY, isOverdue: false },
          ]
        : [],
    },
    note: "",
  };
}
