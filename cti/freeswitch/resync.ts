/**
 * What really lives on the switch, read from its own answers. `show channels` comes from a table that lags behind, so it
 * only says where to look; what is true of a leg is in its dump, together with the number of the last event before it.
 */

import type { LegSnapshot } from "#routing/inputs.ts";
import { isUuid, legId } from "#routing/ids.ts";
import type { LegId } from "#routing/ids.ts";

import { decodeJsonEvent, textOf } from "../esl/events.ts";
import type { EslEvent, EslValues } from "../esl/events.ts";
import { EslProtocolFault } from "../esl/faults.ts";
import { presencePrefix } from "./build.ts";
import { callerNumberOf } from "./causes.ts";
import { hasTakenOver, isAtTheDoor, isOurs, legOf, numberTakingOver } from "./observe.ts";

/** A leg that `show channels` lists and that may be ours. */
export interface ListedLeg {
  readonly leg: LegId;
  /** The number first dialled; the leg's own value is overwritten by transfers. */
  readonly to: string | undefined;
}

/** The legs of ours, and those at the door, in the answer to `show channels as json`. Throws EslProtocolFault if it is none. */
export function listedLegs(answer: string): readonly ListedLeg[] {
  const table = parsed(answer);
  // An empty table has no rows at all.
  const rows: unknown = "rows" in table ? table.rows : [];
  if (!Array.isArray(rows)) throw new EslProtocolFault("badEvent", "The list of channels has no rows.");
  const legs: ListedLeg[] = [];
  for (const row of rows as readonly unknown[]) {
    const uuid = column(row, "uuid");
    if (uuid === undefined || !isUuid(uuid)) continue;
    const isMarked = column(row, "presence_data")?.startsWith(presencePrefix) === true;
    const isFromTrunk = column(row, "initial_context") === "cc-in" || column(row, "context") === "cc-in";
    if (isMarked || isFromTrunk) legs.push({ leg: legId(uuid), to: column(row, "initial_dest") });
  }
  return legs;
}

function parsed(answer: string): object {
  try {
    const table: unknown = JSON.parse(answer);
    if (typeof table === "object" && table !== null) return table;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new EslProtocolFault("badEvent", "The list of channels is not JSON.");
}

function column(row: unknown, name: string): string | undefined {
  if (typeof row !== "object" || row === null || !Object.hasOwn(row, name)) return undefined;
  const value: unknown = Object.getOwnPropertyDescriptor(row, name)?.value;
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** One leg as it was when the switch answered `uuid_dump … json`. */
export interface DumpedLeg {
  readonly snapshot: LegSnapshot;
  /** Events of this leg with a smaller number happened before the dump. */
  readonly sequence: number;
  readonly values: EslValues;
}

/** What the dump says, or undefined: the leg is gone (`-ERR No such channel!`), or it is not ours. */
export function dumpedLeg(answer: string, to: string | undefined): DumpedLeg | undefined {
  if (answer.startsWith("-")) return undefined;
  const values = decodeJsonEvent(answer);
  const leg = legOf(values, "Unique-ID");
  if (leg === undefined || !(isOurs(values) || isAtTheDoor(values) || hasTakenOver(values))) return undefined;
  if (textOf(values, "Answer-State") === "hangup") return undefined;
  return {
    snapshot: {
      leg,
      direction: textOf(values, "Call-Direction") === "outbound" ? "outbound" : "inbound",
      createdAt: Math.round(Number(textOf(values, "Caller-Channel-Created-Time") ?? 0) / 1_000),
      isAnswered: textOf(values, "Answer-State") === "answered",
      bridgedTo: inBridge.has(textOf(values, "Channel-State") ?? "") ? legOf(values, "Other-Leg-Unique-ID") : undefined,
      from: hasTakenOver(values) ? numberTakingOver(values) : callerNumberOf(values),
      to: to ?? textOf(values, "Caller-Destination-Number"),
      tags: tagsOf(values),
      ...(hasTakenOver(values) && !isOurs(values) ? { tookOverFrom: legOf(values, "Other-Leg-Unique-ID") } : {}),
    },
    sequence: Number(textOf(values, "Event-Sequence") ?? 0),
    values,
  };
}

/** The states of the first and of the second leg of a bridge. Other headers that name a partner outlive the bridge. */
const inBridge: ReadonlySet<string> = new Set(["CS_SOFT_EXECUTE", "CS_EXCHANGE_MEDIA"]);

const tagPrefix = "variable_cc_";
/** Ours as well, but not marks: what the caller pressed. */
const notTags: ReadonlySet<string> = new Set(["digits", "digits_invalid"]);

function tagsOf(values: EslValues): Readonly<Record<string, string>> {
  const tags: Record<string, string> = {};
  for (const name of Object.keys(values)) {
    if (!name.startsWith(tagPrefix)) continue;
    const key = name.slice(tagPrefix.length);
    const value = textOf(values, name);
    if (value !== undefined && !notTags.has(key)) tags[key] = value;
  }
  return tags;
}

/** Takes away one-sided bridges: a leg on its way into or out of one names a partner that does not name it. */
export function agreed(dumps: readonly DumpedLeg[]): readonly LegSnapshot[] {
  const partner = new Map(dumps.map(({ snapshot }) => [snapshot.leg, snapshot.bridgedTo]));
  return dumps.map(({ snapshot }) => {
    const { bridgedTo, leg } = snapshot;
    const isMutual = bridgedTo !== undefined && (!partner.has(bridgedTo) || partner.get(bridgedTo) === leg);
    return isMutual ? snapshot : { ...snapshot, bridgedTo: undefined };
  });
}

/**
 * Divides the events that came during a survey into those told before the list and those told after it. What happened to
 * a listed leg before its dump belongs before the list. If nothing may be told before it (`isFirst`), the list already
 * says all about such a leg's state, and only ends of commands and pressed keys are kept, for afterwards.
 */
export function placed(
  waiting: readonly EslEvent[],
  dumps: readonly DumpedLeg[],
  isFirst: boolean,
): { readonly before: readonly EslEvent[]; readonly after: readonly EslEvent[] } {
  const dumpedAt = new Map(dumps.map(({ snapshot, sequence }) => [snapshot.leg, sequence]));
  const before: EslEvent[] = [];
  const after: EslEvent[] = [];
  for (const event of waiting) {
    const leg = legOf(event.values, "Unique-ID");
    const at = leg === undefined ? undefined : dumpedAt.get(leg);
    const isBefore = at !== undefined && Number(textOf(event.values, "Event-Sequence") ?? 0) < at;
    if (!isBefore) after.push(event);
    else if (!isFirst) before.push(event);
    else if (notState.has(event.name)) after.push(event);
  }
  return { before, after };
}

const notState: ReadonlySet<string> = new Set(["CHANNEL_EXECUTE_COMPLETE", "RECORD_STOP", "DTMF"]);
