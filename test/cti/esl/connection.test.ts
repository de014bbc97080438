import * as fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { wordsOf } from "#cti/esl/command.ts";
import { connectEsl } from "#cti/esl/connection.ts";
import type { EslConnection, EslConnectionOptions } from "#cti/esl/connection.ts";
import { encodeFrame } from "#cti/esl/encode.ts";
import { eventName } from "#cti/esl/events.ts";
import { EslDisconnected, EslForbiddenText, EslOverloaded, EslRefused, EslTimeout } from "#cti/esl/faults.ts";
import { headerOf } from "#cti/esl/frame.ts";
import { apiResponseFrame, commandReplyFrame, eventFrame, rudeRejectionFrame } from "#cti/esl/replies.ts";
import { defaultEslSettings } from "#cti/esl/settings.ts";
import { ManualTimers } from "./manual-timers.ts";
import { PASSWORD, scriptedSwitch } from "./scripted-switch.ts";
import type { Script, ScriptedClient, ScriptedSwitch } from "./scripted-switch.ts";

const JOB = "501186ed-bae5-4c33-85eb-d16898026856";

interface World {
  readonly sw: ScriptedSwitch;
  readonly timers: ManualTimers;
  readonly downs: EslDisconnected[];
  readonly faults: Error[];
  readonly events: (string | undefined)[];
  readonly options: EslConnectionOptions;
  readonly connect: (changed?: Partial<EslConnectionOptions>) => Promise<EslConnection>;
  readonly client: () => ScriptedClient;
  /** Resolves when the connection has told that it is down. */
  readonly down: Promise<EslDisconnected>;
}

async function world(script: Script = {}): Promise<World> {
  const sw = await scriptedSwitch(script);
  const timers = new ManualTimers();
  const downs: EslDisconnected[] = [];
  const faults: Error[] = [];
  const events: (string | undefined)[] = [];
  const isDown = Promise.withResolvers<EslDisconnected>();
  const options: EslConnectionOptions = {
    host: "127.0.0.1",
    port: sw.port,
    password: PASSWORD,
    user: undefined,
    events: ["BACKGROUND_JOB", "HEARTBEAT"],
    settings: { ...defaultEslSettings, wakeEveryMs: 0, pingEveryMs: 0, heartbeatTimeoutMs: 0 },
    timers,
    onEventFrame: (frame) => events.push(eventName(frame)),
    onFault: (fault) => faults.push(fault),
    onDown: (reason) => {
      downs.push(reason);
      isDown.resolve(reason);
    },
    onAuthenticating: () => undefined,
    signal: undefined,
  };
  onTestFinished(() => sw[Symbol.asyncDispose]());
  const connect = async (changed: Partial<EslConnectionOptions> = {}): Promise<EslConnection> => {
    const connection = await connectEsl({ ...options, ...changed });
    onTestFinished(() => connection.close());
    return connection;
  };
  const client = (): ScriptedClient => {
    const last = sw.clients.at(-1);
    if (last === undefined) throw new Error("No client has connected yet.");
    return last;
  };
  return { sw, timers, downs, faults, events, options, connect, client, down: isDown.promise };
}

/** Answers nothing after the sign-in. */
const mute: Script = { answer: ({ line }) => (/^(auth|event) /.test(line) ? undefined : "answered") };

async function faultOf(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    () => "fulfilled",
    (error: unknown) => error,
  );
}

