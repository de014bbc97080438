/**
 * Plays a golden trace again on the simulated switch: the client's commands and the far ends' deeds are taken from the
 * trace, the switch's side is the model's. What both told of each leg can then be laid side by side.
 */

import { decodeEvent, textOf } from "#cti/esl/events.ts";
import type { EslEvent, EslValues } from "#cti/esl/events.ts";
import { CommandReader } from "#cti/esl/command.ts";
import { headerOf } from "#cti/esl/frame.ts";
import type { EslFrame } from "#cti/esl/frame.ts";
import { FrameReader } from "#cti/esl/parse.ts";
import { createEslSession } from "#cti/simulated/esl-session.ts";
import type { EslSession } from "#cti/simulated/esl-session.ts";
import { eventValues } from "#cti/simulated/esl-values.ts";
import { createSimulatedSwitch } from "#cti/simulated/switch.ts";
import type { PhoneBehaviour } from "#cti/simulated/parties.ts";
import { nodeId } from "#routing/ids.ts";
import { readTrace } from "../esl/traces.ts";

/** One event of a leg, as told by one side. */
export interface Told {
  readonly values: EslValues;
  readonly shape: string;
}

export interface Replayed {
  /** Per leg, by the id that the trace has for it. */
  readonly golden: ReadonlyMap<string, readonly Told[]>;
  readonly simulated: ReadonlyMap<string, readonly Told[]>;
  /** Job bodies by job id. */
  readonly goldenJobs: ReadonlyMap<string, string>;
  readonly simulatedJobs: ReadonlyMap<string, string>;
  /** Every command with both replies, ids made equal. */
  readonly replies: readonly { readonly command: string; readonly golden: string; readonly simulated: string }[];
}

const startAt = Date.UTC(2026, 10, 21, 20, 0, 0);
/** How long the replay waits for the model to catch up with the trace before it goes on. */
const patienceMs = 400;

type Step = { readonly t: number; readonly before: ReadonlyMap<string, number> } & (
  | { readonly kind: "command"; readonly frame: string; readonly conn: number }
  | { readonly kind: "arrive"; readonly leg: string; readonly values: EslValues }
  | { readonly kind: "press"; readonly leg: string; readonly digit: string }
  | { readonly kind: "pickUp"; readonly leg: string }
  | { readonly kind: "hangUp"; readonly leg: string }
  | { readonly kind: "shutDown" }
);

interface GoldenLine {
  readonly t: number;
  readonly conn: number;
  readonly dir: "in" | "out";
  readonly frame: string;
  readonly parsed: EslFrame | undefined;
  readonly event: EslEvent | undefined;
}

function goldenLines(name: string): readonly GoldenLine[] {
  return readTrace(name).map((line) => {
    const parsed = line.dir === "in" ? new FrameReader().push(Buffer.from(line.frame))[0] : undefined;
    const isEvent = parsed !== undefined && headerOf(parsed, "Content-Type") === "text/event-json";
    return { ...line, parsed, event: isEvent ? decodeEvent(parsed) : undefined };
  });
}

/** The name, with what tells one event of that name from another. */
function shapeOf({ name, values }: EslEvent): string {
  const state = textOf(values, "Answer-State") ?? "";
  switch (name) {
    case "CHANNEL_EXECUTE_COMPLETE":
      return `${name} ${textOf(values, "Application") ?? ""} ${state}`;
    case "DTMF":
      return `${name} ${textOf(values, "DTMF-Digit") ?? ""} ${textOf(values, "DTMF-Source") ?? ""}`;
    case "PLAYBACK_STOP":
      return `${name} ${textOf(values, "Playback-Status") ?? ""} ${state}`;
    case "CHANNEL_HANGUP_COMPLETE":
      return `${name} ${textOf(values, "Hangup-Cause") ?? ""} ${textOf(values, "variable_sip_hangup_disposition") ?? ""}`;
    default:
      return `${name} ${textOf(values, "Channel-State") ?? ""} ${state}`;
  }
}

