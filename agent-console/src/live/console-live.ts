/** The console's one live socket, opened at sign-in and closed at sign-out, and its connection to the stores. */

import { listCallbacks } from "#protocol/api/callbacks.ts";
import { livePath } from "#protocol/live-path.ts";
import type { WireRefusal } from "#protocol/errors.ts";
import type { Json } from "#protocol/json.ts";
import type { Ask, Topic } from "#protocol/up.ts";
import { boardView, type BoardView } from "#protocol/views/board.ts";
import { deskView, type DeskView } from "#protocol/views/desk.ts";
import { useEffect } from "react";
import { queryClient } from "../api/queries.ts";
import { setClockOffset } from "./clock.ts";
import { openLiveSocket, type AskOutcome, type LiveSocket, type Wire } from "./live-socket.ts";
import { useBoardStore, useDeskStore, useLinkStore } from "./stores.ts";

let live: LiveSocket | undefined;

/** Topics that components on screen follow, kept apart from the socket, which may come after them or be replaced. */
interface Following {
  count: number;
  stop: (() => void) | undefined;
}
const followed = new Map<Topic, Following>();

function openWire(): Wire {
  const url = new URL(livePath, window.location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(url);
  const wire: Wire = {
    onopen: null,
    onmessage: null,
    onclose: null,
    send: (text) => socket.send(text),
    close: () => socket.close(),
  };
  socket.addEventListener("open", () => wire.onopen?.());
  socket.addEventListener("message", (event) => wire.onmessage?.(event));
  socket.addEventListener("close", () => wire.onclose?.());
  return wire;
}

/**
 * A snapshot is checked by its schema. A patch is the server's own change to a checked view and is not read anew: the
 * untouched rows must keep their identity, or every row of the board would be drawn several times a second.
 */
function store(topic: Topic, view: Json, isWhole: boolean): void {
  switch (topic) {
    case "desk": {
      // Patched from a checked view, as said above.
      const desk = isWhole ? deskView.parse(view) : (view as unknown as DeskView);
      return useDeskStore.setState({ view: desk });
    }
    case "board": {
      // Patched from a checked view, as said above.
      const board = isWhole ? boardView.parse(view) : (view as unknown as BoardView);
      return useBoardStore.setState({ view: board });
    }
    default:
      return topic satisfies never;
  }
}

/** What is on screen about the customer is read again at once; lists only when they are looked at next. */
function outdateCustomer(contact: string | undefined, account: string | undefined): void {
  const ids = [contact, account].filter((id) => id !== undefined);
  void queryClient.invalidateQueries({
    predicate: ({ queryKey }) => ids.some((id) => JSON.stringify(queryKey).includes(id)),
  });
}

function noteRefusal(topic: Topic, refused: WireRefusal | undefined): void {
  useLinkStore.setState(({ refused: before }) => ({ refused: { ...before, [topic]: refused } }));
}

/** Opens the socket for a signed-in person; the returned function closes it and forgets what it said. */
export function startLive(): () => void {
  let wasLost = false;
  const opened = openLiveSocket(
    {
      openWire,
      now: Date.now,
      random: Math.random,
      after: (delayMs, run) => {
        const timer = setTimeout(run, delayMs);
        return () => clearTimeout(timer);
      },
    },
    {
      onLink: (link) => {
        useLinkStore.setState({ link });
        // What was said while nobody listened is not repeated: read anew what is on screen.
        if (link.kind === "lost") wasLost = true;
        if (link.kind !== "open" || !wasLost) return;
        wasLost = false;
        void queryClient.invalidateQueries();
      },
      onView: (topic, view, isWhole) => {
        store(topic, view, isWhole);
        if (isWhole) noteRefusal(topic, undefined);
      },
      onNoView: noteRefusal,
      onCustomerChanged: outdateCustomer,
      onCallbacksChanged: () => void queryClient.invalidateQueries({ queryKey: [listCallbacks.path] }),
      onClock: (offsetMs, roundTripMs) => {
        setClockOffset(offsetMs);
        if (roundTripMs > 0) useLinkStore.setState({ roundTripMs });
      },
    },
  );
  live = opened;
  for (const [topic, following] of followed) following.stop = opened.subscribe(topic);
  const comeBack = () => opened.retryNow();
  window.addEventListener("online", comeBack);
  return () => {
    window.removeEventListener("online", comeBack);
    opened.close();
    if (live === opened) live = undefined;
    useDeskStore.setState({ view: undefined });
    useBoardStore.setState({ view: undefined });
  };
}

/** Asks the server; never rejects. Without a socket the outcome is `lost`. */
export function askServer(ask: Ask): Promise<AskOutcome> {
  return live?.ask(ask) ?? Promise.resolve({ kind: "lost" });
}

/** Follows a topic while the component is on screen. */
export function useTopic(topic: Topic): void {
  useEffect(() => {
    const following = followed.get(topic) ?? { count: 0, stop: live?.subscribe(topic) };
    followed.set(topic, following);
    following.count += 1;
    return () => {
      following.count -= 1;
      if (following.count > 0) return;
      followed.delete(topic);
      following.stop?.();
    };
  }, [topic]);
}
