/** Turns the model's events into observations, as the adapter for a real switch does with frames. */

import assert from "node:assert/strict";
import type { SwitchCommand } from "#routing/commands.ts";
import { commandId, legId } from "#routing/ids.ts";
import type { CommandId, NodeId } from "#routing/ids.ts";
import type { SwitchObservation } from "#routing/inputs.ts";
import type { SwitchEvent } from "./events.ts";
import { isAlive } from "./leg.ts";
import { userIn } from "./parties.ts";
import { isUnmarkedTakeOver, REPLACED_BY, REPLACES } from "./replace.ts";
import type { SimulatedLeg } from "./leg.ts";

/** Commands whose end is told by an application's or a recording's own event. */
const EXPECTED_MAX = 100_000;

/** The variable that a collection leaves its digits in. */
export const COLLECTED = "collected_digits";

export interface Observer {
  /** A command was accepted whose end will be told. */
  readonly expect: (command: SwitchCommand) => void;
  readonly translate: (event: SwitchEvent) => readonly SwitchObservation[];
  /** The link is gone: whatever was expected will not be recognised any more. */
  readonly forget: () => void;
}

/** The file of a recording, from which its command is known again. */
export function recordingPath(interaction: string, command: string): string {
  return `/recordings/${interaction}/${command}.wav`;
}

export function createObserver(node: NodeId): Observer {
  /** By application id, which is the command's. */
  const expected = new Map<string, { readonly kind: "prompt.play" | "digits.collect"; readonly leg: string }>();

  /** Ends that came before what replaced them, and legs whose end is still to come. */
  const early = new Map<string, SwitchObservation>();
  const replaced = new Set<string>();

  function ofApp(event: Extract<SwitchEvent, { kind: "executed" }>): readonly SwitchObservation[] {
    const kind = expected.get(event.app.uuid)?.kind;
    if (kind === undefined) return [];
    expected.delete(event.app.uuid);
    if (!isAlive(event.leg)) return [];
    const at = { node, leg: legId(event.leg.uuid), command: commandId(event.app.uuid) };
    if (kind === "prompt.play") {
      return [{ kind: "prompt.played", ...at, isComplete: event.response !== "FILE NOT FOUND" }];
    }
    const { variables } = event.leg;
    const digits = variables.get(COLLECTED);
    const invalid = digits === undefined ? variables.get(`${COLLECTED}_invalid`) : undefined;
    variables.delete("sensitive_dtmf");
    return [{ kind: "digits.collected", ...at, digits, invalid }];
  }

  /** What was asked for too late to begin has no end of its own. */
  function forgetLeg(leg: string): void {
    for (const [id, command] of expected) if (command.leg === leg) expected.delete(id);
  }

  /** Who takes over is told before the end of the leg that it replaces, which the switch may tell first. */
  function inOrder(seen: SwitchObservation): readonly SwitchObservation[] {
    if (seen.kind === "leg.replaced") {
      replaced.add(seen.leg);
      const end = early.get(seen.leg);
      early.delete(seen.leg);
      return end === undefined ? [seen] : [seen, end];
    }
    if (seen.kind !== "leg.hungUp") return [seen];
    if (!replaced.delete(seen.leg) && seen.cause === "ATTENDED_TRANSFER") {
      early.set(seen.leg, seen);
      return [];
    }
    return [seen];
  }

  return {
    expect: (command) => {
      if (command.kind !== "prompt.play" && command.kind !== "digits.collect") return;
      assert(expected.size < EXPECTED_MAX, "commands are expected to end and never do");
      expected.set(command.id, { kind: command.kind, leg: command.leg });
    },
    forget: () => {
      expected.clear();
      early.clear();
      replaced.clear();
    },
    translate: (event) => {
      switch (event.kind) {
        case "leg":
          if (event.name === "CHANNEL_HANGUP_COMPLETE") forgetLeg(event.leg.uuid);
          return ofLeg(node, event.name, event.leg).flatMap(inOrder);
        case "bridge": {
          const kind = event.name === "CHANNEL_BRIDGE" ? "leg.bridged" : "leg.unbridged";
          return [{ kind, node, leg: legId(event.leg.uuid), other: legId(event.other.uuid) }];
        }
        case "executed":
          return ofApp(event);
        case "digit":
          return [{ kind: "digit.pressed", node, leg: legId(event.leg.uuid), digit: event.digit }];
        case "recording": {
          const command = commandOfRecording(event.path);
          if (event.durationMs === undefined || command === undefined) return [];
          const leg = legId(event.leg.uuid);
          return [{ kind: "recording.stopped", node, leg, command, durationMs: event.durationMs }];
        }
        case "job":
          return ofJob(node, event);
        case "playback":
        case "registration":
        case "gateway":
        case "shuttingDown":
        case "stopped":
        case "started":
          return [];
      }
    },
  };
}