describe("sign-in", () => {
  test("[ESL20] password, then the list of events as JSON", async () => {
    const { connect, client } = await world();
    await connect();
    expect(client().commands.map((command) => command.line)).toEqual([
      `auth ${PASSWORD}`,
      "event json BACKGROUND_JOB HEARTBEAT",
    ]);
  });

  test("[ESL20] a restricted user signs in with its own name", async () => {
    const { connect, client } = await world();
    await connect({ user: "svc@cc.local" });
    expect(client().commands[0]?.line).toBe(`userauth svc@cc.local:${PASSWORD}`);
  });

  test("[ESL21] a wrong password is a refusal of its own, in plain words, and leaves nothing behind", async () => {
    const { connect, timers, downs } = await world();
    const fault = await faultOf(connect({ password: "wrong" }));
    expect(fault).toBeInstanceOf(EslRefused);
    expect(fault).toMatchObject({ code: "wrongPassword", message: expect.stringContaining("password") });
    expect([timers.pending, downs]).toEqual([0, []]);
  });

  test("[ESL21] an address that is not allowed is a refusal of its own", async () => {
    const { connect } = await world({ greet: (client) => client.send(rudeRejectionFrame) });
    expect(await faultOf(connect())).toMatchObject({ name: "EslRefused", code: "addressDenied" });
  });

  test("[ESL21] a refused list of events is a refusal of its own", async () => {
    const { connect } = await world({
      answer: ({ line }, client) => {
        if (!line.startsWith("event")) return undefined;
        client.send(commandReplyFrame("-ERR permission denied"));
        return "answered";
      },
    });
    expect(await faultOf(connect())).toMatchObject({ name: "EslRefused", code: "subscriptionRefused" });
  });

  test("[ESL22] a switch that does not greet in time is given up", async () => {
    const { connect, timers, sw } = await world({ greet: () => undefined });
    const fault = faultOf(connect());
    await sw.until(() => sw.clients.length === 1);
    timers.advance(defaultEslSettings.connectTimeoutMs);
    expect(await fault).toMatchObject({ name: "EslDisconnected", code: "connectTimeout", sent: false });
    expect(timers.pending).toBe(0);
  });

  test("[ESL22] a closed port is a failed connection", async () => {
    const { options, sw } = await world();
    const { port } = sw;
    await sw[Symbol.asyncDispose]();
    expect(await faultOf(connectEsl({ ...options, port }))).toMatchObject({ code: "connectFailed" });
  });
});

