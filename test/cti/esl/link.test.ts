import { describe, expect, onTestFinished, test } from "vitest";
import { FIRST_RETRY_MS_MAX, refusedRetryDelayMs, RETRY_MS_MAX, retryDelayMs } from "#cti/esl/backoff.ts";
import { isEventFrame, peekHeader, textOf } from "#cti/esl/events.ts";
import { EslDisconnected, EslRefused } from "#cti/esl/faults.ts";
import { keepEslLink } from "#cti/esl/link.ts";
import type { EslLink, EslLinkOptions, EslLinkReport } from "#cti/esl/link.ts";
import { FrameReader } from "#cti/esl/parse.ts";
import { apiResponseFrame, authRequestFrame, disconnectNoticeFrame, eventFrame } from "#cti/esl/replies.ts";
import { SeenEvents } from "#cti/esl/seen-events.ts";
import { defaultEslSettings } from "#cti/esl/settings.ts";
import { ManualTimers } from "./manual-timers.ts";
import { CORE, PASSWORD, scriptedSwitch } from "./scripted-switch.ts";
import type { Script, ScriptedClient, ScriptedSwitch } from "./scripted-switch.ts";
import { streamsOf, traceNames } from "./traces.ts";

const NEXT_CORE = "0f157f5b-2954-462c-8315-f73b97a71d6c";

/** Collects the reports of a link and lets a test wait for one of them. */
class Heard {
  readonly reports: EslLinkReport[] = [];
  #waiting: { readonly count: number; readonly kind: EslLinkReport["kind"]; readonly resolve: () => void }[] = [];

  readonly listen = (report: EslLinkReport): void => {
    this.reports.push(report);
    const due = this.#waiting.filter(({ kind, count }) => this.of(kind).length >= count);
    this.#waiting = this.#waiting.filter((one) => !due.includes(one));
    for (const { resolve } of due) resolve();
  };

  of<K extends EslLinkReport["kind"]>(kind: K): Extract<EslLinkReport, { kind: K }>[] {
    return this.reports.filter((report): report is Extract<EslLinkReport, { kind: K }> => report.kind === kind);
  }

  /** Resolves once `count` reports of that kind were heard. */
  until(kind: EslLinkReport["kind"], count: number): Promise<void> {
    if (this.of(kind).length >= count) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ kind, count, resolve }));
  }
}

interface World {
  readonly sw: ScriptedSwitch;
  readonly timers: ManualTimers;
  readonly heard: Heard;
  readonly faults: Error[];
  readonly link: EslLink;
  readonly client: () => ScriptedClient;
}

async function world(script: Script = {}, changed: Partial<EslLinkOptions> = {}): Promise<World> {
  const sw = await scriptedSwitch(script);
  const timers = new ManualTimers();
  const heard = new Heard();
  const faults: Error[] = [];
  const link = keepEslLink({
    host: "127.0.0.1",
    port: sw.port,
    password: PASSWORD,
    user: undefined,
    events: ["CHANNEL_PARK", "HEARTBEAT"],
    settings: { ...defaultEslSettings, wakeEveryMs: 0, pingEveryMs: 0, heartbeatTimeoutMs: 0 },
    timers,
    random: () => 0.5,
    listener: heard.listen,
    onFault: (fault) => faults.push(fault),
    ...changed,
  });
  onTestFinished(async () => {
    await link.close();
    await sw[Symbol.asyncDispose]();
  });
  const client = (): ScriptedClient => {
    const last = sw.clients.at(-1);
    if (last === undefined) throw new Error("No client has connected yet.");
    return last;
  };
  return { sw, timers, heard, faults, link, client };
}

function parked(coreUuid: string, sequence: number): ReturnType<typeof eventFrame> {
  return eventFrame("json", {
    "Event-Name": "CHANNEL_PARK",
    "Core-UUID": coreUuid,
    "Event-Sequence": String(sequence),
  });
}

