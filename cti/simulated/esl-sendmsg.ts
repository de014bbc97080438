/** `sendmsg`: applications and hang-ups for one leg. */

import { headerOf } from "../esl/frame.ts";
import type { EslClientCommand } from "../esl/frame.ts";
import type { Core } from "./core.ts";
import type { CollectPlan } from "./leg.ts";
import { collectOnLeg, killLeg, livingLeg, playOnLeg, setOnLeg, startRecordingLeg, transferLeg } from "./operations.ts";
import type { Outcome } from "./operations.ts";

/** The Reply-Text. */
export function sendMessage(core: Core, uuid: string, command: EslClientCommand): string {
  if (livingLeg(core, uuid) === undefined) return `-ERR invalid session id [${uuid}]`;
  const outcome = carryOut(core, uuid, command);
  return outcome === undefined ? "+OK" : `-ERR ${outcome}`;
}

function carryOut(core: Core, uuid: string, command: EslClientCommand): Outcome {
  switch (headerOf(command, "call-command")) {
    case "hangup":
      return killLeg(core, uuid, headerOf(command, "hangup-cause") ?? "NORMAL_CLEARING");
    case "execute":
      return execute(core, uuid, command);
    default:
      return "invalid command";
  }
}

function execute(core: Core, uuid: string, command: EslClientCommand): Outcome {
  const argument = headerOf(command, "execute-app-arg") ?? command.body ?? "";
  const app = headerOf(command, "event-uuid") ?? core.random.uuid();
  const isLocked = headerOf(command, "event-lock") === "true";
  switch (headerOf(command, "execute-app-name")) {
    case "playback":
      return playOnLeg(core, uuid, argument, app, isLocked);
    case "play_and_get_digits": {
      const plan = readCollect(argument);
      return typeof plan === "string" ? plan : collectOnLeg(core, uuid, plan, argument, app, isLocked);
    }
    case "set": {
      const equals = argument.indexOf("=");
      return setOnLeg(core, uuid, new Map([[argument.slice(0, equals), argument.slice(equals + 1)]]));
    }
    case "park":
      return transferLeg(core, uuid, [{ name: "park", argument: "" }], false);
    case "answer":
      return transferLeg(
        core,
        uuid,
        [
          { name: "answer", argument: "" },
          { name: "park", argument: "" },
        ],
        false,
      );
    case "record_session":
      return startRecordingLeg(core, uuid, argument, 0);
    case "hangup":
      return killLeg(core, uuid, argument === "" ? "NORMAL_CLEARING" : argument);
    default:
      // An application that does not exist ends the leg.
      return killLeg(core, uuid, "DESTINATION_OUT_OF_ORDER");
  }
}

/** `<min> <max> <tries> <timeout> <terminators> <file> <invalid file> <variable> <regexp> <digit timeout>` */
function readCollect(argument: string): CollectPlan | string {
  const [min, max, tries, timeoutMs, terminators, prompt, invalid, variable, pattern, digitTimeoutMs] =
    argument.split(" ");
  if (variable === undefined || timeoutMs === undefined || prompt === undefined) return "Invalid arguments";
  return {
    min: Number(min),
    max: Number(max),
    tries: Number(tries),
    timeoutMs: Number(timeoutMs),
    terminators: terminators === undefined || terminators === "none" ? "" : terminators,
    prompt: prompt === "silence" ? "" : prompt,
    invalidPrompt: invalid === undefined || invalid === "silence" ? "" : invalid,
    variable,
    pattern: pattern === undefined ? undefined : new RegExp(pattern),
    digitTimeoutMs: Number(digitTimeoutMs ?? timeoutMs),
  };
}
