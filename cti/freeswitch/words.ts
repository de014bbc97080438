/**
 * The few kinds of text that may stand in a command to FreeSWITCH. Its tokenisers cannot be quoted safely, so nothing is
 * escaped here: a text either has a harmless form and becomes a word, or is refused. Only this file makes words.
 */

declare const brand: unique symbol;
type Word<Name extends string> = string & { readonly [brand]: Name };

/** A channel's or a command's id. */
export type Uuid = Word<"Uuid">;
/** Who registers a phone. */
export type SipUser = Word<"SipUser">;
/** The agents' SIP domain, or a profile's name. */
export type HostName = Word<"HostName">;
/** A telephone number to dial: digits with perhaps a plus in front. */
export type PhoneNumber = Word<"PhoneNumber">;
/** Keys of a telephone. */
export type Digits = Word<"Digits">;
/** A gateway of the configuration. */
export type GatewayName = Word<"GatewayName">;
/** An absolute path to one sound file, made of a configured folder and allowed parts. */
export type FilePath = Word<"FilePath">;
/** What `playback` can play: a file, several files in a row, or a stream of the configuration. */
export type Sound = Word<"Sound">;
/** A channel variable that we may set. */
export type VariableName = Word<"VariableName">;
/** A variable's value that no tokeniser splits, unquotes or expands. */
export type SafeValue = Word<"SafeValue">;

/** The causes that we hang up with (Q.850 names). */
export type CauseName =
  | "NORMAL_CLEARING"
  | "ORIGINATOR_CANCEL"
  | "USER_BUSY"
  | "CALL_REJECTED"
  | "NO_ANSWER"
  | "UNALLOCATED_NUMBER"
  | "NORMAL_TEMPORARY_FAILURE";

/** The applications that we run on a channel. There is no way to name another one. */
export type AppName = "playback" | "play_and_get_digits";

/** A text that may not go to the switch. The text itself is not repeated: it may be personal or hostile. */
export class UnsafeWord extends Error {
  override readonly name = "UnsafeWord";
  /** Which kind of word it should have been. */
  readonly word: string;
  constructor(word: string) {
    super(`That is no ${word} that may be sent to the switch.`);
    this.word = word;
  }
}

const shapes = {
  Uuid: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  SipUser: /^[A-Za-z0-9_.-]{1,64}$/,
  HostName: /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,61}[A-Za-z0-9])?$/,
  PhoneNumber: /^\+?[0-9]{2,20}$/,
  Digits: /^[0-9A-D*#]{1,64}$/,
  GatewayName: /^[A-Za-z0-9_.-]{1,64}$/,
  /** No `!` (joins files), no blank, quote, comma, brace; `..` is looked for apart. */
  FilePath: /^(?:\/[A-Za-z0-9_.@+-]{1,128}){1,32}$/,
  Stream:
    /^(?:local_stream:\/\/[A-Za-z0-9_-]{1,64}|silence_stream:\/\/-?[0-9]{1,6}|tone_stream:\/\/[%(),;=.0-9a-zA-Z-]{1,200})$/,
  PromptLanguage: /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/,
  PromptName: /^[A-Za-z0-9_-]{1,64}(?:\/[A-Za-z0-9_-]{1,64}){0,3}$/,
  TagKey: /^[a-z][a-z0-9_]{0,31}$/,
  SafeValue: /^[A-Za-z0-9_.:+@/-]{0,128}$/,
} as const;

/** The expression engine's `$` also matches before a final line feed in some dialects; ours does not, but be explicit. */
function isOf(shape: keyof typeof shapes, text: string): boolean {
  return !/[\r\n\0]/.test(text) && shapes[shape].test(text);
}

function refuseUnless(shape: keyof typeof shapes, text: string): string {
  if (!isOf(shape, text)) throw new UnsafeWord(shape);
  return text;
}

/** All constructors throw {@link UnsafeWord}. */
export const uuid = (text: string): Uuid => refuseUnless("Uuid", text) as Uuid;
export const sipUser = (text: string): SipUser => refuseUnless("SipUser", text) as SipUser;
export const hostName = (text: string): HostName => refuseUnless("HostName", text) as HostName;
export const phoneNumber = (text: string): PhoneNumber => refuseUnless("PhoneNumber", text) as PhoneNumber;
export const digits = (text: string): Digits => refuseUnless("Digits", text) as Digits;
export const gatewayName = (text: string): GatewayName => refuseUnless("GatewayName", text) as GatewayName;
export const safeValue = (text: string): SafeValue => refuseUnless("SafeValue", text) as SafeValue;

/** An absolute path from the configuration, for a folder or a file. */
export function filePath(text: string): FilePath {
  refuseUnless("FilePath", text);
  if (text.split("/").some((part) => part === "." || part === "..")) throw new UnsafeWord("FilePath");
  return text as FilePath;
}

/** The file of one prompt: `<folder>/<language>/<name>.wav`. The name comes from a list that only the server writes. */
export function promptPath(folder: FilePath, language: string, name: string): FilePath {
  return filePath(`${folder}/${refuseUnless("PromptLanguage", language)}/${refuseUnless("PromptName", name)}.wav`);
}

/** The file of one recording: `<folder>/<interaction>/<command>.wav`. */
export function recordingPath(folder: FilePath, interaction: Uuid, command: Uuid): FilePath {
  return filePath(`${folder}/${interaction}/${command}.wav`);
}

/** A configured stream or file for music. */
export function musicSound(text: string): Sound {
  const sound: string = text.startsWith("/") ? filePath(text) : refuseUnless("Stream", text);
  return sound as Sound;
}

/** More files in a row than any announcement has. */
const soundFilesMax = 32;

/** One file, or several in a row (`file_string://a!b`). */
export function soundOf(files: readonly FilePath[]): Sound {
  const [only, ...rest] = files;
  if (only === undefined || files.length > soundFilesMax) throw new UnsafeWord("Sound");
  const sound: string = rest.length === 0 ? only : `file_string://${files.join("!")}`;
  return sound as Sound;
}

/** Our own mark on a leg, `cc_<key>`. */
export function tagVariable(key: string): VariableName {
  return `cc_${refuseUnless("TagKey", key)}` as VariableName;
}

/** Where `play_and_get_digits` leaves what was pressed. */
export const digitsVariable = "cc_digits" as VariableName;
/** Where it leaves what was pressed and did not match. */
export const invalidDigitsVariable = "cc_digits_invalid" as VariableName;
/** Keeps pressed digits out of the switch's log. */
export const sensitiveVariable = "sensitive_dtmf" as VariableName;
/** What we say instead of a number that we have not got or may not pass on. */
const anonymous = "anonymous" as SafeValue;

/** A caller's number for display: as it is if it is a number, else `anonymous`. Never refuses. */
export function displayNumber(text: string | undefined): SafeValue {
  return text !== undefined && isOf("PhoneNumber", text) ? (text as SafeValue) : anonymous;
}
