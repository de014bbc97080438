/**
 * One client of the simulated event socket, without the socket: commands in, frames out.
 *
 *   greeted ──auth, userauth──▶ signed in ──exit──▶ closed
 *      └──wrong password──▶ closed
 */

import type { NodeId } from "#routing/ids.ts";
import { wordsOf } from "../esl/command.ts";
import {
  apiResponseFrame,
  authRequestFrame,
  commandReplyFrame,
  disconnectNoticeFrame,
  eventFrame,
} from "../esl/replies.ts";
import type { EslValues } from "../esl/events.ts";
import { headerOf } from "../esl/frame.ts";
import type { EslClientCommand, EslFrame, EslHeader } from "../esl/frame.ts";
import { runApi } from "./esl-api.ts";
import type { ApiContext } from "./esl-api.ts";
import { readOriginate } from "./esl-dial.ts";
import { sendMessage } from "./esl-sendmsg.ts";
import { createSubscription } from "./esl-subscription.ts";
import { originate } from "./originate.ts";

/** A user with limited rights, as in the directory. */
export interface LimitedUser {
  /** `name@domain`. */
  readonly user: string;
  readonly password: string;
  readonly events: readonly string[];
  readonly apis: readonly string[];
}

export interface SessionOptions extends ApiContext {
  readonly node: NodeId;
  readonly password: string;
  readonly users: readonly LimitedUser[];
  readonly send: (frame: EslFrame) => void;
  readonly close: () => void;
}

export interface EslSession {
  readonly greet: () => void;
  /** One command, in the order of arrival. */
  readonly take: (command: EslClientCommand) => void;
  /** An event, if this client wants it. */
  readonly tell: (values: EslValues) => void;
  /** The switch goes down and says so. */
  readonly dismiss: () => void;
}

const COMMANDS_WAITING_MAX = 10_000;
const UNKNOWN = "-ERR command not found";
const DENIED = "-ERR permission denied";

