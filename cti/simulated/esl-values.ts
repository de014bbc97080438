/** The model's events as FreeSWITCH writes them: header names, their order, and values that are text even for numbers. */

import type { Instant } from "#routing/instant.ts";
import type { EslValue, EslValues } from "../esl/events.ts";
import type { Core } from "./core.ts";
import type { SwitchEvent } from "./events.ts";
import { AGENTS_DOMAIN, callerAsGiven, destinationOf } from "./leg.ts";
import type { SimulatedLeg } from "./leg.ts";
import { userIn } from "./parties.ts";

export const HOSTNAME = "switch-1";
export const MAX_SESSIONS = 1000;

type Entry = readonly [name: string, value: EslValue];

const stateNumbers: Readonly<Record<SimulatedLeg["state"], string>> = {
  CS_INIT: "2",
  CS_CONSUME_MEDIA: "7",
  CS_EXECUTE: "4",
  CS_PARK: "6",
  CS_SOFT_EXECUTE: "3",
  CS_EXCHANGE_MEDIA: "5",
  CS_HANGUP: "10",
  CS_REPORTING: "11",
};

/** Microseconds, as text; "0" for what has not happened. */
const micros = (at: Instant | undefined): string => (at === undefined ? "0" : `${at}000`);

/** An event with the next sequence number of this process of the switch. */
export function eventValues(core: Core, event: SwitchEvent, sequence: number): EslValues | undefined {
  switch (event.kind) {
    case "leg":
      return values(core, sequence, event.name, [
        ...(event.name === "CHANNEL_HANGUP_COMPLETE" ? causeOf(event.leg) : []),
        ...legEntries(event.leg, event.name),
      ]);
    case "bridge": {
      const sides: readonly Entry[] = [
        ["Bridge-A-Unique-ID", event.leg.uuid],
        ["Bridge-B-Unique-ID", event.other.uuid],
      ];
      return values(core, sequence, event.name, [...sides, ...legEntries(event.leg, event.name)]);
    }
    case "executed": {
      const argument: readonly Entry[] =
        event.app.argument === undefined ? [] : [["Application-Data", event.app.argument]];
      return values(core, sequence, "CHANNEL_EXECUTE_COMPLETE", [
        ...legEntries(event.leg, event.app.name),
        ["Application", event.app.name],
        ...argument,
        ["Application-Response", event.response],
        ["Application-UUID", event.app.uuid],
      ]);
    }
    case "digit":
      return values(core, sequence, "DTMF", [
        ...legHead(event.leg, "DTMF"),
        ["DTMF-Digit", event.digit],
        ["DTMF-Duration", "800"],
        ["DTMF-Source", event.source],
      ]);
    case "playback": {
      const name = event.status === "start" ? "PLAYBACK_START" : "PLAYBACK_STOP";
      const scheme = /^(\w+):\/\//.exec(event.path)?.[1];
      return values(core, sequence, name, [
        ...legEntries(event.leg, name),
        ...(scheme === undefined ? [] : [["Playback-File-Type", scheme] as const]),
        ["Playback-File-Path", event.path],
        ...(event.status === "start" ? [] : [["Playback-Status", event.status] as const]),
      ]);
    }
    case "recording": {
      const name = event.durationMs === undefined ? "RECORD_START" : "RECORD_STOP";
      return values(core, sequence, name, [
        ...legEntries(event.leg, name),
        ["Record-File-Path", event.path],
        // What the switch says here has nothing to do with what happened; nobody may rely on it.
        ...(event.durationMs === undefined ? [] : [["Record-Completion-Cause", "success-maxtime"] as const]),
      ]);
    }
    case "job":
      return values(core, sequence, "BACKGROUND_JOB", [
        ["Job-UUID", event.job],
        ["Job-Command", event.command],
        ...(event.argument === "" ? [] : [["Job-Command-Arg", event.argument] as const]),
        ["_body", event.body],
      ]);
    case "registration":
      return registration(core, sequence, event.sipUser, event.isRegistered);
    case "gateway":
      return values(core, sequence, "CUSTOM", [
        ["Event-Subclass", "sofia::gateway_state"],
        ["Gateway", event.gateway],
        ["State", event.isUp ? "REGED" : "NOREG"],
        ["Ping-Status", event.isUp ? "UP" : "DOWN"],
      ]);
    case "shuttingDown":
      return values(core, sequence, "SHUTDOWN", [["Event-Info", "System Shutting Down"]]);
    case "stopped":
    case "started":
      return undefined;
  }
}