/** A caller that nobody has claimed. */
export function isAtTheDoor(leg: SimulatedLeg): boolean {
  if (leg.variables.has("cc_call") || leg.variables.has(REPLACES)) return false;
  return leg.direction === "inbound" && leg.answeredAt === undefined;
}

export function arrivalOf(node: NodeId, leg: SimulatedLeg): SwitchObservation {
  return { kind: "leg.arrived", node, leg: legId(leg.uuid), from: leg.from, fromName: leg.fromName, to: leg.to };
}

function ofLeg(
  node: NodeId,
  name: Extract<SwitchEvent, { kind: "leg" }>["name"],
  of: SimulatedLeg,
): readonly SwitchObservation[] {
  const leg = legId(of.uuid);
  switch (name) {
    case "CHANNEL_CREATE":
      if (isUnmarkedTakeOver(of) && of.lastOther !== undefined) {
        return [{ kind: "leg.replaced", node, leg: legId(of.lastOther.uuid), by: leg, from: numberTakingOver(of) }];
      }
      return of.direction === "outbound" ? [{ kind: "leg.created", node, leg }] : [];
    case "CHANNEL_PROGRESS":
      return of.direction === "outbound" ? [{ kind: "leg.ringing", node, leg, hasEarlyMedia: false }] : [];
    case "CHANNEL_PROGRESS_MEDIA":
      return [{ kind: "leg.ringing", node, leg, hasEarlyMedia: true }];
    case "CHANNEL_ANSWER":
      return isUnmarkedTakeOver(of) ? [] : [{ kind: "leg.answered", node, leg }];
    case "CHANNEL_PARK":
      if (isAtTheDoor(of)) return [arrivalOf(node, of)];
      if (isUnmarkedTakeOver(of)) return [];
      return [{ kind: "leg.parked", node, leg, isAnswered: of.answeredAt !== undefined }];
    case "CHANNEL_HANGUP_COMPLETE": {
      const { cause, disposition, termStatus, inviteFailureStatus, elsewhere } = of.end ?? unknownEnd;
      if (elsewhere !== undefined) {
        return [{ kind: "leg.hungUp", node, leg, cause, sipStatus: 302, by: "party", ...toldUser(elsewhere) }];
      }
      const by = disposition.startsWith("recv_") ? "party" : disposition.startsWith("send_") ? "switch" : "unknown";
      return [{ kind: "leg.hungUp", node, leg, cause, sipStatus: termStatus ?? inviteFailureStatus, by }];
    }
  }
}

/** Its own number, if it is one. */
export function numberTakingOver(leg: SimulatedLeg): string | undefined {
  const number = leg.variables.get(REPLACED_BY) ?? "";
  return /^\+?[0-9]{2,20}$/.test(number) ? number : undefined;
}

function toldUser(uri: string): { readonly redirectedTo?: string } {
  const user = userIn(uri);
  return user === undefined ? {} : { redirectedTo: user };
}

const unknownEnd = {
  cause: "NONE",
  disposition: "",
  termStatus: undefined,
  inviteFailureStatus: undefined,
  elsewhere: undefined,
};

/** Legs that were never made; a job that failed after its leg came up tells nothing new. */
const madeNoLeg: ReadonlySet<string> = new Set([
  "USER_NOT_REGISTERED",
  "INVALID_GATEWAY",
  "GATEWAY_DOWN",
  "DESTINATION_OUT_OF_ORDER",
]);

function ofJob(node: NodeId, event: Extract<SwitchEvent, { kind: "job" }>): readonly SwitchObservation[] {
  const cause = /^-ERR (\w+)\n$/.exec(event.body)?.[1];
  if (cause === undefined || !madeNoLeg.has(cause)) return [];
  // The port writes the leg's id in front of what it asks for.
  const leg = legId(event.argument.slice(0, event.argument.indexOf(" ")));
  return [{ kind: "leg.notCreated", node, leg, command: commandId(event.job), cause }];
}

function commandOfRecording(path: string): CommandId | undefined {
  const id = /\/([0-9a-f-]{36})\.wav$/.exec(path)?.[1];
  return id === undefined ? undefined : commandId(id);
}