describe("replies", () => {
  test("[ESL23] any mix of commands, answered in order in any pieces: each gets its own reply", async () => {
    const { connect, client } = await world({
      answer: (command, to) => {
        const { verb, argument } = wordsOf(command);
        if (verb === "auth" || verb === "event") return undefined;
        const frame = verb === "api" ? apiResponseFrame(`of ${argument}`) : commandReplyFrame(`+OK of ${argument}`);
        const bytes = encodeFrame(frame);
        const half = bytes.length % 7;
        to.socket.write(bytes.subarray(0, half));
        to.socket.write(bytes.subarray(half));
        return "answered";
      },
    });
    const connection = await connect();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom("api" as const, "bgapi" as const, "sendmsg" as const), { maxLength: 40 }),
        async (kinds) => {
          const ask = {
            api: (id: string) => connection.api(id),
            bgapi: async (id: string) => (await connection.bgapi(id, crypto.randomUUID())).reply,
            sendmsg: (id: string) => connection.sendmsg(id, []),
          };
          const replies = kinds.map((kind, at) => ask[kind](`${kind}-${String(at)}`));
          const expected = kinds.map((kind, at) => `${kind === "api" ? "" : "+OK "}of ${kind}-${String(at)}`);
          expect(await Promise.all(replies)).toEqual(expected);
        },
      ),
      { seed: 23, numRuns: 30 },
    );
    expect(client().socket.destroyed).toBe(false);
  });

  test("[ESL23] a refused `api` is answered as a command, and the order holds", async () => {
    const { connect } = await world({
      answer: ({ line }, client) => {
        if (line !== "api version") return undefined;
        client.send(commandReplyFrame("-ERR permission denied"));
        return "answered";
      },
    });
    const connection = await connect();
    const replies = await Promise.all([connection.api("version"), connection.api("status")]);
    expect(replies).toEqual(["-ERR permission denied", "+OK\n"]);
  });

  test("[ESL24] a command that times out fails, and its late reply is not given to the next", async () => {
    const { connect, client, timers, sw } = await world(mute);
    const connection = await connect();
    const late = faultOf(connection.api("late"));
    timers.advance(defaultEslSettings.commandTimeoutMs);
    expect(await late).toMatchObject({ name: "EslTimeout", sent: true });
    const next = connection.api("next");
    await sw.until(() => client().lines().length === 2);
    client().send(apiResponseFrame("of late"), apiResponseFrame("of next"));
    expect(await next).toBe("of next");
  });

  test("[ESL25] too many commands without reply: the next is refused and not written", async () => {
    const { connect, client, sw, options } = await world(mute);
    const connection = await connect({ settings: { ...options.settings, maxCommands: 3 } });
    const asked = [1, 2, 3].map((n) => faultOf(connection.api(`n${String(n)}`)));
    expect(await faultOf(connection.api("n4"))).toBeInstanceOf(EslOverloaded);
    await sw.until(() => client().lines().length === 3);
    expect(client().lines()).toEqual(["api n1", "api n2", "api n3"]);
    await connection.close();
    for (const fault of await Promise.all(asked)) expect(fault).toMatchObject({ code: "closedByUs", sent: true });
  });

  test("[ESL25] a switch that does not read: commands wait unsent, in order, and arrive once it reads again", async () => {
    const { connect, client, options, sw } = await world();
    const connection = await connect({ settings: { ...options.settings, maxCommands: 10_000 } });
    client().socket.pause();
    const filler = "x".repeat(60_000);
    const replies = Array.from({ length: 400 }, (_, at) => connection.api(`${String(at)} ${filler}`));
    client().socket.resume();
    await sw.until(() => client().lines().length === 400);
    await Promise.all(replies);
    expect(
      client()
        .lines()
        .map((line) => Number(line.split(" ")[1])),
    ).toEqual(replies.map((_, at) => at));
  });

  test("[ESL25] what could not be written in time was not sent and never will be", async () => {
    const { connect, client, options, timers, downs } = await world();
    const connection = await connect({ settings: { ...options.settings, maxCommands: 10_000 } });
    client().socket.pause();
    const filler = "x".repeat(60_000);
    const faults = Array.from({ length: 400 }, (_, at) => faultOf(connection.api(`${String(at)} ${filler}`)));
    timers.advance(defaultEslSettings.commandTimeoutMs);
    const sent = (await Promise.all(faults)).map((fault) => (fault instanceof EslTimeout ? fault.sent : undefined));
    const firstUnsent = sent.indexOf(false);
    expect(firstUnsent).toBeGreaterThan(0);
    expect(sent.slice(0, firstUnsent).every((was) => was === true)).toBe(true);
    expect(sent.slice(firstUnsent).every((was) => was === false)).toBe(true);
    client().socket.resume();
    expect(await connection.api("after")).toBe("+OK\n");
    expect(client().lines()).toHaveLength(firstUnsent + 1);
    expect(downs).toEqual([]);
  });

  test("[ESL10] hostile text is refused before a byte is written", async () => {
    const { connect, client } = await world();
    const connection = await connect();
    const hostile = ["x\n\napi system reboot", "${system(reboot)}", "a,origination_nested_vars=true", "a\0b", "a\rb"];
    for (const text of hostile) {
      expect(await faultOf(connection.api(text))).toBeInstanceOf(EslForbiddenText);
      expect(await faultOf(connection.bgapi(text, JOB))).toBeInstanceOf(EslForbiddenText);
      expect(await faultOf(connection.sendmsg("x", [["execute-app-arg", text]]))).toBeInstanceOf(EslForbiddenText);
      expect(await faultOf(connection.sendEvent(text, [], undefined))).toBeInstanceOf(EslForbiddenText);
    }
    await connection.api("status");
    expect(client().lines()).toEqual(["api status"]);
  });
});

const jobDone = (text: string): ReturnType<typeof eventFrame> =>
  eventFrame("json", { "Event-Name": "BACKGROUND_JOB", "Job-UUID": JOB, _body: text });

describe("background jobs", () => {
  test("[ESL26] carries our Job-UUID and resolves with the text of its BACKGROUND_JOB", async () => {
    const { connect, client } = await world();
    const connection = await connect();
    const job = await connection.bgapi("originate x &park()", JOB);
    client().send(jobDone("-ERR NO_ANSWER\n"));
    expect(await job.outcome).toEqual({ kind: "done", text: "-ERR NO_ANSWER\n" });
    const sent = client().commands.at(-1);
    expect(sent && headerOf(sent, "Job-UUID")).toBe(JOB);
  });

  test("[ESL26] an outcome that overtakes the reply is not lost", async () => {
    const { connect } = await world({
      answer: ({ line }, client) => {
        if (!line.startsWith("bgapi")) return undefined;
        client.send(jobDone("+OK\n"), commandReplyFrame(`+OK Job-UUID: ${JOB}`));
        return "answered";
      },
    });
    const job = await (await connect()).bgapi("x", JOB);
    expect(await job.outcome).toEqual({ kind: "done", text: "+OK\n" });
  });

  test("[ESL26] a refused job is a fault, and its id can be used again", async () => {
    let isRefusing = true;
    const { connect } = await world({
      answer: ({ line }, client) => {
        if (!line.startsWith("bgapi") || !isRefusing) return undefined;
        client.send(commandReplyFrame("-ERR permission denied"));
        return "answered";
      },
    });
    const connection = await connect();
    expect(await faultOf(connection.bgapi("x", JOB))).toMatchObject({ reply: "-ERR permission denied" });
    isRefusing = false;
    expect((await connection.bgapi("x", JOB)).reply).toBe("+OK");
  });

  test("[ESL26] a job without outcome is lost, not failed, after its own time", async () => {
    const { connect, timers } = await world();
    const job = await (await connect()).bgapi("x", JOB);
    timers.advance(defaultEslSettings.jobTimeoutMs);
    expect(await job.outcome).toMatchObject({ kind: "lost", fault: { name: "EslTimeout", sent: true } });
  });

  test("[ESL26] too many jobs without outcome: the next is refused and not written", async () => {
    const { connect, client, options } = await world();
    const connection = await connect({ settings: { ...options.settings, maxJobs: 1 } });
    await connection.bgapi("one", JOB);
    expect(await faultOf(connection.bgapi("two", crypto.randomUUID()))).toBeInstanceOf(EslOverloaded);
    expect(client().lines()).toEqual(["bgapi one"]);
  });
});