export function heartbeatValues(core: Core, sequence: number): EslValues {
  const upMs = core.agenda.now() - core.startedAt;
  return values(core, sequence, "HEARTBEAT", [
    ["Event-Info", "System Ready"],
    ["Up-Time", upTime(upMs)],
    ["FreeSWITCH-Version", "1.10.12-release-simulated"],
    ["Uptime-msec", String(upMs)],
    ["Session-Count", String(core.legs.size)],
    ["Max-Sessions", String(MAX_SESSIONS)],
    ["Session-Per-Sec", "60"],
    ["Session-Per-Sec-Last", "0"],
    ["Session-Per-Sec-Max", "2"],
    ["Session-Per-Sec-FiveMin", "2"],
    ["Session-Since-Startup", String(core.legsSinceStart)],
    ["Session-Peak-Max", String(core.legsPeak)],
    ["Session-Peak-FiveMin", String(core.legsPeak)],
    ["Idle-CPU", "97.000000"],
  ]);
}

/** `uuid_dump … json`: like an event, with the number of the last one before it. */
export function dumpValues(core: Core, leg: SimulatedLeg, sequence: number): EslValues {
  return values(core, sequence, "CHANNEL_DATA", legEntries(leg, "CHANNEL_DATA"));
}

/** A time since the start in the words of `status` and HEARTBEAT. */
export function upTime(ms: number): string {
  const [days, hours] = [Math.floor(ms / 86_400_000), Math.floor(ms / 3_600_000) % 24];
  const [minutes, seconds] = [Math.floor(ms / 60_000) % 60, Math.floor(ms / 1000) % 60];
  const small = `${minutes} minutes, ${seconds} seconds, ${ms % 1000} milliseconds, 0 microseconds`;
  return `0 years, ${days} days, ${hours} hours, ${small}`;
}

function values(core: Core, sequence: number, name: string, entries: readonly Entry[]): EslValues {
  const now = new Date(core.agenda.now());
  return Object.fromEntries([
    ["Event-Name", name],
    ["Core-UUID", core.incarnation],
    ["FreeSWITCH-Hostname", HOSTNAME],
    ["FreeSWITCH-Switchname", HOSTNAME],
    ["FreeSWITCH-IPv4", "192.0.2.2"],
    ["FreeSWITCH-IPv6", "2001:db8::10"],
    ["Event-Date-Local", now.toISOString().slice(0, 19).replace("T", " ")],
    ["Event-Date-GMT", now.toUTCString()],
    ["Event-Date-Timestamp", micros(core.agenda.now())],
    ["Event-Calling-File", "simulated"],
    ["Event-Calling-Function", "simulated"],
    ["Event-Calling-Line-Number", "1"],
    ["Event-Sequence", String(sequence)],
    ...entries,
  ]);
}

function causeOf(leg: SimulatedLeg): readonly Entry[] {
  return leg.end === undefined ? [] : [["Hangup-Cause", leg.end.cause]];
}

export function callState(leg: SimulatedLeg, eventName: string): string {
  if (leg.state === "CS_REPORTING") return "HANGUP";
  if (eventName === "CHANNEL_ANSWER") return leg.hasEarlyMedia ? "EARLY" : "RINGING";
  if (leg.answeredAt !== undefined) return "ACTIVE";
  if (leg.state === "CS_INIT" || leg.state === "CS_CONSUME_MEDIA") return "DOWN";
  return leg.hasEarlyMedia ? "EARLY" : "RINGING";
}