describe("up and down", () => {
  test("[ESL40] says that it is up, with the process of the switch, and passes events on with their time", async () => {
    const { heard, client, timers, link } = await world();
    await heard.until("up", 1);
    timers.advance(250);
    client().send(parked(CORE, 7));
    await heard.until("event", 1);
    expect(heard.reports).toEqual([
      { kind: "up", coreUuid: CORE, previousCoreUuid: undefined },
      {
        kind: "event",
        receivedAtMonotonicMs: 250,
        event: {
          name: "CHANNEL_PARK",
          subclass: undefined,
          values: { "Event-Name": "CHANNEL_PARK", "Core-UUID": CORE, "Event-Sequence": "7" },
        },
      },
    ]);
    expect([link.state(), link.coreUuid()]).toEqual(["up", CORE]);
  });

  test("[ESL41] a lost connection is made again within a second, and nothing is sent a second time", async () => {
    const { heard, client, timers, sw, link } = await world({
      answer: ({ line }) => (line.startsWith("bgapi") ? "answered" : undefined),
    });
    await heard.until("up", 1);
    const job = link
      .bgapi("originate x &park()", "501186ed-bae5-4c33-85eb-d16898026856")
      .catch((error: unknown) => error);
    await sw.until(() => client().lines().length === 1);
    client().socket.destroy();
    await heard.until("down", 1);
    expect(await job).toMatchObject({ name: "EslDisconnected", sent: true });
    expect(link.state()).toBe("down");
    expect(await link.api("status").catch((error: unknown) => error)).toMatchObject({
      code: "notConnected",
      sent: false,
    });
    const [down] = heard.of("down");
    expect(down?.retryInMs).toBeLessThanOrEqual(1_000);
    timers.advance(1_000);
    await heard.until("up", 2);
    await link.api("status");
    expect(client().lines()).toEqual(["api status"]);
    expect(sw.clients).toHaveLength(2);
    expect(link.counters().connections).toBe(2);
  });

  test("[ESL42] a wrong password is said as such and tried again only after 30 s and more", async () => {
    const { heard, timers, sw } = await world({}, { password: "wrong" });
    await heard.until("down", 1);
    const [down] = heard.of("down");
    expect(down?.reason).toBeInstanceOf(EslRefused);
    expect(down?.retryInMs).toBeGreaterThanOrEqual(30_000);
    timers.advance(29_999);
    expect(sw.clients).toHaveLength(1);
    timers.advance(15_001);
    await heard.until("down", 2);
    expect(sw.clients).toHaveLength(2);
    expect(heard.of("up")).toEqual([]);
  });

  test("[ESL43] closing ends the attempts in every state and leaves no timer", async () => {
    const connecting = await world({ greet: () => undefined });
    await connecting.sw.until(() => connecting.sw.clients.length === 1);
    await connecting.link.close();
    const refused = await world({}, { password: "wrong" });
    await refused.heard.until("down", 1);
    await refused.link.close();
    const up = await world();
    await up.heard.until("up", 1);
    await up.link.close();
    for (const { link, timers, sw } of [connecting, refused, up]) {
      expect([link.state(), timers.pending, sw.clients.length]).toEqual(["down", 0, 1]);
    }
    expect(up.heard.of("down").at(-1)).toMatchObject({ reason: { code: "closedByUs" }, retryInMs: undefined });
  });

  test("[ESL41] a switch that dies while we ask who it is was never up", async () => {
    const { heard } = await world({
      answer: ({ line }, client) => {
        if (line !== "api global_getvar core_uuid") return undefined;
        client.socket.destroy();
        return "answered";
      },
    });
    await heard.until("down", 1);
    expect(heard.reports.map((report) => report.kind)).toEqual(["down"]);
    expect(heard.of("down")[0]?.reason).toBeInstanceOf(EslDisconnected);
  });
});

test("[ESL41] a farewell right behind the answer to who it is: never up, tried again", async () => {
  const { heard, link } = await world({
    answer: ({ line }, client) => {
      if (line !== "api global_getvar core_uuid") return undefined;
      client.send(apiResponseFrame(CORE), disconnectNoticeFrame());
      return "answered";
    },
  });
  await heard.until("down", 1);
  expect(heard.reports).toMatchObject([{ kind: "down", reason: { code: "disconnectNotice" }, retryInMs: 525 }]);
  expect(link.state()).toBe("down");
});

