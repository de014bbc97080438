/** What the adapter makes of a recording of a real switch, short enough to be read in a test. */

import { decodeEvent, isEventFrame } from "#cti/esl/events.ts";
import type { EslEvent } from "#cti/esl/events.ts";
import { contentTypeOf } from "#cti/esl/frame.ts";
import type { EslFrame } from "#cti/esl/frame.ts";
import { FrameReader } from "#cti/esl/parse.ts";
import { observe } from "#cti/freeswitch/observe.ts";
import type { SwitchObservation } from "#routing/inputs.ts";

import { streamsOf } from "../esl/traces.ts";
import { node } from "./site.ts";

/** All events of a recording, in order, by its file name without the ending. */
export function traceEvents(name: string): readonly EslEvent[] {
  return framesOf(name).filter(isEventFrame).map(decodeEvent);
}

/** The bodies of the switch's answers to `api`, in order. */
export function traceAnswers(name: string): readonly string[] {
  return framesOf(name).flatMap((frame) => (contentTypeOf(frame) === "api/response" ? [frame.body ?? ""] : []));
}

function framesOf(name: string): readonly EslFrame[] {
  return streamsOf(`${name}.esl.jsonl`, "in").flatMap((stream) => [
    ...new FrameReader().push(Buffer.from(stream.join(""))),
  ]);
}

/** What is observed, one line each: legs are A, B, C … in the order in which they show up. */
export function story(name: string): readonly string[] {
  const names = new Map<string, string>();
  const nameOf = (leg: string) => {
    const known = names.get(leg) ?? String.fromCharCode(65 + names.size);
    names.set(leg, known);
    return known;
  };
  return traceEvents(name)
    .flatMap((event) => observe(node, event))
    .map((observation) => line(observation, nameOf));
}

function line(o: SwitchObservation, nameOf: (leg: string) => string): string {
  const head = "leg" in o ? `${nameOf(o.leg)} ${o.kind}` : o.kind;
  switch (o.kind) {
    case "leg.arrived":
      return `${head} from ${o.from} (${o.fromName}) to ${o.to}`;
    case "leg.parked":
      return `${head} ${o.isAnswered ? "answered" : "unanswered"}`;
    case "leg.ringing":
      return `${head}${o.hasEarlyMedia ? " with early media" : ""}`;
    case "leg.bridged":
    case "leg.unbridged":
      return `${head} ${nameOf(o.other)}`;
    case "leg.hungUp":
      return `${head} ${o.cause} ${o.sipStatus ?? "-"} by ${o.by}`;
    case "digit.pressed":
      return `${head} ${o.digit}`;
    case "prompt.played":
      return `${head} ${o.isComplete ? "complete" : "incomplete"}`;
    case "digits.collected":
      return `${head} ${o.digits ?? "-"} invalid ${o.invalid ?? "-"}`;
    case "recording.stopped":
      return `${head} ${o.durationMs}`;
    default:
      return head;
  }
}
