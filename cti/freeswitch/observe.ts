/**
 * One event of FreeSWITCH in, what it means to us out. Pure and without memory: events that are late, repeated or
 * unknown are passed on as they are or mean nothing; nothing is decided here.
 */

import type { SwitchObservation } from "#routing/inputs.ts";
import { commandId, isUuid, legId } from "#routing/ids.ts";
import type { LegId, NodeId } from "#routing/ids.ts";

import { textOf } from "../esl/events.ts";
import type { EslEvent, EslValues } from "../esl/events.ts";
import { callerNameOf, callerNumberOf, endedBy, redirectedTo, sipStatusOf } from "./causes.ts";

/** What the adapter listens to (`event json …`); every name costs the switch work on every call. */
export const subscription: readonly string[] = [
  "CHANNEL_CREATE",
  "CHANNEL_PROGRESS",
  "CHANNEL_PROGRESS_MEDIA",
  "CHANNEL_ANSWER",
  "CHANNEL_PARK",
  "CHANNEL_BRIDGE",
  "CHANNEL_UNBRIDGE",
  "CHANNEL_HANGUP_COMPLETE",
  "CHANNEL_EXECUTE_COMPLETE",
  "DTMF",
  "RECORD_STOP",
  "BACKGROUND_JOB",
  "HEARTBEAT",
  "SHUTDOWN",
  "CUSTOM",
  "sofia::register",
  "sofia::unregister",
  "sofia::expire",
];

/**
 * What the event means. `prompt.played` is also given for playbacks that no `prompt.play` started (music, announcements):
 * only who sent the command can tell. `leg.created` and `leg.ringing` are given for legs that we ring.
 */
export function observe(node: NodeId, event: EslEvent): readonly SwitchObservation[] {
  const { values } = event;
  const leg = legOf(values, "Unique-ID");
  if (leg === undefined) return [];
  switch (event.name) {
    case "CHANNEL_CREATE":
      return isRungByUs(values) ? [{ kind: "leg.created", node, leg }] : replaced(node, leg, values);
    case "CHANNEL_PROGRESS":
      return isRungByUs(values) ? [{ kind: "leg.ringing", node, leg, hasEarlyMedia: false }] : [];
    case "CHANNEL_PROGRESS_MEDIA":
      return isRungByUs(values) ? [{ kind: "leg.ringing", node, leg, hasEarlyMedia: true }] : [];
    case "CHANNEL_ANSWER":
      return isOurs(values) ? [{ kind: "leg.answered", node, leg }] : [];
    case "CHANNEL_PARK":
      return parked(node, leg, values);
    case "CHANNEL_BRIDGE":
      return bridged(node, values, "leg.bridged");
    case "CHANNEL_UNBRIDGE":
      return bridged(node, values, "leg.unbridged");
    case "CHANNEL_HANGUP_COMPLETE":
      return isOurs(values) || isAtTheDoor(values) || hasTakenOver(values) ? [hungUp(node, leg, values)] : [];
    case "CHANNEL_EXECUTE_COMPLETE":
      return executed(node, leg, values);
    case "DTMF":
      return pressed(node, leg, values);
    case "RECORD_STOP":
      return recorded(node, leg, values);
    default:
      return [];
  }
}

/** The leg of a header, or undefined: foreign channels may have ids that are no UUIDs. */
export function legOf(values: EslValues, header: string): LegId | undefined {
  const text = textOf(values, header);
  return text !== undefined && isUuid(text) ? legId(text) : undefined;
}

/** It carries the mark of an interaction. */
export function isOurs(values: EslValues): boolean {
  return textOf(values, "variable_cc_call") !== undefined;
}

/** It came in through the trunk; still true after the claim. */
export function isAtTheDoor(values: EslValues): boolean {
  return textOf(values, "variable_cc_entry") !== undefined;
}

/**
 * It came with the wish to take the place of another one (SIP Replaces), which the switch fulfils by itself; still true
 * after it is ours.
 */
export function hasTakenOver(values: EslValues): boolean {
  return textOf(values, "variable_sip_replaces_call_id") !== undefined;
}

/** Told as it is made, when the leg that it replaces is still named as its other one. */
function replaced(node: NodeId, by: LegId, values: EslValues): readonly SwitchObservation[] {
  const leg = legOf(values, "Other-Leg-Unique-ID");
  if (!hasTakenOver(values) || leg === undefined) return [];
  return [{ kind: "leg.replaced", node, leg, by, from: numberTakingOver(values) }];
}

