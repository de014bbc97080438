/**
 * The one place that makes text for FreeSWITCH's commands. Its arguments are words (words.ts), so a caller's name or a
 * CRM field cannot get here; what is made is looked at once more as a whole before it leaves.
 */

import type {
  AppName,
  CauseName,
  Digits,
  FilePath,
  GatewayName,
  HostName,
  PhoneNumber,
  SafeValue,
  SipUser,
  Sound,
  Uuid,
  VariableName,
} from "./words.ts";
import { digitsVariable, UnsafeWord } from "./words.ts";

/** A command ready for the event socket. `api` answers at once, `bgapi` by BACKGROUND_JOB, `sendmsg` by events of the channel. */
export type BuiltCommand =
  | { readonly kind: "api"; readonly text: string }
  | { readonly kind: "bgapi"; readonly text: string; readonly jobUuid: Uuid }
  | { readonly kind: "sendmsg"; readonly uuid: Uuid; readonly headers: readonly (readonly [string, string])[] };

/** What a leg is to its interaction. */
type LegRole = "customer" | "agent" | "external";

/** Where a leg rings: a registered phone, or a number behind a gateway. */
export type BuiltTarget =
  | { readonly kind: "seat"; readonly profile: HostName; readonly domain: HostName; readonly sipUser: SipUser }
  | { readonly kind: "trunk"; readonly gateway: GatewayName; readonly number: PhoneNumber };

/** Longest command that we ever need; a longer one is a mistake. */
const commandLengthMax = 8_192;

/**
 * Every leg of ours carries these: it survives the end of a bridge and a bridge that fails, its applications do not
 * expand variables, and no key ends music or a prompt.
 */
const legFlags: readonly (readonly [string, string])[] = [
  ["park_after_bridge", "true"],
  ["uuid_bridge_park_on_cancel", "true"],
  ["hangup_after_bridge", "false"],
  ["app_disable_expand_variables", "true"],
  ["playback_terminators", "none"],
];

function legMarks(interaction: Uuid, role: LegRole): readonly (readonly [string, string])[] {
  return [
    ["cc_call", interaction],
    ["cc_role", role],
    // Seen in `show channels`, so that our legs can be found without a look at each one.
    ["presence_data", `${presencePrefix}${interaction}:${role}`],
  ];
}

/** How `presence_data` of our legs starts. */
export const presencePrefix = "cc1:";

/** Who has taken over a call goes on with what it does: marks and flags alone, for a leg in a bridge. */
export function adopt(leg: Uuid, interaction: Uuid, role: LegRole): BuiltCommand {
  const sets = [...legMarks(interaction, role), ...legFlags].map(([name, value]) => `${name}=${value}`);
  return api(`uuid_setvar_multi ${leg} ${sets.join(";")}`);
}

/**
 * Makes a caller at the door ours: marks and flags, perhaps the answer, then parked again without a timeout. The switch
 * looks at a parked leg's transfer only every 20 ms but marks and answers a leg at once, so these go first; and what is
 * not an application of the leg costs it no events.
 */
export function claim(leg: Uuid, interaction: Uuid, isAnswered: boolean): readonly BuiltCommand[] {
  const variables = [...legMarks(interaction, "customer"), ...legFlags].map(([name, value]) => `${name}=${value}`);
  const mark = api(`uuid_setvar_multi ${leg} ${variables.join(";")}`);
  const park = (first: string): BuiltCommand => api(`uuid_transfer ${leg} ${first},park inline`);
  // An unanswered leg would hear nothing, not even ringing, for as long as nobody answers it.
  return isAnswered ? [mark, answer(leg), park("answer")] : [mark, park("ring_ready")];
}

export function answer(leg: Uuid): BuiltCommand {
  return api(`uuid_answer ${leg}`);
}

/** What `originate` needs. `timeoutS` is in whole seconds: the switch counts no finer. */
export interface Origination {
  readonly command: Uuid;
  readonly leg: Uuid;
  readonly interaction: Uuid;
  readonly role: LegRole;
  readonly target: BuiltTarget;
  readonly callerNumber: SafeValue;
  readonly timeoutS: number;
  readonly autoAnswer: boolean;
}

