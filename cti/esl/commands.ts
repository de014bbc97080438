/** What can be asked of a switch, and the commands as values. They are checked and become bytes in encode.ts only. */
import type { EslClientCommand, EslHeader } from "./frame.ts";
import type { EslJobOutcome } from "./jobs.ts";

/** A background command that the switch accepted; `outcome` never rejects. */
export interface EslJob {
  readonly reply: string;
  readonly outcome: Promise<EslJobOutcome>;
}

/**
 * What can be asked of a switch. All reject with EslForbiddenText (nothing written), EslOverloaded (nothing written),
 * EslTimeout or EslDisconnected (see their `sent`). `-ERR` answers are text, not rejections, except for `bgapi`.
 */
export interface EslCommands {
  /** For commands that take less than a millisecond; its text as it came, most often with a final line feed. */
  readonly api: (text: string) => Promise<string>;
  /** For everything that may block. `jobUuid` is ours and unused so far. Rejects with EslCommandRefused on `-ERR`. */
  readonly bgapi: (text: string, jobUuid: string) => Promise<EslJob>;
  /** A message to one channel; the Reply-Text. */
  readonly sendmsg: (uuid: string, headers: readonly EslHeader[]) => Promise<string>;
  /** Fires an event inside the switch; the Reply-Text, `+OK <event uuid>`. */
  readonly sendEvent: (name: string, headers: readonly EslHeader[], body: string | undefined) => Promise<string>;
}

export function authCommand(password: string): EslClientCommand {
  return { line: `auth ${password}`, headers: [], body: undefined };
}

/** `user` is `name@domain`; such a user sees only the events and commands that the switch allows it. */
export function userAuthCommand(user: string, password: string): EslClientCommand {
  return { line: `userauth ${user}:${password}`, headers: [], body: undefined };
}

/** Subscribes to events as JSON. Names behind `CUSTOM` are subclasses, so `CUSTOM` and its subclasses come last. */
export function eventCommand(names: readonly string[]): EslClientCommand {
  return { line: `event json ${names.join(" ")}`, headers: [], body: undefined };
}

export function apiCommand(text: string): EslClientCommand {
  return { line: `api ${text}`, headers: [], body: undefined };
}

/** The job's outcome comes as BACKGROUND_JOB with our own `jobUuid`. */
export function bgapiCommand(text: string, jobUuid: string): EslClientCommand {
  return { line: `bgapi ${text}`, headers: [["Job-UUID", jobUuid]], body: undefined };
}

/** A message to one channel, for example `call-command: execute`. */
export function sendmsgCommand(uuid: string, headers: readonly EslHeader[]): EslClientCommand {
  return { line: `sendmsg ${uuid}`, headers, body: undefined };
}

export function sendEventCommand(
  name: string,
  headers: readonly EslHeader[],
  body: string | undefined,
): EslClientCommand {
  return { line: `sendevent ${name}`, headers, body };
}
