/** The commands of `api` and `bgapi`, with the exact answers of the switch. */

import type { Core } from "./core.ts";
import { dumpValues, HOSTNAME, MAX_SESSIONS, upTime } from "./esl-values.ts";
import { encodeJsonEvent } from "../esl/events.ts";
import { isAlive } from "./leg.ts";
import {
  answerLeg,
  breakOnLeg,
  bridgeLegs,
  broadcastOnLeg,
  killLeg,
  livingLeg,
  muteLeg,
  receiveDigits,
  sendDigits,
  setOnLeg,
  startRecordingLeg,
  stopRecordingLeg,
  transferLeg,
} from "./operations.ts";
import type { Outcome } from "./operations.ts";
import { readInline } from "./esl-inline.ts";
import { showTable } from "./esl-show.ts";

export interface ApiContext {
  readonly core: Core;
  /** Number of the last event. */
  readonly sequence: () => number;
  readonly globals: ReadonlyMap<string, string>;
}

type Api = (context: ApiContext, argument: string) => string;

const ok = "+OK\n";
const gone = "-ERR No such channel!\n";
const answerTo = (outcome: Outcome, success = ok): string => (outcome === undefined ? success : `-ERR ${outcome}\n`);

const wordsOf = (argument: string): readonly string[] => argument.split(" ").filter((word) => word !== "");

/** What is behind the first `count` words, as it was written. */
function behind(argument: string, count: number): string {
  return argument.split(" ").slice(count).join(" ");
}