/** Rings a new leg and parks it when it answers. The leg's id makes a repetition harmless: the switch refuses it. */
export function originate(origination: Origination): BuiltCommand {
  const { command, leg, interaction, role, target, callerNumber, timeoutS, autoAnswer } = origination;
  const variables: readonly (readonly [string, string])[] = [
    ["origination_uuid", leg],
    ["origination_caller_id_number", callerNumber],
    ["origination_caller_id_name", callerNumber],
    ["ignore_early_media", "true"],
    // Otherwise the switch follows a redirection by itself, wherever it leads and however often.
    ["outbound_redirect_fatal", "true"],
    ["originate_timeout", wholeNumber(timeoutS, 1, 3_600)],
    ...legMarks(interaction, role),
    ...legFlags,
    // A phone that answers by itself must be able to tell our call from anybody else's.
    ...(target.kind === "seat" ? [["sip_h_X-CC-Call", interaction] as const, ["sip_h_X-CC-Leg", leg] as const] : []),
    ...(autoAnswer ? [["sip_auto_answer", "true"] as const] : []),
  ];
  const list = variables.map(([name, value]) => `${name}=${value}`).join(",");
  return { kind: "bgapi", text: sealed(`originate {${list}}${dialString(target)} &park()`), jobUuid: command };
}

function dialString(target: BuiltTarget): string {
  switch (target.kind) {
    case "seat":
      // `%` looks the registration up inside mod_sofia; `user/` would need the API expansion that is switched off.
      return `sofia/${target.profile}/${target.sipUser}%${target.domain}`;
    case "trunk":
      return `sofia/gateway/${target.gateway}/${target.number}`;
  }
}

/** The first leg is the one that is sure to survive (switch.md: the other order lost legs in races). */
export function bridge(survivor: Uuid, other: Uuid): BuiltCommand {
  return api(`uuid_bridge ${survivor} ${other}`);
}

export function split(leg: Uuid): BuiltCommand {
  return api(`uuid_transfer ${leg} -both park inline`);
}

export function kill(leg: Uuid, cause: CauseName): BuiltCommand {
  return api(`uuid_kill ${leg} ${cause}`);
}

/** Silences what the leg says, not what it hears. */
export function mute(leg: Uuid, isMuted: boolean): BuiltCommand {
  return api(isMuted ? `uuid_audio ${leg} start read mute -1` : `uuid_audio ${leg} stop`);
}

export function sendDigits(leg: Uuid, keys: Digits): BuiltCommand {
  return api(`uuid_send_dtmf ${leg} ${keys}`);
}

/** An empty value takes the variable away. */
export function setVariables(leg: Uuid, variables: readonly (readonly [VariableName, SafeValue])[]): BuiltCommand {
  if (variables.length === 0) throw new UnsafeWord("VariableName");
  return api(`uuid_setvar_multi ${leg} ${variables.map(([name, value]) => `${name}=${value}`).join(";")}`);
}

/** Over whatever plays; that goes on by itself afterwards. */
export function announce(leg: Uuid, sound: Sound): BuiltCommand {
  return api(`uuid_broadcast ${leg} playback::${sound} aleg`);
}

/** Stereo: what the leg says on the left, what it hears on the right. `maxS` in whole seconds. */
export function startRecording(leg: Uuid, path: FilePath, maxS: number): BuiltCommand {
  return api(
    `uuid_record ${leg} start ${path} ${wholeNumber(maxS, 1, 86_400)} {RECORD_STEREO=true,record_sample_rate=8000}`,
  );
}

export function stopRecording(leg: Uuid, path: FilePath): BuiltCommand {
  return api(`uuid_record ${leg} stop ${path}`);
}

/** Plays until it is broken off; `command` is its Application-UUID. A file starts again at its end, a stream has none. */
export function playMusic(leg: Uuid, command: Uuid, sound: Sound): BuiltCommand {
  return execute(leg, "playback", sound, [
    ["event-uuid", command],
    ...(sound.startsWith("/") ? [["loops", "-1"] as const] : []),
  ]);
}

/** Ends what plays on the leg, music too. */
export function breakOff(leg: Uuid): BuiltCommand {
  return api(`uuid_break ${leg} all`);
}

/** Plays once; its end is the CHANNEL_EXECUTE_COMPLETE with `command` as Application-UUID. Waits for a prompt before it. */
export function playPrompt(leg: Uuid, command: Uuid, sound: Sound): BuiltCommand {
  return execute(leg, "playback", sound, [
    ["event-uuid", command],
    ["event-lock", "true"],
  ]);
}

/** What `play_and_get_digits` needs; one try. Times in ms. */
export interface Collection {
  readonly command: Uuid;
  readonly leg: Uuid;
  /** Undefined: no prompt. */
  readonly sound: Sound | undefined;
  readonly min: number;
  readonly max: number;
  readonly terminator: "#" | undefined;
  /** The whole inputs that count; undefined: any keys. */
  readonly accept: readonly Digits[] | undefined;
  readonly timeoutMs: number;
  readonly digitTimeoutMs: number;
}