function answerState(leg: SimulatedLeg): string {
  if (leg.end !== undefined) return "hangup";
  if (leg.answeredAt !== undefined) return "answered";
  return leg.hasEarlyMedia ? "early" : "ringing";
}

/** A display name as it stands between its quotes in the INVITE; the switch does not take the escapes out. */
function asSent(name: string): string {
  return name.replace(/["\\]/g, String.raw`\$&`);
}

/** The head that every event of a leg has; DTMF has nothing else. */
function legHead(leg: SimulatedLeg, eventName: string): readonly Entry[] {
  const presence = leg.variables.get("presence_data");
  const isInbound = leg.direction === "inbound";
  const { number } = leg.shown;
  const name = isInbound ? asSent(leg.shown.name) : leg.shown.name;
  const given = callerAsGiven(leg);
  const codec: readonly Entry[] =
    leg.answeredAt === undefined
      ? []
      : [
          ["Channel-Read-Codec-Name", "PCMU"],
          ["Channel-Read-Codec-Rate", "8000"],
          ["Channel-Write-Codec-Name", "PCMU"],
          ["Channel-Write-Codec-Rate", "8000"],
        ];
  return [
    ["Channel-State", leg.state],
    ["Channel-Call-State", callState(leg, eventName)],
    ["Channel-State-Number", stateNumbers[leg.state]],
    ["Channel-Name", leg.name],
    ["Unique-ID", leg.uuid],
    ["Call-Direction", leg.direction],
    ["Presence-Call-Direction", leg.direction],
    ["Channel-HIT-Dialplan", String(leg.hitsDialplan)],
    ...(presence === undefined ? [] : [["Channel-Presence-Data", presence] as const]),
    ["Channel-Call-UUID", callUuid(leg)],
    ["Answer-State", answerState(leg)],
    ...(eventName === "CHANNEL_HANGUP_COMPLETE" ? [] : causeOf(leg)),
    ...codec,
    ["Caller-Direction", leg.direction],
    ["Caller-Logical-Direction", leg.direction],
    ...(isInbound ? [["Caller-Username", number] as const, ["Caller-Dialplan", "XML"] as const] : []),
    ["Caller-Caller-ID-Name", name],
    ["Caller-Caller-ID-Number", number],
    ["Caller-Orig-Caller-ID-Name", isInbound ? asSent(given.name) : given.name],
    ["Caller-Orig-Caller-ID-Number", given.number],
    ["Caller-ANI", given.number],
    ["Caller-Destination-Number", leg.leavingFor ?? destinationOf(leg)],
    ["Caller-Unique-ID", leg.uuid],
    ["Caller-Source", isInbound ? "mod_sofia" : "src/switch_ivr_originate.c"],
    ["Caller-Context", isInbound ? "cc-in" : "default"],
    ["Caller-Channel-Name", leg.name],
    ["Caller-Profile-Index", String(leg.history.length + 1)],
    ["Caller-Profile-Created-Time", micros(leg.createdAt)],
    ["Caller-Channel-Created-Time", micros(leg.createdAt)],
    ["Caller-Channel-Answered-Time", micros(leg.answeredAt)],
    ["Caller-Channel-Progress-Time", micros(leg.progressAt)],
    ["Caller-Channel-Bridged-Time", micros(leg.bridgedAt)],
    ["Caller-Screen-Bit", "true"],
    ["Caller-Privacy-Hide-Name", "false"],
    ["Caller-Privacy-Hide-Number", "false"],
    ...otherLeg(leg),
  ];
}

/** The partner, or the last one: it stays there after the bridge. */
function otherLeg(leg: SimulatedLeg): readonly Entry[] {
  const other = leg.partner ?? leg.lastOther;
  if (other === undefined) return [];
  return [
    ["Other-Type", other.direction === "outbound" ? "originatee" : "originator"],
    ["Other-Leg-Direction", other.direction],
    ["Other-Leg-Unique-ID", other.uuid],
    ["Other-Leg-Channel-Name", other.name],
    ["Other-Leg-Destination-Number", other.to],
  ];
}

export function callUuid(leg: SimulatedLeg): string {
  const other = leg.partner ?? leg.lastOther;
  return leg.direction === "outbound" && other !== undefined ? other.uuid : leg.uuid;
}

function legEntries(leg: SimulatedLeg, eventName: string): readonly Entry[] {
  return [...legHead(leg, eventName), ...variableEntries(leg, eventName)];
}

function variableEntries(leg: SimulatedLeg, eventName: string): readonly Entry[] {
  const of = (name: string, value: EslValue | undefined): readonly Entry[] =>
    value === undefined ? [] : [[`variable_${name}`, value]];
  const { end, history, lastRecordingMs } = leg;
  const application = eventName.startsWith("CHANNEL_") ? leg.apps.at(-1)?.name : eventName;
  return [
    ...of("direction", leg.direction),
    ...of("uuid", leg.uuid),
    ...of("session_id", String(leg.number)),
    ...of("channel_name", leg.name),
    ...of("call_uuid", callUuid(leg)),
    ...of("sofia_profile_name", leg.profile),
    ...(leg.direction === "outbound" ? of("is_outbound", "true") : of("DP_MATCH", [leg.to, leg.to])),
    ...[...leg.variables].flatMap(([name, value]) => of(name, value)),
    // A text after the first transfer or bridge, a list from the second on.
    ...of("transfer_history", history.length > 1 ? [...history] : history[0]),
    ...of("bridge_uuid", leg.lastOther?.uuid),
    ...of("signal_bond", leg.lastOther?.uuid),
    ...of("current_application", application ?? (history.length > 0 ? "park" : undefined)),
    ...of("record_ms", lastRecordingMs === undefined ? undefined : String(lastRecordingMs)),
    ...of("record_seconds", lastRecordingMs === undefined ? undefined : String(Math.floor(lastRecordingMs / 1000))),
    ...of("record_samples", lastRecordingMs === undefined ? undefined : String(lastRecordingMs * 8)),
    ...of("sip_term_status", end?.termStatus === undefined ? undefined : String(end.termStatus)),
    ...of(
      "sip_invite_failure_status",
      end?.inviteFailureStatus === undefined ? undefined : String(end.inviteFailureStatus),
    ),
    ...(end?.elsewhere === undefined ? [] : elsewhereEntries(end.elsewhere)),
    ...of("sip_hangup_disposition", end?.disposition),
    ...(leg.state === "CS_REPORTING" ? of("hangup_cause", end?.cause) : []),
  ];
}

/** What the switch notes of a redirection that it was told not to follow. */
function elsewhereEntries(uri: string): readonly Entry[] {
  const user = userIn(uri);
  return [
    ["variable_proto_specific_hangup_cause", "sip:302"],
    ["variable_sip_redirected_to", `<${uri}>`],
    ["variable_sip_redirect_contact_0", `<${uri}>`],
    ...(user !== undefined ? [["variable_sip_redirect_contact_user_0", user] as const] : []),
  ];
}

function registration(core: Core, sequence: number, sipUser: string, isRegistered: boolean): EslValues {
  return values(core, sequence, "CUSTOM", [
    ["Event-Subclass", isRegistered ? "sofia::register" : "sofia::unregister"],
    ["profile-name", "agents"],
    ["from-user", sipUser],
    ["from-host", AGENTS_DOMAIN],
    ["contact", `"" <sip:${sipUser}@127.0.0.1:5060>`],
    ["call-id", `${sipUser}@127.0.0.1`],
    ["rpid", "unknown"],
    ...(isRegistered ? [["status", "Registered(UDP)"] as const] : []),
    ["expires", "3600"],
    ["username", sipUser],
    ["realm", AGENTS_DOMAIN],
    ["user_name", sipUser],
    ["domain_name", AGENTS_DOMAIN],
  ]);
}
