/** The commands that we send, as values. They are checked and become bytes in encode.ts, nowhere else. */
import type { EslClientCommand, EslHeader } from "./frame.ts";

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
