/** The board of the test world: two queues, six agents, one node. */

import type { BoardView } from "#protocol/views/board.ts";
import { id, ids } from "./ids.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export function makeBoard(now: number): BoardView {
  const counts = {
    offered: 128,
    answered: 112,
    answeredWithin: 98,
    abandoned: 9,
    shortAbandoned: 3,
    flowedOut: 4,
    callbackAccepted: 3,
    lost: 0,
    answerWaitMs: 112 * 14_000,
  };
  const agent = (
    number: number,
    name: string,
    part: Partial<BoardView["agents"][string]>,
  ): BoardView["agents"][string] => ({
    id: id(1, number),
    name,
    presence: { kind: "ready" },
    presenceSince: now - 40 * MINUTE,
    engagement: "idle",
    since: now - 2 * MINUTE,
    isHeld: false,
    answered: 17,
    handleMs: 17 * 238_000,
    missed: 0,
    ...part,
  });
  const rows = [
    agent(1, "Lin Chen", {}),
    agent(2, "Mara Ruiz", {
      engagement: "talking",
      queue: "Sales",
      number: "+34911222333",
      interaction: id(5, 7),
      since: now - 3 * MINUTE,
    }),
    agent(3, "Omar Haddad", { presence: { kind: "notReady", reason: "lunch" }, since: now - 31 * MINUTE }),
    agent(4, "Ana Sørensen", {
      engagement: "wrapUp",
      queue: "Support",
      interaction: id(5, 8),
      since: now - 12_000,
      missed: 2,
      took: 5,
    }),
    agent(5, "张伟", {
      engagement: "talking",
      isHeld: true,
      queue: "Support",
      number: "+861099887766",
      interaction: id(5, 9),
      nextPresence: { kind: "notReady", reason: "break" },
    }),
    agent(6, "Ines Prado", { presence: { kind: "signedOut" }, since: now - 9 * HOUR, answered: 0, handleMs: 0 }),
  ];
  return {
    queues: {
      [ids.sales]: {
        id: ids.sales,
        name: "Sales",
        waiting: 3,
        longestSince: now - 48_000,
        expectedWait: {
          expectedMs: 95_000,
          p50Ms: 88_000,
          p80Ms: 131_000,
          p90Ms: 158_000,
          method: "sharedLength",
          errorMs: 31_000,
          samples: 214,
        },
        callbacks: 2,
        mail: {
          waiting: 4,
          longestSince: now - 26 * MINUTE,
          offered: 19,
          taken: 13,
          withdrawn: 2,
          answerWaitMs: 13 * 520_000,
        },
        chat: { waiting: 0, offered: 6, taken: 6, withdrawn: 0, answerWaitMs: 6 * 21_000 },
        promises: { booked: 5, reached: 3, unreached: 1 },
        staffed: 4,
        ready: 1,
        talking: 2,
        wrapUp: 1,
        counts: { ...counts, offered: counts.offered },
        serviceLevel: 0.74,
        serviceLevelGoal: 0.8,
        answerWithinMs: 20_000,
        hasEmergencyRule: true,
      },
      [ids.support]: {
        id: ids.support,
        name: "Support",
        waiting: 0,
        staffed: 3,
        ready: 2,
        talking: 1,
        wrapUp: 0,
        counts: {
          ...counts,
          offered: 40,
          answered: 40,
          answeredWithin: 38,
          abandoned: 0,
          shortAbandoned: 0,
          flowedOut: 0,
          callbackAccepted: 0,
          answerWaitMs: 40 * 6_000,
        },
        serviceLevel: 0.95,
        serviceLevelGoal: 0.8,
        answerWithinMs: 20_000,
      },
    },
    agents: Object.fromEntries(rows.map((row) => [row.id, row])),
    waiting: {
      [id(5, 21)]: {
        id: id(5, 21),
        queue: ids.sales,
        number: "+34911222333",
        position: 1,
        since: now - 48_000,
        priority: 5,
        relaxedTo: "Any proficiency",
        alerting: [],
      },
      [id(5, 22)]: {
        id: id(5, 22),
        queue: ids.sales,
        position: 2,
        since: now - 20_000,
        priority: 0,
        medium: "mail",
        particular: { agents: ["Mara Ruiz"], until: now + 10_000 },
        alerting: [],
      },
    },
    nodes: { fs1: { id: "fs1", isUp: true, version: "1.10.12", legs: 9 } },
    tiles: { inFlow: 4, waiting: 3, talking: 6, callsToday: 171 },
    isRecordStoreUp: true,
    serviceLevelFormula: "SL-4",
  };
}