describe("the end of a connection", () => {
  test("[ESL27] cut in the middle of a reply: everything outstanding is rejected as sent, the job is lost", async () => {
    const { connect, sw, client, timers, down, downs } = await world(mute);
    const connection = await connect();
    const commands = [faultOf(connection.api("one")), faultOf(connection.sendmsg("x", []))];
    const job = faultOf(connection.bgapi("three", JOB));
    await sw.until(() => client().lines().length === 3);
    client().socket.write("Content-Type: api/response\nContent-Length: 10\n\nhalf");
    client().socket.end();
    await down;
    for (const fault of await Promise.all([...commands, job])) {
      expect(fault).toMatchObject({ name: "EslDisconnected", code: "closedBySwitch", sent: true });
    }
    expect(await faultOf(connection.api("later"))).toMatchObject({ name: "EslDisconnected", sent: false });
    expect([downs.length, timers.pending]).toEqual([1, 0]);
  });

  test("[ESL27] an accepted job ends as lost", async () => {
    const { connect, client } = await world();
    const job = await (await connect()).bgapi("x", JOB);
    client().socket.destroy();
    expect(await job.outcome).toMatchObject({ kind: "lost", fault: { name: "EslDisconnected", sent: true } });
  });

  test.each([
    ["a length that is none", "Content-Length: -1\n\n"],
    ["a reply that nobody asked for", "Content-Type: command/reply\nReply-Text: +OK\n\n"],
  ])("[ESL28] %s ends the connection", async (_, text) => {
    const { connect, client, down } = await world();
    await connect();
    client().socket.write(text);
    expect(await down).toMatchObject({ code: "protocolFault" });
  });

  test("[ESL28] the farewell of a switch that shuts down is the reason", async () => {
    const { connect, client, down } = await world();
    await connect();
    client().socket.write(
      "Content-Type: text/disconnect-notice\nContent-Length: 31\n\nThe system is being shut down.\n",
    );
    const reason = await down;
    expect([reason.code, reason.message]).toEqual(["disconnectNotice", expect.stringContaining("being shut down")]);
  });

  test("[ESL28] closing is told once and leaves no timer", async () => {
    const { connect, timers, downs } = await world();
    const connection = await connect({ settings: defaultEslSettings });
    await connection.close();
    await connection.close();
    expect([downs.map((reason) => reason.code), timers.pending]).toEqual([["closedByUs"], 0]);
  });
});

