/**
 * The other end of the wire for `arrival-path.ts`, in a thread of its own: plays the switch frame by frame from golden
 * traces and measures, by its own clock, how long our side takes from the last byte of an event to the command's line.
 */

import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import type { EslClientCommand } from "#cti/esl/frame.ts";
import { CORE, ScriptedSwitch, type ScriptedClient } from "#test/cti/esl/scripted-switch.ts";
import { apiResponseFrame, commandReplyFrame, eventFrame } from "#cti/esl/replies.ts";
import { decodeJsonEvent, type EslValues } from "#cti/esl/events.ts";

const { calls, answered } = z.object({ calls: z.int(), answered: z.string() }).parse(workerData);

const PACE_MS = 9;

/** The two PARK events of one caller in the trace: at the door, and claimed. */
function parkEvents(): readonly [EslValues, EslValues] {
  const file = new URL("../fixtures/traces/03-queue-music-announcement-abandon.esl.jsonl", import.meta.url);
  const parks = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.includes('\\"Event-Name\\":\\"CHANNEL_PARK\\"'))
    .map((line) => z.object({ frame: z.string() }).parse(JSON.parse(line)).frame)
    .map((frame) => decodeJsonEvent(frame.slice(frame.indexOf("\n\n") + 2)));
  const [atTheDoor, claimed] = parks;
  if (atTheDoor === undefined || claimed === undefined) throw new Error("the trace has no two PARK events");
  return [atTheDoor, claimed];
}

const [door, claimed] = parkEvents();
const dialled = "900100";
let sequence = 1_000_000;
const uuidOf = (n: number): string => `${n.toString(16).padStart(8, "0")}-0000-4000-8000-000000000000`;
const event = (from: EslValues, uuid: string, more: Record<string, string>): EslValues => {
  sequence += 1;
  return {
    ...from,
    "Core-UUID": CORE,
    "Event-Sequence": String(sequence),
    "Unique-ID": uuid,
    "Caller-Unique-ID": uuid,
    "Channel-Call-UUID": uuid,
    variable_uuid: uuid,
    "Caller-Destination-Number": dialled,
    ...more,
  };
};

let events: ScriptedClient | undefined;
/** The connection on which the caller is being answered, whose replies are held back until it is their time. */
let answering: ScriptedClient | undefined;
let waiting: { readonly verb: string; readonly resolve: (line: string) => void } | undefined;

const wire = new ScriptedSwitch({
  answer(command: EslClientCommand, client: ScriptedClient) {
    const { line } = command;
    // As the switch does: small frames leave at once.
    client.socket.setNoDelay(true);
    if (line.startsWith("event ")) events = line.includes("CHANNEL_PARK") ? client : events;
    if (waiting !== undefined && line.includes(waiting.verb)) {
      waiting.resolve(line);
      waiting = undefined;
    }
    if (/^api uuid_(?:answer|transfer) /.test(line)) {
      answering = client;
      return "answered";
    }
    if (line.startsWith("api show channels")) {
      client.send(apiResponseFrame('{"row_count": 0}\n'));
      return "answered";
    }
    if (line.startsWith("bgapi ")) {
      const job = command.headers.find(([name]) => name.toLowerCase() === "job-uuid")?.[1] ?? "";
      client.send(commandReplyFrame(`+OK Job-UUID: ${job}`, [["Job-UUID", job]]));
      return "answered";
    }
    return undefined;
  },
});

/** Sends something and resolves with the milliseconds until a command with `verb` has come, and the command. */
async function timed(send: () => void, verb: string): Promise<{ readonly ms: number; readonly line: string }> {
  const came = new Promise<string>((resolve) => {
    waiting = { verb, resolve };
  });
  const began = performance.now();
  send();
  const line = await came;
  return { ms: performance.now() - began, line };
}

async function oneCall(n: number): Promise<readonly [number, number]> {
  const uuid = uuidOf(n);
  const sends = (values: EslValues) => (): void => events?.send(eventFrame("json", values));
  const arrival = await timed(sends(event(door, uuid, {})), `uuid_transfer ${uuid}`);
  // The caller is answered, and then asked to park; both were asked for at once.
  const replies = (): void => answering?.send(apiResponseFrame(`${answered}\n`), apiResponseFrame("+OK\n"));
  const ring = await timed(replies, "originate ");
  const agentLeg = /origination_uuid=([0-9a-f-]{36})/.exec(ring.line)?.[1] ?? "";
  const gone = { "Event-Name": "CHANNEL_HANGUP_COMPLETE", "Hangup-Cause": "NORMAL_CLEARING" };
  await timed(sends(event(claimed, uuid, gone)), `uuid_kill ${agentLeg}`);
  events?.send(eventFrame("json", event(claimed, agentLeg, { ...gone, "Hangup-Cause": "ORIGINATOR_CANCEL" })));
  return [arrival.ms, ring.ms];
}

await wire.listen();
parentPort?.postMessage({ kind: "listening", port: wire.port });
parentPort?.once("message", () => {
  void (async () => {
    const samples: number[] = [];
    // The first calls warm up the compiler and are not counted.
    for (let n = 1; n <= calls + 200; n += 1) {
      // A busy site, not a saturated one: open-loop at about a hundred calls a second.
      await delay(PACE_MS);
      const [arrival, ring] = await oneCall(n);
      if (n > 200) samples.push(arrival + ring);
    }
    parentPort?.postMessage({ kind: "done", samples });
    await wire[Symbol.asyncDispose]();
    parentPort?.close();
  })();
});