const apis: Readonly<Record<string, Api>> = {
  status: ({ core }) =>
    [
      `UP ${upTime(core.agenda.now() - core.startedAt)}`,
      "FreeSWITCH (Version 1.10.12-release simulated 64bit) is ready",
      `${core.legsSinceStart} session(s) since startup`,
      `${core.legs.size} session(s) - peak ${core.legsPeak}, last 5min ${core.legsPeak} `,
      "0 session(s) per Sec out of max 60, peak 2, last 5min 2 ",
      `${MAX_SESSIONS} session(s) max`,
      "min idle cpu 0.00/97.00",
      "Current Stack Size/Max 240K/8192K\n",
    ].join("\n"),
  version: (_, argument) =>
    argument === "short" ? "1.10.12" : "FreeSWITCH Version 1.10.12-release-simulated~64bit (simulated 64bit)\n",
  hostname: () => HOSTNAME,
  module_exists: (_, argument) => String(/^mod_(sofia|event_socket|commands|dptools|tone_stream)$/.test(argument)),
  global_getvar: ({ core, globals }, argument) =>
    argument === "core_uuid" ? core.incarnation : (globals.get(argument) ?? ""),
  fsctl: (_, argument) => {
    if (argument === "max_sessions") return `+OK max sessions: ${MAX_SESSIONS}\n`;
    return argument === "sps" ? "+OK sessions per second: 60\n" : "-ERR Unknown command\n";
  },
  show: ({ core }, argument) => showTable(core, argument),
  sofia_contact: ({ core }, argument) => {
    const sipUser = /^[^/]+\/([^@]+)@/.exec(argument)?.[1] ?? "";
    const phone = core.phones.get(sipUser)?.kind ?? "unregistered";
    return phone === "unregistered" ? "error/user_not_registered" : `sofia/agents/sip:${sipUser}@127.0.0.1:5060`;
  },
  uuid_exists: ({ core }, argument) => String(livingLeg(core, argument) !== undefined),
  uuid_dump: ({ core, sequence }, argument) => {
    const [uuid = ""] = wordsOf(argument);
    const leg = livingLeg(core, uuid);
    return leg === undefined ? gone : encodeJsonEvent(dumpValues(core, leg, sequence()));
  },
  uuid_getvar: ({ core }, argument) => {
    const [uuid = "", name = ""] = wordsOf(argument);
    const leg = livingLeg(core, uuid);
    return leg === undefined ? gone : (leg.variables.get(name) ?? "_undef_");
  },
  uuid_setvar: ({ core }, argument) => {
    const [uuid = "", name = ""] = wordsOf(argument);
    return answerTo(setOnLeg(core, uuid, new Map([[name, behind(argument, 2)]])));
  },
  uuid_setvar_multi: ({ core }, argument) => {
    const [uuid = ""] = wordsOf(argument);
    const pairs = behind(argument, 1)
      .split(";")
      .map((pair): [string, string] => [pair.split("=")[0] ?? "", pair.slice(pair.indexOf("=") + 1)])
      // The switch drops what looks like an expansion, and says nothing.
      .filter(([name, value]) => name !== "" && !value.includes("${"));
    return answerTo(setOnLeg(core, uuid, new Map(pairs)));
  },
  uuid_transfer: ({ core }, argument) => {
    const [uuid = "", second = ""] = wordsOf(argument);
    const isBoth = second === "-both";
    const rest = behind(argument, isBoth ? 2 : 1);
    const apps = readInline(rest);
    return apps === undefined
      ? "-USAGE: <uuid> [-bleg|-both] <dest-exten> [<dialplan>] [<context>]\n"
      : answerTo(transferLeg(core, uuid, apps, isBoth));
  },
  uuid_park: ({ core }, argument) => answerTo(transferLeg(core, argument, [{ name: "park", argument: "" }], false)),
  uuid_answer: ({ core }, argument) => (answerLeg(core, argument) === undefined ? ok : "-ERROR\n"),
  uuid_phone_event: ({ core }, argument) => {
    const [uuid = "", what = ""] = wordsOf(argument);
    return what === "talk" ? answerTo(answerLeg(core, uuid), "+OK Success\n") : "-ERR Operation failed\n";
  },
  uuid_bridge: ({ core }, argument) => {
    const [first = "", second = ""] = wordsOf(argument);
    return answerTo(bridgeLegs(core, first, second), `+OK ${second}\n`);
  },
  uuid_kill: ({ core }, argument) => {
    const [uuid = "", cause = "NORMAL_CLEARING"] = wordsOf(argument);
    return answerTo(killLeg(core, uuid, cause));
  },
  uuid_broadcast: ({ core }, argument) => {
    const [uuid = "", what = ""] = wordsOf(argument);
    const path = what.startsWith("playback::") ? what.slice("playback::".length) : what;
    return answerTo(broadcastOnLeg(core, uuid, path), "+OK Message sent\n");
  },
  uuid_break: ({ core }, argument) => answerTo(breakOnLeg(core, wordsOf(argument)[0] ?? "")),
  uuid_audio: ({ core }, argument) => {
    const [uuid = "", verb = ""] = wordsOf(argument);
    return answerTo(muteLeg(core, uuid, verb === "start" && argument.includes(" mute ")));
  },
  uuid_send_dtmf: ({ core }, argument) => {
    const [uuid = "", keys = ""] = wordsOf(argument);
    const outcome = sendDigits(core, uuid, keys.replace(/@\d+$/, ""));
    return answerTo(outcome, `+OK ${uuid} sent DTMF ${keys}.\n`);
  },
  uuid_recv_dtmf: ({ core }, argument) => {
    const [uuid = "", keys = ""] = wordsOf(argument);
    const outcome = receiveDigits(core, uuid, keys.replace(/@\d+$/, ""));
    return answerTo(outcome, `+OK ${uuid} received DTMF ${keys}.\n`);
  },
  uuid_hold: ({ core }, argument) => {
    const words = wordsOf(argument);
    const isOff = words[0] === "off";
    const leg = livingLeg(core, words[isOff ? 1 : 0] ?? "");
    if (leg === undefined) return gone;
    const partner = leg.partner;
    if (!isAlive(partner)) return "+OK Success\n";
    if (isOff) breakOnLeg(core, partner.uuid);
    else broadcastOnLeg(core, partner.uuid, "tone_stream://%(500,500,440);loops=-1");
    return "+OK Success\n";
  },
  uuid_record: ({ core }, argument) => {
    const [uuid = "", verb = "", path = "", limit = "0"] = wordsOf(argument);
    const success = "+OK Success\n";
    switch (verb) {
      case "start":
        if (path.startsWith("/proc/")) return "-ERR Cannot record session!\n";
        return answerTo(startRecordingLeg(core, uuid, path, (Number(limit) || 0) * 1000), success);
      case "stop":
        return answerTo(stopRecordingLeg(core, uuid, path), success);
      case "mask":
      case "unmask":
      case "pause":
      case "resume":
        return livingLeg(core, uuid) === undefined ? gone : success;
      default:
        return "-USAGE: <uuid> [start|stop|mask|unmask|pause|resume] <path> [<limit>]\n";
    }
  },
};

/** The answer of an api command, at once. `originate` is not one of these. */
export function runApi(context: ApiContext, text: string): string {
  const blank = text.indexOf(" ");
  const name = blank === -1 ? text : text.slice(0, blank);
  const api = Object.hasOwn(apis, name) ? apis[name] : undefined;
  if (api === undefined) return `-ERR ${name} Command not found!\n`;
  return api(context, blank === -1 ? "" : text.slice(blank + 1).trim()) || "-ERR no reply\n";
}