/** The switch shows such a leg with the number of the one before it; its own is in its SIP address. */
export function numberTakingOver(values: EslValues): string | undefined {
  const number = textOf(values, "variable_sip_from_user") ?? "";
  return /^\+?[0-9]{2,20}$/.test(number) ? number : undefined;
}

function isRungByUs(values: EslValues): boolean {
  return isOurs(values) && textOf(values, "Call-Direction") === "outbound";
}

function parked(node: NodeId, leg: LegId, values: EslValues): readonly SwitchObservation[] {
  const isAnswered = textOf(values, "Answer-State") === "answered";
  if (isOurs(values)) return [{ kind: "leg.parked", node, leg, isAnswered }];
  return isAtTheDoor(values) && !isAnswered ? [arrived(node, leg, values)] : [];
}

/** A caller at the door, from its park or from a dump of all its values. */
export function arrived(node: NodeId, leg: LegId, values: EslValues): SwitchObservation {
  return {
    kind: "leg.arrived",
    node,
    leg,
    from: callerNumberOf(values),
    fromName: callerNameOf(values),
    to: textOf(values, "Caller-Destination-Number") ?? "",
  };
}

/** Only the first leg of a bridge has these events; the second one is named in them. */
function bridged(node: NodeId, values: EslValues, kind: "leg.bridged" | "leg.unbridged"): readonly SwitchObservation[] {
  const leg = legOf(values, "Bridge-A-Unique-ID") ?? legOf(values, "Unique-ID");
  const other = legOf(values, "Bridge-B-Unique-ID") ?? legOf(values, "Other-Leg-Unique-ID");
  return leg === undefined || other === undefined ? [] : [{ kind, node, leg, other }];
}

function hungUp(node: NodeId, leg: LegId, values: EslValues): SwitchObservation {
  const cause = textOf(values, "Hangup-Cause") ?? "UNKNOWN";
  const elsewhere = redirectedTo(values);
  return {
    kind: "leg.hungUp",
    node,
    leg,
    cause,
    sipStatus: sipStatusOf(values),
    by: endedBy(values),
    ...(elsewhere === undefined ? {} : { redirectedTo: elsewhere }),
  };
}

function executed(node: NodeId, leg: LegId, values: EslValues): readonly SwitchObservation[] {
  const id = textOf(values, "Application-UUID");
  if (id === undefined || !isUuid(id)) return [];
  // It ended because its leg did: a flow must not take a caller who hung up for one who said nothing.
  if (textOf(values, "Answer-State") === "hangup") return [];
  const command = commandId(id);
  switch (textOf(values, "Application")) {
    case "playback":
      return [
        {
          kind: "prompt.played",
          node,
          leg,
          command,
          isComplete: textOf(values, "Application-Response") === "FILE PLAYED",
        },
      ];
    case "play_and_get_digits":
      return [{ kind: "digits.collected", node, leg, command, ...collected(values) }];
    default:
      return [];
  }
}

/**
 * What was pressed. The switch's own verdict (`read_result`) misleads: it says `success` for an input that does not
 * match and keeps one that is too short. So: valid is what is in the variable and long enough, the rest is invalid.
 */
function collected(values: EslValues): { readonly digits: string | undefined; readonly invalid: string | undefined } {
  const input = nonEmpty(textOf(values, "variable_cc_digits"));
  const rejected = nonEmpty(textOf(values, "variable_cc_digits_invalid"));
  const min = Number.parseInt(textOf(values, "Application-Data") ?? "", 10);
  if (input === undefined) return { digits: undefined, invalid: rejected };
  return input.length < min ? { digits: undefined, invalid: input } : { digits: input, invalid: undefined };
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}

function pressed(node: NodeId, leg: LegId, values: EslValues): readonly SwitchObservation[] {
  const digit = textOf(values, "DTMF-Digit") ?? "";
  return /^[0-9A-D*#]$/.test(digit) ? [{ kind: "digit.pressed", node, leg, digit }] : [];
}

/** Our recordings are named by the command that started them. */
const recordingName = /\/[0-9a-f-]{36}\/([0-9a-f-]{36})\.wav$/;

function recorded(node: NodeId, leg: LegId, values: EslValues): readonly SwitchObservation[] {
  const [, id] = recordingName.exec(textOf(values, "Record-File-Path") ?? "") ?? [];
  if (id === undefined || !isUuid(id)) return [];
  const ms = Number(textOf(values, "variable_record_ms"));
  return [
    {
      kind: "recording.stopped",
      node,
      leg,
      command: commandId(id),
      durationMs: Number.isFinite(ms) ? Math.round(ms) : 0,
    },
  ];
}