test("[ESL41] the wait grows with each failure in a row and starts again after success", async () => {
  let isAway = true;
  const { heard, timers, client } = await world({
    greet: (greeted) => {
      if (isAway) greeted.socket.destroy();
      else greeted.send(authRequestFrame);
    },
  });
  for (const [failures, retryInMs] of [525, 775, 775].entries()) {
    await heard.until("down", failures + 1);
    expect(heard.of("down")[failures]?.retryInMs).toBe(retryInMs);
    isAway = failures < 2;
    timers.advance(retryInMs);
  }
  await heard.until("up", 1);
  client().socket.destroy();
  await heard.until("down", 4);
  expect(heard.of("down")[3]?.retryInMs).toBe(525);
});

describe("who the switch is", () => {
  test("[ESL44] a restart that shows in an event before `up` is told by `up` alone", async () => {
    let isRestarted = false;
    const { heard, client, timers } = await world({
      answer: ({ line }, to) => {
        if (line !== "api global_getvar core_uuid" || !isRestarted) return undefined;
        to.send(parked(NEXT_CORE, 1), apiResponseFrame("-ERR global_getvar Command not found!\n"));
        return "answered";
      },
    });
    await heard.until("up", 1);
    isRestarted = true;
    client().socket.destroy();
    await heard.until("down", 1);
    timers.advance(1_000);
    await heard.until("up", 2);
    expect(heard.of("up")[1]).toEqual({ kind: "up", coreUuid: NEXT_CORE, previousCoreUuid: CORE });
    expect(heard.of("restarted")).toEqual([]);
  });

  test("[ESL44] after a restart of the switch `up` names the process before", async () => {
    let core = CORE;
    const { heard, client, timers, link } = await world({ coreUuid: () => core });
    await heard.until("up", 1);
    core = NEXT_CORE;
    client().socket.destroy();
    await heard.until("down", 1);
    timers.advance(1_000);
    await heard.until("up", 2);
    expect(heard.of("up")[1]).toEqual({ kind: "up", coreUuid: NEXT_CORE, previousCoreUuid: CORE });
    client().send(parked(NEXT_CORE, 1));
    await heard.until("event", 1);
    expect([heard.of("restarted"), link.coreUuid()]).toEqual([[], NEXT_CORE]);
  });

  test("[ESL44] an event of another process tells of the restart before it is passed on", async () => {
    const { heard, client } = await world();
    await heard.until("up", 1);
    client().send(parked(NEXT_CORE, 1));
    await heard.until("event", 1);
    expect(heard.reports.slice(1).map((report) => report.kind)).toEqual(["restarted", "event"]);
    expect(heard.of("restarted")).toEqual([{ kind: "restarted", coreUuid: NEXT_CORE, previousCoreUuid: CORE }]);
  });

  test("[ESL44] a switch that does not tell is known from its first event, without a false restart", async () => {
    const { heard, client, link } = await world({ coreUuid: () => "-ERR global_getvar Command not found!\n" });
    await heard.until("up", 1);
    expect(heard.of("up")[0]?.coreUuid).toBeUndefined();
    client().send(parked(CORE, 1));
    await heard.until("event", 1);
    expect([heard.of("restarted"), link.coreUuid()]).toEqual([[], CORE]);
  });
});

