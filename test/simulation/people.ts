/** What the people of a simulated day are like, by the dice: callers, customers who are called, agents' phones. */

import type { CallerScript, Gateway, PhoneBehaviour } from "#cti/simulated/parties.ts";
import type { Random } from "#cti/simulated/random.ts";
import type { AgentConfig } from "#routing/config.ts";
import type { AgentId, InteractionId, QueueId } from "#routing/ids.ts";
import type { Input } from "#routing/inputs.ts";
import type { Instant } from "#routing/instant.ts";

const numbers = ["900100", "900200", "900300", "900300", "900400", "900500", "900500", "900600", "900999"];
/** Asked about a callback: yes, another number, stay on the line, nonsense. */
const callbackKeys = ["1", "1", "1", "1", "2", "3", "9"];

export function callerScript(people: Random): CallerScript {
  return {
    afterMs: 0,
    from: people.chance(0.05) ? undefined : `34${people.between([600_000_000, 699_999_999])}`,
    fromName: people.chance(0.3) ? "${system(x)}, 'quoted' <b>王小明</b>" : undefined,
    to: people.pick(numbers),
    presses: [
      {
        after: { kind: "prompt", name: people.pick(["main-menu", "department-menu", "language-choice"]) },
        delayMs: people.between([200, 4_000]),
        digits: people.pick(["1", "2", "3", "9", "1#"]),
      },
      { after: { kind: "prompt", name: "enter-account" }, delayMs: 500, digits: people.pick(["12345#", "7#"]) },
      { after: { kind: "prompt", name: "confirm-entry" }, delayMs: 300, digits: "1" },
      // Again and again if he is asked again: some never say anything that makes sense.
      { after: { kind: "prompt", name: "callback-will-call" }, delayMs: 900, digits: people.pick(callbackKeys) },
      {
        after: { kind: "prompt", name: "callback-enter" },
        delayMs: 500,
        digits: people.pick(["34911#", "5#", "99123456#"]),
      },
    ],
    patienceMs: people.chance(0.8) ? people.between([1_000, 240_000]) : people.between([240_000, 600_000]),
    talkMs: people.chance(0.9) ? people.between([5_000, 240_000]) : undefined,
  };
}

/** Mobiles that answer, trunks that fail, ourselves, and what nobody may dial. */
const elsewhere = [
  "sip:34911222333@gw",
  "tel:+34600111222",
  "sip:34911@gw",
  "sip:52999@gw",
  "sip:900100@gw",
  "sip:gw",
  "sip:x@gw",
];

/** How an agent's phone takes the next call; some phones pass it on. */
export function phoneOf(people: Random, passesOn: boolean): PhoneBehaviour {
  if (passesOn && people.chance(0.15)) return { kind: "redirects", to: people.pick(elsewhere) };
  const luck = people.fraction();
  const talkMs = people.chance(0.4) ? people.between([10_000, 300_000]) : undefined;
  if (luck < 0.9) return { kind: "answers", afterMs: people.between([300, 9_000]), talkMs };
  if (luck < 0.94) return { kind: "noAnswer" };
  if (luck < 0.96) return { kind: "declined", afterMs: people.between([500, 3_000]) };
  if (luck < 0.98) return { kind: "busy" };
  return luck < 0.99 ? { kind: "closed" } : { kind: "unregistered" };
}

/** How a customer takes the call that he was promised. */
export function customerOf(people: Random): Gateway["otherwise"] {
  const talkMs = people.between([5_000, 200_000]);
  if (people.chance(0.6)) return { kind: "answers", afterMs: 3_000, talkMs, hasEarlyMedia: false };
  const refuses: readonly Gateway["otherwise"][] = [
    { kind: "noAnswer" },
    { kind: "busy", afterMs: 400 },
    { kind: "failed" },
    { kind: "unallocated" },
  ];
  return people.pick(refuses);
}

/** An agent arranges a callback, or a customer asks for one on the web; few numbers, so that some are asked for twice. */
export function bookRequest(people: Random, agent: AgentId, queue: QueueId, now: Instant): Input {
  return {
    kind: "callback.bookRequested",
    origin: people.pick(["scheduled", "web"]),
    by: agent,
    queue,
    number: `34${people.between([600_000_000, 600_000_050])}`,
    name: undefined,
    contact: undefined,
    timeZone: people.chance(0.3) ? undefined : people.pick(["Europe/Madrid", "Asia/Shanghai", "No/Such"]),
    dueAt: people.chance(0.5) ? undefined : now + people.between([0, 3_600_000]),
    agent: people.chance(0.5) ? agent : undefined,
    note: "",
  };
}

/** Somebody thinks better of it: taken back, or moved to a later time and perhaps to one agent. */
export function callbackChange(
  people: Random,
  interaction: InteractionId,
  agents: readonly AgentConfig[],
  now: Instant,
): Input {
  if (people.chance(0.5)) return { kind: "callback.cancelRequested", interaction };
  const agent = people.chance(0.5) ? people.pick(agents).id : undefined;
  return { kind: "callback.rescheduleRequested", interaction, dueAt: now + people.between([0, 1_200_000]), agent };
}

/** Two ways out; `numbers` behave as said on both of them. */
export function carriers(numbers: Gateway["numbers"]): Readonly<Record<string, Gateway>> {
  const otherwise = { kind: "answers", afterMs: 4_000, talkMs: 30_000, hasEarlyMedia: false } as const;
  return {
    carrier: { isUp: true, numbers: { "34911": { kind: "failed" }, ...numbers }, otherwise },
    spare: { isUp: true, numbers: { "52999": { kind: "noAnswer" }, ...numbers }, otherwise },
  };
}