/** What the trace's own far ends did, told by the first event that shows it. */
function stepsOf(lines: readonly GoldenLine[]): readonly Step[] {
  const steps: Step[] = [];
  const counts = new Map<string, number>();
  const ending = new Set<string>();
  for (const line of lines) {
    const at = { t: line.t, before: new Map(counts) };
    if (line.dir === "out") steps.push({ ...at, kind: "command", frame: line.frame, conn: line.conn });
    const leg = line.event && textOf(line.event.values, "Unique-ID");
    if (line.event?.name === "SHUTDOWN") steps.push({ ...at, kind: "shutDown" });
    if (line.event === undefined || leg === undefined) continue;
    const { name, values } = line.event;
    const isOut = textOf(values, "Call-Direction") === "outbound";
    if (name === "CHANNEL_CREATE" && !isOut) steps.push({ ...at, kind: "arrive", leg, values });
    if (name === "DTMF" && textOf(values, "DTMF-Source") === "RTP")
      steps.push({ ...at, kind: "press", leg, digit: textOf(values, "DTMF-Digit") ?? "" });
    if (name === "CHANNEL_ANSWER" && isOut) steps.push({ ...at, kind: "pickUp", leg });
    const isEnding = textOf(values, "Answer-State") === "hangup" || name === "CHANNEL_HANGUP_COMPLETE";
    if (isEnding && !ending.has(leg)) {
      ending.add(leg);
      const disposition = textOf(values, "variable_sip_hangup_disposition") ?? "";
      const isDeclined = textOf(values, "Hangup-Cause") === "CALL_REJECTED";
      if (disposition === "recv_bye" || disposition === "recv_cancel" || isDeclined)
        steps.push({ ...at, kind: "hangUp", leg });
    }
    counts.set(leg, (counts.get(leg) ?? 0) + 1);
  }
  return steps;
}

/** How the phone that a leg of the trace rang at behaved. */
function phoneOf(leg: string, lines: readonly GoldenLine[]): PhoneBehaviour {
  const events = lines.flatMap((line) =>
    line.event !== undefined && textOf(line.event.values, "Unique-ID") === leg ? [line.event] : [],
  );
  const names = events.map((event) => event.name);
  if (names.length === 0) return { kind: "unregistered" };
  if (names.includes("CHANNEL_ANSWER")) return { kind: "manual" };
  const end = events.find((event) => event.name === "CHANNEL_HANGUP_COMPLETE");
  switch (textOf(end?.values ?? {}, "Hangup-Cause")) {
    case "USER_BUSY":
      return { kind: "busy" };
    case "NO_USER_RESPONSE":
      return { kind: "unavailable" };
    case "NORMAL_TEMPORARY_FAILURE":
      return { kind: "closed" };
    case "NO_ANSWER":
      return names.includes("CHANNEL_PROGRESS") ? { kind: "noAnswer" } : { kind: "unreachable" };
    default:
      return { kind: "manual" };
  }
}