/** Ends as `playPrompt` does; the event then has `variable_cc_digits` or `variable_cc_digits_invalid`. */
export function collectDigits(collection: Collection): BuiltCommand {
  const { command, leg, sound, min, max, terminator, accept, timeoutMs, digitTimeoutMs } = collection;
  const words = [
    wholeNumber(min, 0, 64),
    wholeNumber(max, 1, 64),
    "1",
    wholeNumber(timeoutMs, 0, 600_000),
    // Empty would mean `#`, and a leading `=` that a terminator is a must; no key is one of these letters.
    terminator ?? "none",
    sound ?? "silence",
    // Played after an input that does not match: nothing that can be heard.
    "silence_stream://10",
    digitsVariable,
    digitsPattern(accept),
    wholeNumber(digitTimeoutMs, 0, 600_000),
  ];
  return execute(leg, "play_and_get_digits", words.join(" "), [
    ["event-uuid", command],
    ["event-lock", "true"],
  ]);
}

/** An expression made of keys only. `*` and `#` go into a class, because a backslash would not survive the tokeniser. */
function digitsPattern(accept: readonly Digits[] | undefined): string {
  if (accept === undefined) return "^[0-9A-D*#]+$";
  if (accept.length === 0) throw new UnsafeWord("Digits");
  const inputs = accept.map((input) => input.replace(/[*#]/g, (key) => `[${key}]`));
  return `^(${inputs.join("|")})$`;
}

export const showChannels: BuiltCommand = api("show channels as json");
export const version: BuiltCommand = api("version");

/** All variables of one leg. */
export function dump(leg: Uuid): BuiltCommand {
  return api(`uuid_dump ${leg} json`);
}

export function exists(leg: Uuid): BuiltCommand {
  return api(`uuid_exists ${leg}`);
}

/** Who is registered now at a SIP profile. */
export function registrations(profile: HostName): BuiltCommand {
  return api(`sofia xmlstatus profile ${profile} reg`);
}

/** The questions of `cordboard doctor`; a closed list, because this is the only place that may send such text. */
export const questions = {
  version: "version short",
  apiExpansion: "fsctl api_expansion",
  argumentsNotExpanded: "global_getvar app_disable_expand_variables",
  defaultPassword: "global_getvar default_password",
  maxSessions: "fsctl max_sessions",
  sessionsPerSecond: "fsctl sps",
  applications: "show application as json",
  commands: "show api as json",
  codecs: "show codec as json",
  profiles: "sofia status",
} as const;

export function ask(question: keyof typeof questions): BuiltCommand {
  return api(questions[question]);
}

/** The modules that the doctor asks for: those we need, and those that are another way to run things. */
export const moduleNames = {
  needed: [
    "mod_commands",
    "mod_dptools",
    "mod_sofia",
    "mod_sndfile",
    "mod_local_stream",
    "mod_tone_stream",
    "mod_conference",
  ],
  risky: [
    "mod_lua",
    "mod_python",
    "mod_python3",
    "mod_perl",
    "mod_v8",
    "mod_managed",
    "mod_java",
    "mod_shell_stream",
    "mod_xml_rpc",
    "mod_verto",
    "mod_sms",
    "mod_curl",
    "mod_httapi",
  ],
} as const;

/** Answers `true` or `false`; unlike `show modules`, also right after the switch started. */
export function moduleExists(name: (typeof moduleNames)["needed" | "risky"][number]): BuiltCommand {
  return api(`module_exists ${name}`);
}

function execute(
  leg: Uuid,
  app: AppName,
  argument: string,
  more: readonly (readonly [string, string])[],
): BuiltCommand {
  const headers: readonly (readonly [string, string])[] = [
    ["call-command", "execute"],
    ["execute-app-name", app],
    ["execute-app-arg", argument],
    ...more,
  ];
  for (const [, value] of headers) sealed(value);
  return { kind: "sendmsg", uuid: leg, headers };
}

function api(text: string): BuiltCommand {
  return { kind: "api", text: sealed(text) };
}

/** The last look: words cannot contain any of this, and if one ever does, nothing is sent. */
function sealed(text: string): string {
  const isDangerous =
    /[\r\n\0]/.test(text) || text.includes("${") || text.toLowerCase().includes("origination_nested_vars");
  if (isDangerous || text.length > commandLengthMax) throw new UnsafeWord("command");
  return text;
}

function wholeNumber(value: number, least: number, most: number): string {
  if (!Number.isInteger(value) || value < least || value > most) throw new UnsafeWord("number");
  return String(value);
}
