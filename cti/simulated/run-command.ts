/** Carries out one command of ours on the model, with the refusals that the adapter for a real switch has. */

import type { DialTarget, Prompt, SwitchCommand } from "#routing/commands.ts";
import type { Core } from "./core.ts";
import { COLLECTED, recordingPath } from "./observe.ts";
import {
  answerLeg,
  bridgeLegs,
  broadcastOnLeg,
  collectOnLeg,
  killLeg,
  livingLeg,
  muteLeg,
  playMusicOnLeg,
  playOnLeg,
  sendDigits,
  setOnLeg,
  startRecordingLeg,
  stopRecordingLeg,
  transferLeg,
} from "./operations.ts";
import type { Outcome } from "./operations.ts";
import { originate } from "./originate.ts";

const sounds = { music: "local_stream://moh", ringback: "tone_stream://%(1000,4000,425);loops=-1" } as const;
/** What may be dialled: nothing in it forks, fails over or expands. */
const DIALLED = /^\+?[0-9]{2,20}$/;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const MARK_NAME = /^[a-z][a-z0-9_]{0,31}$/;
const MARK_VALUE = /^[A-Za-z0-9_.:+@/-]{0,128}$/;

/** The two flags that keep a leg when its bridge ends or does not come about. */
const kept = [
  ["park_after_bridge", "true"],
  ["uuid_bridge_park_on_cancel", "true"],
  ["hangup_after_bridge", "false"],
] as const;

export function runCommand(core: Core, command: SwitchCommand): Outcome {
  switch (command.kind) {
    case "leg.claim": {
      const marks: readonly (readonly [string, string])[] = [
        ["cc_call", command.interaction],
        ["cc_role", "customer"],
        ["cc_node", command.node],
        ...kept,
      ];
      const sets = marks.map(([name, value]) => ({ name: "set", argument: `${name}=${value}` }));
      const answer = command.answer ? [{ name: "answer", argument: "" }] : [];
      const refused = transferLeg(core, command.leg, [...sets, ...answer, { name: "park", argument: "" }], false);
      if (refused !== undefined || !command.answer) return refused;
      // Answered ahead of the transfer, as on a real switch, where that waits for the parked leg to look up.
      return setOnLeg(core, command.leg, new Map(marks)) ?? answerLeg(core, command.leg);
    }
    case "leg.adopt": {
      const marks = [["cc_call", command.interaction], ["cc_role", command.role], ["cc_node", command.node], ...kept];
      return setOnLeg(core, command.leg, new Map(marks.map(([name, value]) => [name, value])));
    }
    case "leg.answer":
      return answerLeg(core, command.leg);
    case "leg.originate":
      return dial(core, command);
    case "leg.bridge":
      return bridgeLegs(core, command.survivor, command.other);
    case "leg.split":
      return transferLeg(core, command.leg, [{ name: "park", argument: "" }], true);
    case "leg.hangUp":
      return killLeg(core, command.leg, command.cause);
    case "leg.mute":
      return muteLeg(core, command.leg, command.isMuted);
    case "leg.sendDigits":
      return /^[0-9A-D*#]{1,64}$/.test(command.digits)
        ? sendDigits(core, command.leg, command.digits)
        : "NOT_ALLOWED: digits";
    case "leg.tag":
      return tag(core, command.leg, command.tags);
    case "music.start":
      return playMusicOnLeg(core, command.leg, sounds[command.sound], command.id);
    case "prompt.announce":
      return broadcastOnLeg(core, command.leg, pathOf(command.prompts));
    case "prompt.play":
      return playOnLeg(core, command.leg, pathOf(command.prompts), command.id);
    case "digits.collect":
      return collectDigits(core, command);
    case "recording.start": {
      const path = recordingPath(command.interaction, command.id);
      return startRecordingLeg(core, command.leg, path, command.maxMs);
    }
    case "recording.stop":
      return stopRecordingLeg(core, command.leg, recordingPath(command.interaction, command.recording));
  }
}

function dial(core: Core, command: Extract<SwitchCommand, { kind: "leg.originate" }>): Outcome {
  const { target, leg } = command;
  if (!isDiallable(target)) return "NOT_ALLOWED: target";
  const marks = [["cc_call", command.interaction], ["cc_role", command.role], ["cc_node", command.node], ...kept];
  originate(core, {
    uuid: leg,
    target,
    callerNumber: command.callerNumber,
    callerName: undefined,
    variables: new Map(marks.map(([name, value]) => [name, value])),
    timeoutMs: command.timeoutMs,
    isAutoAnswered: command.autoAnswer,
    ignoresEarlyMedia: true,
    job: command.id,
    argument: `${leg} ${target.kind}`,
  });
  return undefined;
}

function isDiallable(target: DialTarget): boolean {
  return target.kind === "seat" ? NAME.test(target.sipUser) : NAME.test(target.gateway) && DIALLED.test(target.number);
}

function tag(core: Core, leg: string, tags: Readonly<Record<string, string>>): Outcome {
  const marks = Object.entries(tags);
  for (const [name, value] of marks) {
    if (!MARK_NAME.test(name) || !MARK_VALUE.test(value)) return `NOT_ALLOWED: mark ${name}`;
  }
  return setOnLeg(core, leg, new Map(marks.map(([name, value]) => [`cc_${name}`, value])));
}

/** Folder and ending as on a real switch, several files in one string. */
function pathOf(prompts: readonly Prompt[]): string {
  const paths = prompts.map((prompt) => `${prompt.language}/${prompt.name}.wav`);
  return paths.length === 1 ? (paths[0] ?? "") : `file_string://${paths.join("!")}`;
}

function collectDigits(core: Core, command: Extract<SwitchCommand, { kind: "digits.collect" }>): Outcome {
  if (command.isSensitive) livingLeg(core, command.leg)?.variables.set("sensitive_dtmf", "true");
  const accepted = command.accept?.map((input) => input.replaceAll(/[*+?.()|[\]{}^$\\]/g, "\\$&"));
  const plan = {
    min: command.min,
    max: command.max,
    tries: 1,
    timeoutMs: command.timeoutMs,
    terminators: command.terminator ?? "",
    prompt: command.prompts.length === 0 ? "" : pathOf(command.prompts),
    invalidPrompt: "",
    variable: COLLECTED,
    pattern: accepted === undefined ? undefined : new RegExp(`^(?:${accepted.join("|")})$`),
    digitTimeoutMs: command.digitTimeoutMs,
  };
  return collectOnLeg(core, command.leg, plan, "", command.id);
}