describe("liveness", () => {
  const alive = { wakeEveryMs: 0, pingEveryMs: 2_000, pingTimeoutMs: 2_000, heartbeatTimeoutMs: 0 };

  test("[ESL29] a switch that answers pings stays connected", async () => {
    const { connect, client, sw, timers, downs } = await world();
    const connection = await connect({ settings: { ...defaultEslSettings, ...alive } });
    for (let round = 1; round <= 5; round += 1) {
      timers.advance(2_000);
      await sw.until(() => client().commands.length === 2 + round * 2 - 1);
      await connection.api("status");
    }
    expect(downs).toEqual([]);
  });

  test("[ESL29] half-open: no byte within 2 s of a ping ends the connection", async () => {
    const { connect, client, sw, timers, down } = await world(mute);
    await connect({ settings: { ...defaultEslSettings, ...alive } });
    timers.advance(2_000);
    await sw.until(() => client().commands.length === 3);
    expect(client().commands[2]?.line).toContain("api uuid_exists 00000000-");
    timers.advance(2_000);
    expect(await down).toMatchObject({ code: "halfOpen" });
  });

  test("[ESL29] bytes of a long reply in front of the ping's own keep the connection", async () => {
    const { connect, client, sw, timers, downs } = await world(mute);
    const connection = await connect({ settings: { ...defaultEslSettings, ...alive, commandTimeoutMs: 60_000 } });
    const reply = connection.api("show channels as json");
    const head = "Content-Type: api/response\nContent-Length: 8\n\n";
    const before = connection.counters().bytesIn + head.length;
    client().socket.write(head);
    await sw.until(() => client().lines().length === 1);
    for (const [at, letter] of "eightlet".split("").entries()) {
      timers.advance(1_500);
      client().socket.write(letter);
      await expect.poll(() => connection.counters().bytesIn - before, { interval: 1 }).toBe(at + 1);
    }
    expect(client().commands.some(({ line }) => line.startsWith("api uuid_exists 0"))).toBe(true);
    expect(await reply).toBe("eightlet");
    expect(downs).toEqual([]);
  });

  test("[ESL30] heartbeats that stop end the connection, although pings are answered", async () => {
    const { connect, client, events, timers, down } = await world();
    const connection = await connect({
      settings: { ...defaultEslSettings, wakeEveryMs: 0, pingEveryMs: 0, heartbeatTimeoutMs: 45_000 },
    });
    timers.advance(40_000);
    client().send(eventFrame("json", { "Event-Name": "HEARTBEAT" }));
    await connection.api("status");
    expect(events).toEqual(["HEARTBEAT"]);
    timers.advance(40_000);
    expect(await connection.api("status")).toBe("+OK\n");
    timers.advance(10_000);
    expect(await down).toMatchObject({ code: "heartbeatMissing" });
  });

  test("[ESL31] a bare line feed is written every wake interval, and none if it is 0", async () => {
    const { connect, client, sw, timers } = await world();
    const connection = await connect({ settings: { ...defaultEslSettings, ...alive, pingEveryMs: 0, wakeEveryMs: 2 } });
    for (let wakes = 1; wakes <= 3; wakes += 1) {
      timers.advance(2);
      await sw.until(() => client().bareLineFeeds === wakes);
    }
    expect(connection.counters().wakesOut).toBe(3);
    const quiet = await connect({ settings: { ...defaultEslSettings, ...alive, wakeEveryMs: 0 } });
    timers.advance(1_000);
    expect(quiet.counters().wakesOut).toBe(0);
  });

  test("[ESL31] no line feed is added while the switch does not read", async () => {
    const { connect, client, timers, options } = await world();
    const connection = await connect({ settings: { ...options.settings, wakeEveryMs: 2, maxCommands: 10_000 } });
    client().socket.pause();
    const filler = "x".repeat(60_000);
    const faults = Array.from({ length: 400 }, () => faultOf(connection.api(filler)));
    timers.advance(100);
    expect(connection.counters().wakesOut).toBe(0);
    await connection.close();
    await Promise.all(faults);
  });
});

describe("events", () => {
  test("[ESL32] a listener that throws is reported and costs nothing else", async () => {
    const seen: (string | undefined)[] = [];
    const { connect, client, faults, downs } = await world();
    const connection = await connect({
      onEventFrame: (frame) => {
        seen.push(eventName(frame));
        throw new Error("a bug in the listener");
      },
    });
    client().send(eventFrame("json", { "Event-Name": "A" }), eventFrame("json", { "Event-Name": "B" }));
    expect(await connection.api("status")).toBe("+OK\n");
    expect(seen).toEqual(["A", "B"]);
    expect(faults.map((fault) => fault.message)).toEqual(["a bug in the listener", "a bug in the listener"]);
    expect(downs).toEqual([]);
  });

  test("[ESL32] frames of other types are counted and ignored", async () => {
    const { connect, client } = await world();
    const connection = await connect();
    client().socket.write("Content-Type: log/data\nContent-Length: 2\n\nhi");
    await connection.api("status");
    expect(connection.counters().framesIgnored).toBe(1);
  });
});