describe("repeated events", () => {
  test("[ESL45] the same event twice is passed on once and counted; order and gaps mean nothing", async () => {
    const { heard, client, link } = await world();
    await heard.until("up", 1);
    client().send(parked(CORE, 5), parked(CORE, 9), parked(CORE, 5), parked(CORE, 7), parked(CORE, 9));
    await link.api("status");
    expect(heard.of("event").map(({ event }) => event.values["Event-Sequence"])).toEqual(["5", "9", "7"]);
    expect(link.counters().duplicates).toBe(2);
  });

  test("[ESL45] also across a new connection, but not across a restart of the switch", async () => {
    const { heard, client, link, timers } = await world();
    await heard.until("up", 1);
    client().send(parked(CORE, 5));
    await heard.until("event", 1);
    client().socket.destroy();
    await heard.until("down", 1);
    timers.advance(1_000);
    await heard.until("up", 2);
    client().send(parked(CORE, 5), parked(NEXT_CORE, 5));
    await link.api("status");
    expect(heard.of("event").map(({ event }) => event.values["Core-UUID"])).toEqual([CORE, NEXT_CORE]);
  });

  test.each(traceNames)("[ESL45] every event of %s is passed on once, in the order of the wire", async (name) => {
    const { heard, client, link } = await world();
    await heard.until("up", 1);
    const frames = streamsOf(name, "in")
      .flatMap((stream) => new FrameReader().push(Buffer.from(stream.join(""))))
      .filter((frame) => isEventFrame(frame));
    const numbers = frames.map((frame) => `${peekHeader(frame, "Core-UUID")} ${peekHeader(frame, "Event-Sequence")}`);
    client().send(...frames);
    await link.api("status");
    const heardNumbers = heard
      .of("event")
      .map(({ event: { values } }) => `${textOf(values, "Core-UUID")} ${textOf(values, "Event-Sequence")}`);
    expect(heardNumbers).toEqual([...new Set(numbers)]);
    expect(link.counters().duplicates).toBe(numbers.length - heardNumbers.length);
  });

  test("[ESL45] an event without number is always passed on", async () => {
    const { heard, client, link } = await world();
    await heard.until("up", 1);
    const unnumbered = eventFrame("json", { "Event-Name": "CUSTOM", "Core-UUID": CORE });
    client().send(unnumbered, unnumbered);
    await link.api("status");
    expect(heard.of("event")).toHaveLength(2);
  });

  test("[ESL45] memory is bounded: the last so many are known, the long gone are not", () => {
    const seen = new SeenEvents(100);
    for (let sequence = 0; sequence < 1_050; sequence += 1) expect(seen.isRepeated(CORE, String(sequence))).toBe(false);
    for (let sequence = 950; sequence < 1_050; sequence += 1)
      expect(seen.isRepeated(CORE, String(sequence))).toBe(true);
    expect(seen.isRepeated(CORE, "1")).toBe(false);
  });
});

describe("a listener", () => {
  test("[ESL46] that throws is reported and keeps hearing", async () => {
    const heard = new Heard();
    const { faults, client, link } = await world(
      {},
      {
        listener: (report) => {
          heard.listen(report);
          throw new Error("a bug in the listener");
        },
      },
    );
    await heard.until("up", 1);
    client().send(parked(CORE, 1), parked(CORE, 2));
    await link.api("status");
    expect(heard.of("event")).toHaveLength(2);
    expect(faults).toHaveLength(3);
    expect(link.state()).toBe("up");
  });

  test("[ESL46] hears nothing of an event that cannot be read; the fault is reported", async () => {
    const { heard, faults, client, link } = await world();
    await heard.until("up", 1);
    client().send({ headers: [["Content-Type", "text/event-json"]], body: '{"Event-Name":1}' }, parked(CORE, 2));
    await link.api("status");
    expect(heard.of("event")).toHaveLength(1);
    expect(faults.map((fault) => fault.name)).toEqual(["EslProtocolFault"]);
  });
});

test("[ESL41] waits grow with each failure, are spread by chance and have an upper limit", () => {
  for (const random of [0, 0.25, 0.999]) {
    const delays = Array.from({ length: 20 }, (_, attempt) => retryDelayMs(attempt, random));
    expect(delays[0]).toBeLessThanOrEqual(FIRST_RETRY_MS_MAX);
    expect(delays).toEqual(delays.toSorted((one, other) => one - other));
    expect(Math.max(...delays)).toBeLessThanOrEqual(RETRY_MS_MAX);
    expect(Math.min(...delays)).toBeGreaterThan(0);
  }
  expect(retryDelayMs(3, 0.9)).toBeGreaterThan(retryDelayMs(3, 0.1));
  expect([refusedRetryDelayMs(0), refusedRetryDelayMs(0.5)]).toEqual([30_000, 45_000]);
});
