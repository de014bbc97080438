import { expect, test } from "vitest";
import { openLiveSocket, type LinkState, type Wire } from "#agent-console/src/live/live-socket.ts";
import type { DownMessage } from "#protocol/down.ts";
import type { Json } from "#protocol/json.ts";
import { upMessage, type UpMessage } from "#protocol/up.ts";

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** The other end of the wire, and a clock that moves when told to. */
function stage() {
  let now = 1_000;
  let timers: Timer[] = [];
  const wires: Wire[] = [];
  const said: UpMessage[] = [];
  const links: LinkState[] = [];
  const views: { topic: string; view: Json; isWhole: boolean }[] = [];
  const socket = openLiveSocket(
    {
      now: () => now,
      random: () => 0,
      after: (delayMs, run) => {
        const timer = { at: now + delayMs, run };
        timers.push(timer);
        return () => {
          timers = timers.filter((each) => each !== timer);
        };
      },
      openWire: () => {
        const wire: Wire = {
          onopen: null,
          onmessage: null,
          onclose: null,
          send: (text) => void said.push(upMessage.parse(JSON.parse(text))),
          close: () => undefined,
        };
        wires.push(wire);
        return wire;
      },
    },
    {
      onLink: (state) => links.push(state),
      onView: (topic, view, isWhole) => views.push({ topic, view, isWhole }),
      onNoView: () => undefined,
      onCustomerChanged: () => undefined,
      onCallbacksChanged: () => undefined,
      onClock: () => undefined,
    },
  );
  const hear = (message: DownMessage) => wires.at(-1)?.onmessage?.({ data: JSON.stringify(message) });
  return {
    socket,
    wires,
    said,
    links,
    views,
    hear,
    open: (stream: string) => {
      wires.at(-1)?.onopen?.();
      hear({ kind: "welcome", version: 1, stream, now });
    },
    pass: (ms: number) => {
      const end = now + ms;
      for (let next = due(); next !== undefined; next = due()) {
        now = next.at;
        timers = timers.filter((each) => each !== next);
        next.run();
      }
      now = end;
      function due() {
        return timers.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
      }
    },
  };
}

const subscribesTo = (said: readonly UpMessage[]) => said.filter(({ kind }) => kind === "subscribe").length;

test("[CON1] a snapshot and gapless patches build the view", () => {
  const { socket, open, hear, views } = stage();
  socket.subscribe("board");
  open("a");
  hear({ kind: "snapshot", topic: "board", number: 7, view: { waiting: 1, ready: 2 } });
  hear({ kind: "patch", topic: "board", number: 8, patch: { waiting: 3 } });
  hear({ kind: "patch", topic: "board", number: 9, patch: { ready: null } });
  expect(views).toEqual([
    { topic: "board", view: { waiting: 1, ready: 2 }, isWhole: true },
    { topic: "board", view: { waiting: 3, ready: 2 }, isWhole: false },
    { topic: "board", view: { waiting: 3 }, isWhole: false },
  ]);
});

test("[CON2] a gap throws the copy away and subscribes again; a repeated patch does nothing", () => {
  const { socket, open, hear, views, said } = stage();
  socket.subscribe("desk");
  open("a");
  hear({ kind: "snapshot", topic: "desk", number: 1, view: { n: 1 } });
  hear({ kind: "patch", topic: "desk", number: 1, patch: { n: 99 } });
  expect(views).toHaveLength(1);
  hear({ kind: "patch", topic: "desk", number: 3, patch: { n: 3 } });
  expect(views).toHaveLength(1);
  expect(subscribesTo(said)).toBe(2);
  hear({ kind: "snapshot", topic: "desk", number: 3, view: { n: 3 } });
  expect(views.at(-1)?.view).toEqual({ n: 3 });
});

test("[CON3] a lost connection is tried again with growing delays and resumes from the last number", () => {
  const { socket, open, hear, wires, links, said, pass } = stage();
  socket.subscribe("desk");
  open("a");
  hear({ kind: "snapshot", topic: "desk", number: 4, view: {} });
  wires[0]?.onclose?.();
  expect(links.at(-1)).toEqual({ kind: "lost", retryAt: 1_250 });
  pass(250);
  expect(wires).toHaveLength(2);
  wires[1]?.onclose?.();
  expect(links.at(-1)).toEqual({ kind: "lost", retryAt: 1_750 });
  pass(500);
  wires[2]?.onopen?.();
  expect(said.at(-1)).toEqual({ kind: "hello", version: 1, resume: { stream: "a", seen: { desk: 4 } } });
});

test("[CON3] another run of the server forgets the numbers of the one before", () => {
  const { socket, open, hear, wires, pass, views } = stage();
  socket.subscribe("desk");
  open("a");
  hear({ kind: "snapshot", topic: "desk", number: 4, view: { n: 4 } });
  wires[0]?.onclose?.();
  pass(1_000);
  open("b");
  hear({ kind: "patch", topic: "desk", number: 5, patch: { n: 5 } });
  expect(views).toHaveLength(1);
});

test("[CON4] silence after a ping counts as a loss", () => {
  const { open, links, pass } = stage();
  open("a");
  pass(5_000);
  expect(links.at(-1)?.kind).toBe("lost");
});

test("[CON5] an ask is answered, refused, or lost, and never left open", async () => {
  const { socket, open, hear, wires, pass } = stage();
  expect(await socket.ask({ kind: "hangUp", interaction: uuid })).toEqual({ kind: "lost" });
  open("a");
  const done = socket.ask({ kind: "dial", number: "+34911" });
  hear({ kind: "answer", id: 0, interaction: uuid });
  expect(await done).toEqual({ kind: "done", interaction: uuid });
  const refused = socket.ask({ kind: "hangUp", interaction: uuid });
  hear({ kind: "answer", id: 1, refused: "alreadyEnded" });
  expect(await refused).toEqual({ kind: "refused", code: "alreadyEnded" });
  const late = socket.ask({ kind: "hangUp", interaction: uuid });
  hear({ kind: "pong", sentAt: 1_000, now: 1_000 });
  pass(10_000);
  expect(await late).toEqual({ kind: "lost" });
  const cut = socket.ask({ kind: "hangUp", interaction: uuid });
  wires.at(-1)?.onclose?.();
  expect(await cut).toEqual({ kind: "lost" });
});

test("[CON6] a session that ended, or a version that is too old, is not tried again", () => {
  for (const message of [
    { kind: "signedOut", reason: "elsewhere" },
    { kind: "unsupportedVersion", oldest: 2, newest: 3 },
  ] as const) {
    const { open, hear, links, wires, pass } = stage();
    open("a");
    hear(message);
    pass(120_000);
    expect(wires).toHaveLength(1);
    expect(links.at(-1)?.kind).toBe("ended");
  }
});

test("[CON7] a topic is followed while somebody looks, and unsubscribed after the last one", () => {
  const { socket, open, hear, said, views } = stage();
  open("a");
  const first = socket.subscribe("board");
  const second = socket.subscribe("board");
  first();
  hear({ kind: "snapshot", topic: "board", number: 1, view: {} });
  second();
  hear({ kind: "patch", topic: "board", number: 2, patch: { n: 1 } });
  expect(said.filter(({ kind }) => kind !== "ping").map(({ kind }) => kind)).toEqual([
    "hello",
    "subscribe",
    "unsubscribe",
  ]);
  expect(views).toHaveLength(1);
});

const uuid = "01900000-0005-7000-8000-000000000001";