export function replay(name: string): Replayed {
  const lines = goldenLines(name);
  const golden = new Map<string, Told[]>();
  const goldenJobs = new Map<string, string>();
  for (const { event } of lines) note(event, golden, goldenJobs, (id) => id);

  const sim = createSimulatedSwitch({
    node: nodeId("switch-1"),
    seed: name,
    startAt,
    prompts: { defaultMs: 1000, lengthsMs: { announce: 1986, "enter-digits": 600, invalid: 400 }, missing: [] },
  });
  const simulated = new Map<string, Told[]>();
  const simulatedJobs = new Map<string, string>();
  /** The trace's ids by the model's: who arrives gets its id from the switch. */
  const traceIds = new Map<string, string>();
  const ownIds = new Map<string, string>();
  const toOwn = (text: string): string => swap(text, ownIds);
  const toTrace = (text: string): string => swap(text, traceIds);
  const replies: { command: string; golden: string; simulated: string }[] = [];
  const goldenReplies = new Map<number, string[]>();
  for (const line of lines) {
    if (line.dir === "out" || line.event !== undefined || line.parsed === undefined) continue;
    if (headerOf(line.parsed, "Content-Type") === "auth/request") continue;
    if (headerOf(line.parsed, "Content-Type") === "text/disconnect-notice") continue;
    const list = goldenReplies.get(line.conn) ?? [];
    list.push(line.frame);
    goldenReplies.set(line.conn, list);
  }

  let sequence = 0;
  let session: EslSession | undefined;
  let conn = 0;
  let answers: EslFrame[] = [];
  sim.listen((event) => {
    const values = eventValues(sim.core, event, sequence + 1);
    if (values === undefined) return;
    sequence += 1;
    session?.tell(values);
  });

  function open(number: number): EslSession {
    conn = number;
    const made = createEslSession({
      node: sim.node,
      core: sim.core,
      sequence: () => sequence,
      globals: new Map(),
      password: "test-password",
      users: [limitedUser],
      send: (frame) => {
        const type = headerOf(frame, "Content-Type");
        if (type === "text/event-json") note(decodeEvent(frame), simulated, simulatedJobs, toTrace);
        else if (type !== "auth/request" && type !== "text/disconnect-notice") answers.push(frame);
      },
      close: () => undefined,
    });
    made.greet();
    return made;
  }

  const isBehind = (before: ReadonlyMap<string, number>): boolean =>
    [...before].some(([leg, count]) => (simulated.get(leg)?.length ?? 0) < count);

  for (const step of stepsOf(lines)) {
    sim.advance(Math.max(sim.now(), startAt + Math.floor(step.t)));
    const until = sim.now() + patienceMs;
    while (isBehind(step.before) && sim.nextEventAt() <= until) sim.advance(sim.nextEventAt());
    act(step);
  }
  sim.advance(sim.now() + 2000);
  return { golden, simulated, goldenJobs, simulatedJobs, replies };

  function act(step: Step): void {
    switch (step.kind) {
      case "arrive": {
        const text = (header: string): string => textOf(step.values, header) ?? "";
        const id = sim.newCaller({
          afterMs: 0,
          from: text("Caller-Caller-ID-Number"),
          fromName: text("Caller-Caller-ID-Name"),
          to: text("Caller-Destination-Number"),
          presses: [],
          patienceMs: undefined,
          talkMs: undefined,
        });
        traceIds.set(id, step.leg);
        ownIds.set(step.leg, id);
        sim.advance(sim.now());
        return;
      }
      case "press":
        sim.press(toOwn(step.leg), step.digit);
        sim.advance(sim.now());
        return;
      case "pickUp":
        sim.pickUp(toOwn(step.leg));
        return;
      case "hangUp":
        sim.hangUp(toOwn(step.leg));
        return;
      case "shutDown":
        sim.restart({ isGraceful: true, downMs: 500 });
        return;
      case "command":
        command(step.frame, step.conn);
    }
  }

  function command(frame: string, number: number): void {
    if (session === undefined || number !== conn) session = open(number);
    preparePhone(frame);
    answers = [];
    // The phones of the traces are told to answer by themselves and do not.
    const own = toOwn(frame).replace("sip_auto_answer=true,", "");
    for (const one of new CommandReader().push(Buffer.from(own))) session.take(one);
    const theirs = goldenReplies.get(number)?.shift() ?? "";
    const ours = answers.map((answer) => toTrace(textOfFrame(answer))).join("");
    replies.push({ command: frame, golden: theirs, simulated: ours });
  }

  function preparePhone(frame: string): void {
    const [, leg, user] = /origination_uuid=([0-9a-f-]{36}).*sofia\/agents\/(\w+)%/.exec(frame) ?? [];
    if (leg !== undefined && user !== undefined) sim.setPhone(user, phoneOf(leg, lines));
  }
}

const limitedUser = {
  user: "svc@cc.local",
  password: "test-password",
  events: ["CHANNEL_CREATE", "CHANNEL_HANGUP_COMPLETE", "BACKGROUND_JOB", "HEARTBEAT"],
  apis: ["status", "uuid_kill", "uuid_exists"],
};

function textOfFrame(frame: EslFrame): string {
  const head = frame.headers.map(([header, value]) => `${header}: ${value}\n`).join("");
  return `${head}\n${frame.body ?? ""}`;
}

function swap(text: string, ids: ReadonlyMap<string, string>): string {
  return text.replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => ids.get(id) ?? id);
}

function note(
  event: EslEvent | undefined,
  legs: Map<string, Told[]>,
  jobs: Map<string, string>,
  toTrace: (id: string) => string,
): void {
  if (event === undefined) return;
  const leg = textOf(event.values, "Unique-ID");
  if (event.name === "BACKGROUND_JOB") {
    jobs.set(textOf(event.values, "Job-UUID") ?? "", toTrace(textOf(event.values, "_body") ?? ""));
  } else if (leg !== undefined) {
    const id = toTrace(leg);
    const list = legs.get(id) ?? [];
    list.push({ values: event.values, shape: shapeOf(event) });
    legs.set(id, list);
  }
}
