/** A command of the core in, the switch's commands out, or a refusal. Pure: what is sent when, and how it ends, is port.ts. */

import type { DialTarget, Prompt, SwitchCommand } from "#routing/commands.ts";

import * as build from "./build.ts";
import type { BuiltCommand, BuiltTarget } from "./build.ts";
import {
  digits,
  digitsVariable,
  displayNumber,
  gatewayName,
  invalidDigitsVariable,
  phoneNumber,
  promptPath,
  recordingPath,
  safeValue,
  sensitiveVariable,
  sipUser,
  soundOf,
  tagVariable,
  UnsafeWord,
  uuid,
} from "./words.ts";
import type { FilePath, HostName, Sound } from "./words.ts";

/** The names of the configuration that commands are made of. */
export interface SwitchSite {
  readonly agentsProfile: HostName;
  readonly agentsDomain: HostName;
  readonly promptsFolder: FilePath;
  readonly recordingsFolder: FilePath;
  readonly music: Sound;
  readonly ringback: Sound;
}

/**
 * What to send, in order, on one connection. The end of the command is told by
 * `job` the BACKGROUND_JOB and the leg's own events; `event` CHANNEL_EXECUTE_COMPLETE with the command's id;
 * `reply` only a refusal is told, success shows in the leg's events.
 */
export interface Plan {
  readonly steps: readonly BuiltCommand[];
  readonly endsBy: "job" | "event" | "reply";
  /** Which step answers the leg: once it is accepted the leg is answered, a little before its event says so. */
  readonly answersAt?: number | undefined;
}

/** A second longer than asked: the switch counts whole seconds and may end up to one early; the core's timer is exact. */
const timeoutMarginS = 1;

/** Throws {@link UnsafeWord} for anything that may not reach the switch; then nothing of the command is sent. */
export function plan(command: SwitchCommand, site: SwitchSite): Plan {
  const leg = uuid(command.kind === "leg.bridge" ? command.survivor : command.leg);
  const id = uuid(command.id);
  switch (command.kind) {
    case "leg.claim": {
      const interaction = uuid(command.interaction);
      const steps = build.claim(leg, interaction, command.answer);
      return { steps, endsBy: "reply", answersAt: command.answer ? 1 : undefined };
    }
    case "leg.adopt":
      return byReply(build.adopt(leg, uuid(command.interaction), command.role));
    case "leg.answer":
      return { ...byReply(build.answer(leg)), answersAt: 0 };
    case "leg.originate":
      return {
        steps: [
          build.originate({
            command: id,
            leg,
            interaction: uuid(command.interaction),
            role: command.role,
            target: target(command.target, site),
            callerNumber: displayNumber(command.callerNumber),
            timeoutS: Math.ceil(command.timeoutMs / 1_000) + timeoutMarginS,
            autoAnswer: command.autoAnswer,
          }),
        ],
        endsBy: "job",
      };
    case "leg.bridge":
      return byReply(build.bridge(leg, uuid(command.other)));
    case "leg.split":
      return byReply(build.split(leg));
    case "leg.hangUp":
      return byReply(build.kill(leg, command.cause));
    case "leg.mute":
      return byReply(build.mute(leg, command.isMuted));
    case "leg.sendDigits":
      return byReply(build.sendDigits(leg, digits(command.digits)));
    case "leg.tag":
      return byReply(
        build.setVariables(
          leg,
          Object.entries(command.tags).map(([key, value]) => [tagVariable(key), safeValue(value)] as const),
        ),
      );
    case "music.start":
      return byReply(build.playMusic(leg, id, command.sound === "music" ? site.music : site.ringback));
    case "prompt.announce":
      return byReply(build.announce(leg, sound(command.prompts, site)));
    case "prompt.play":
      return { steps: [build.playPrompt(leg, id, sound(command.prompts, site))], endsBy: "event" };
    case "digits.collect": {
      const collect = build.collectDigits({
        command: id,
        leg,
        sound: command.prompts.length === 0 ? undefined : sound(command.prompts, site),
        min: command.min,
        max: command.max,
        terminator: command.terminator,
        accept: command.accept?.map((input) => digits(input)),
        timeoutMs: Math.ceil(command.timeoutMs),
        digitTimeoutMs: Math.ceil(command.digitTimeoutMs),
      });
      const hide = build.setVariables(leg, [[sensitiveVariable, safeValue("true")]]);
      return { steps: command.isSensitive ? [hide, collect] : [collect], endsBy: "event" };
    }
    case "recording.start": {
      const path = recordingPath(site.recordingsFolder, uuid(command.interaction), id);
      return byReply(build.startRecording(leg, path, Math.ceil(command.maxMs / 1_000)));
    }
    case "recording.stop": {
      const path = recordingPath(site.recordingsFolder, uuid(command.interaction), uuid(command.recording));
      return byReply(build.stopRecording(leg, path));
    }
  }
}

/** After a sensitive collection: nothing of it stays on the leg, where every later event and the leg's record would show it. */
export function forgetDigits(leg: string): BuiltCommand {
  const none = safeValue("");
  return build.setVariables(uuid(leg), [
    [sensitiveVariable, none],
    [digitsVariable, none],
    [invalidDigitsVariable, none],
  ]);
}

function byReply(step: BuiltCommand): Plan {
  return { steps: [step], endsBy: "reply" };
}

function target(dialled: DialTarget, site: SwitchSite): BuiltTarget {
  switch (dialled.kind) {
    case "seat":
      return {
        kind: "seat",
        profile: site.agentsProfile,
        domain: site.agentsDomain,
        sipUser: sipUser(dialled.sipUser),
      };
    case "trunk":
      return { kind: "trunk", gateway: gatewayName(dialled.gateway), number: phoneNumber(dialled.number) };
  }
}

function sound(prompts: readonly Prompt[], site: SwitchSite): Sound {
  if (prompts.length === 0) throw new UnsafeWord("Sound");
  return soundOf(prompts.map(({ language, name }) => promptPath(site.promptsFolder, language, name)));
}