export function createEslSession(options: SessionOptions): EslSession {
  const { core, send } = options;
  const subscription = createSubscription();
  let isSignedIn = false;
  let limits: LimitedUser | undefined;
  let format: "json" | "plain" | undefined;
  /** `api originate` keeps the connection busy until its job is over. */
  let blockedBy: string | undefined;
  let waiting: EslClientCommand[] = [];
  /** What happens while a command is carried out is told behind its reply. */
  let heldEvents: EslValues[] | undefined;

  const reply = (text: string, further: readonly EslHeader[] = []): void => send(commandReplyFrame(text, further));

  function goodbye(): void {
    send(disconnectNoticeFrame());
    options.close();
  }

  function signIn(command: EslClientCommand): void {
    const { verb, argument } = wordsOf(command);
    if (verb === "auth") {
      isSignedIn = argument === options.password;
      if (isSignedIn) reply("+OK accepted");
    } else if (verb === "userauth") {
      const colon = argument.indexOf(":");
      const user = options.users.find((one) => one.user === argument.slice(0, colon));
      isSignedIn = user !== undefined && user.password === argument.slice(colon + 1);
      if (user !== undefined && isSignedIn) {
        limits = user;
        const allowed: readonly EslHeader[] = [
          ["Allowed-Events", user.events.join(" ")],
          ["Allowed-API", user.apis.join(" ")],
          ["Allowed-LOG", "false"],
        ];
        reply("+OK accepted", allowed);
      }
    } else {
      reply(UNKNOWN);
      return;
    }
    if (isSignedIn) return;
    reply("-ERR invalid");
    goodbye();
  }

  function subscribe(argument: string): void {
    const words = argument.split(" ").filter((word) => word !== "");
    const first = words[0]?.toLowerCase();
    const isFormat = first === "json" || first === "plain" || first === "xml";
    const names = isFormat ? words.slice(1) : words;
    const allowed = limits?.events;
    if (allowed !== undefined && names.some((name) => !allowed.includes(name.toUpperCase()))) {
      reply(DENIED);
      return;
    }
    const asked = first === "json" ? "json" : "plain";
    if (!subscription.add(names)) reply("-ERR no keywords supplied");
    else {
      format = asked;
      reply(`+OK event listener enabled ${asked}`);
    }
  }

  function filter(argument: string): void {
    const words = argument.split(" ");
    if (argument === "") {
      reply(UNKNOWN);
    } else if (words[0] === "delete") {
      const [, header = "", ...value] = words;
      subscription.removeFilter(header, value.length === 0 ? undefined : value.join(" "));
      reply(`+OK filter deleted. [${header}][${value.join(" ")}]`);
    } else {
      const [header = "", ...value] = words[0] === "add" ? words.slice(1) : words;
      if (value.length === 0) reply("-ERR invalid syntax");
      else {
        subscription.addFilter(header, value.join(" "));
        reply(`+OK filter added. [${header}]=[${value.join(" ")}]`);
      }
    }
  }

  /** Starts an originate; its job's id, or the words of a refusal. */
  function startOriginate(argument: string, job: string): string | undefined {
    const dialled = readOriginate(argument);
    if (typeof dialled === "string") return `-ERR ${dialled}\n`;
    originate(core, { ...dialled, uuid: dialled.uuid ?? core.random.uuid(), job, argument });
    return undefined;
  }

  function background(command: EslClientCommand, argument: string): void {
    if (argument === "") {
      reply(UNKNOWN);
      return;
    }
    const job = headerOf(command, "Job-UUID") ?? core.random.uuid();
    reply(`+OK Job-UUID: ${job}`, [["Job-UUID", job]]);
    const { verb, argument: rest } = wordsOf({ ...command, line: argument });
    const refused = verb === "originate" ? startOriginate(rest, job) : undefined;
    if (verb === "originate" && refused === undefined) return;
    core.agenda.after(1, () => {
      const body = refused ?? runApi(options, argument);
      core.emit({ kind: "job", job, command: verb, argument: rest, body });
    });
  }

  function foreground(command: EslClientCommand, argument: string): void {
    if (argument === "") {
      reply(UNKNOWN);
      return;
    }
    const { verb, argument: rest } = wordsOf({ ...command, line: argument });
    if (verb !== "originate") {
      send(apiResponseFrame(runApi(options, argument)));
      return;
    }
    const job = core.random.uuid();
    const refused = startOriginate(rest, job);
    if (refused === undefined) blockedBy = job;
    else send(apiResponseFrame(refused));
  }

  function isDenied(argument: string): boolean {
    return limits !== undefined && !limits.apis.includes(argument.split(" ")[0] ?? "");
  }

  function carryOut(command: EslClientCommand): void {
    const { verb, argument } = wordsOf(command);
    switch (verb) {
      case "exit":
      case "...":
        reply("+OK bye");
        goodbye();
        return;
      case "auth":
        reply("+OK accepted");
        return;
      case "event":
        subscribe(argument);
        return;
      case "nixevent":
        reply(subscription.remove(argument.split(" ")) ? "+OK events nixed" : "-ERR no keywords supplied");
        return;
      case "noevents":
        reply(format === undefined ? "-ERR not listening for events" : "+OK no longer listening for events");
        format = undefined;
        subscription.clear();
        return;
      case "filter":
        filter(argument);
        return;
      case "myevents":
        reply("+OK Events Enabled");
        return;
      case "linger":
      case "nolinger":
        reply("-ERR not controlling a session");
        return;
      case "log":
        reply(`+OK log level ${argument} [6]`);
        return;
      case "nolog":
        reply("+OK no longer logging");
        return;
      case "sendevent":
        reply(`+OK ${core.random.uuid()}`);
        return;
      case "api":
        if (argument !== "" && isDenied(argument)) reply(DENIED);
        else foreground(command, argument);
        return;
      case "bgapi":
        if (argument !== "" && isDenied(argument)) reply(DENIED);
        else background(command, argument);
        return;
      case "sendmsg":
        reply(sendMessage(core, argument, command));
        return;
      default:
        reply(UNKNOWN);
    }
  }

  function take(command: EslClientCommand): void {
    if (!isSignedIn) {
      signIn(command);
      return;
    }
    if (blockedBy !== undefined) {
      if (waiting.length >= COMMANDS_WAITING_MAX) options.close();
      else waiting.push(command);
      return;
    }
    heldEvents = [];
    carryOut(command);
    const due = heldEvents;
    heldEvents = undefined;
    for (const values of due) tell(values);
  }

  function tell(values: EslValues): void {
    if (heldEvents !== undefined) {
      heldEvents.push(values);
      return;
    }
    if (blockedBy !== undefined && values["Job-UUID"] === blockedBy) {
      blockedBy = undefined;
      const body = values["_body"];
      send(apiResponseFrame(typeof body === "string" ? body : ""));
      const due = waiting;
      waiting = [];
      for (const command of due) take(command);
      return;
    }
    if (format !== undefined && subscription.wants(values)) send(eventFrame(format, values));
  }

  return {
    greet: () => send(authRequestFrame),
    take,
    tell,
    dismiss: () => {
      send(disconnectNoticeFrame("The system is being shut down.\n"));
      options.close();
    },
  };
}
