/**
 * All feeds: one per desk and one board, kept up to date from facts.
 *
 * A desk's own part goes out in the same turn of the event loop as the facts (but never between a fact and its
 * command). The board, and what all desks share, is projected at most five times a second, once for everybody.
 */

import type { Json } from "#protocol/json.ts";
import { difference } from "#protocol/json.ts";
import type { Fact } from "#routing/facts.ts";
import type { AgentId, InteractionId } from "#routing/ids.ts";
import type { DurationMs, Instant } from "#routing/instant.ts";
import type { State } from "#routing/state.ts";
import type { Audience } from "./audience.ts";
import { createFeed, type Feed, type FeedLimits } from "./feed.ts";
import { plain } from "./plain.ts";
import { agentsOn, boardView, ownDesk } from "./project.ts";
import { createSharedDesk } from "./shared-desk.ts";
import type { Sources } from "./sources.ts";

export interface TopicsLimits {
  /** The board and the shared part of desks are sent at most this often. */
  readonly coalesceMs: DurationMs;
  /** What no fact tells (legs on a switch, a registered phone, midnight) is looked at this often. */
  readonly unpromptedMs: DurationMs;
  /** A feed that nobody reads is kept this long for those who come back. */
  readonly idleMs: DurationMs;
  readonly feed?: FeedLimits | undefined;
}

export const topicsLimits: TopicsLimits = { coalesceMs: 200, unpromptedMs: 5_000, idleMs: 60_000 };

export interface Topics extends Disposable {
  feed(audience: Audience): Feed;
  /** Marks the desks that the facts touch; sends nothing yet. */
  follow(facts: readonly Fact[], state: State): void;
  /** The desks that show this interaction are due. */
  touch(interaction: InteractionId): void;
  /** Everything is due, as after a new configuration. */
  refresh(): void;
  /** Projects and sends what is due now. Called by timers; tests call it to be sooner. */
  flush(): void;
}

export interface TopicsParts {
  readonly sources: Sources;
  readonly now: () => Instant;
  readonly limits?: TopicsLimits | undefined;
  /** After each tick, for readers that wait to be able to read again. */
  readonly onTick: () => void;
}

interface Board {
  readonly feed: Feed;
  view: Json;
  /** The view as text, once for all who join until the next change. */
  text: string | undefined;
  readAt: Instant;
}

interface Desk {
  readonly feed: Feed;
  own: Json;
  readAt: Instant;
}

export function createTopics({ sources, now, onTick, limits = topicsLimits }: TopicsParts): Topics {
  const desks = new Map<AgentId, Desk>();
  const dueDesks = new Set<AgentId>();
  const shared = createSharedDesk(sources);
  let board: Board | undefined;
  let isSharedDue = false;
  let isBoardDue = false;
  let projectedAt = now();
  /** The highest number of all feeds that are gone: a later feed of the same audience begins after it. */
  let usedNumbers = 0;
  let soon: NodeJS.Immediate | undefined;
  const timer = setInterval(tick, limits.coalesceMs);
  timer.unref();

  function sendSoon(): void {
    soon ??= setImmediate(() => {
      soon = undefined;
      sendDesks();
    });
  }

  function sendDesks(): void {
    for (const agent of dueDesks) {
      const desk = desks.get(agent);
      if (desk !== undefined) sendOwn(agent, desk);
    }
    dueDesks.clear();
  }

  function sendOwn(agent: AgentId, desk: Desk): void {
    const own = projectOwn(agent);
    const change = difference(desk.own, own);
    if (change === undefined) return;
    desk.own = own;
    desk.feed.push(JSON.stringify(change));
  }

  function projectOwn(agent: AgentId): Json {
    return plain(ownDesk(sources, agent) ?? {});
  }

  function sendShared(): void {
    isSharedDue = false;
    if (desks.size === 0) return;
    const change = shared.update();
    if (change === undefined) return;
    for (const [agent, { feed }] of desks) {
      const patch = change.patchFor(agent);
      if (patch !== undefined) feed.push(patch);
    }
  }

  function sendBoard(): void {
    isBoardDue = false;
    if (board === undefined) return;
    const view = plain(boardView(sources));
    const change = difference(board.view, view);
    board.view = view;
    if (change === undefined) return;
    board.text = undefined;
    board.feed.push(JSON.stringify(change));
  }

  function tick(): void {
    const at = now();
    if (at - projectedAt >= limits.unpromptedMs) {
      for (const agent of desks.keys()) dueDesks.add(agent);
      isSharedDue = true;
      isBoardDue = true;
    }
    if (isSharedDue || isBoardDue) projectedAt = at;
    sendDesks();
    if (isSharedDue) sendShared();
    if (isBoardDue) sendBoard();
    forgetUnread(at);
    onTick();
  }

  function forgetUnread(at: Instant): void {
    for (const [agent, desk] of desks) {
      if (desk.feed.readers() > 0) desk.readAt = at;
      else if (at - desk.readAt > limits.idleMs) {
        usedNumbers = Math.max(usedNumbers, desk.feed.number());
        desks.delete(agent);
      }
    }
    if (board === undefined) return;
    if (board.feed.readers() > 0) board.readAt = at;
    else if (at - board.readAt > limits.idleMs) {
      usedNumbers = Math.max(usedNumbers, board.feed.number());
      board = undefined;
    }
  }

  function deskFeed(agent: AgentId): Feed {
    const known = desks.get(agent);
    if (known !== undefined) {
      known.readAt = now();
      return known.feed;
    }
    // The first desk after a while: what is shared was not kept up to date for nobody.
    if (desks.size === 0) shared.update();
    const desk: Desk = {
      feed: createFeed("desk", usedNumbers + 1, () => wholeDesk(desk.own, shared.fieldsFor(agent)), limits.feed),
      own: projectOwn(agent),
      readAt: now(),
    };
    desks.set(agent, desk);
    return desk.feed;
  }

  function boardFeed(): Feed {
    if (board !== undefined) {
      board.readAt = now();
      return board.feed;
    }
    const made: Board = {
      feed: createFeed("board", usedNumbers + 1, () => (made.text ??= JSON.stringify(made.view)), limits.feed),
      view: plain(boardView(sources)),
      text: undefined,
      readAt: now(),
    };
    board = made;
    return made.feed;
  }

  return {
    feed: (audience) => (audience.kind === "board" ? boardFeed() : deskFeed(audience.agent)),
    follow(facts, state) {
      for (const fact of facts) {
        if (fact.kind === "config.adopted" || fact.kind === "switch.wentUp" || fact.kind === "switch.wentDown")
          for (const agent of desks.keys()) dueDesks.add(agent);
        if ("agent" in fact && fact.agent !== undefined) dueDesks.add(fact.agent);
        if ("interaction" in fact && fact.interaction !== undefined)
          for (const agent of agentsOn(state, fact.interaction)) dueDesks.add(agent);
      }
      isSharedDue = true;
      isBoardDue = true;
      if (dueDesks.size > 0) sendSoon();
    },
    touch(interaction) {
      for (const agent of agentsOn(sources.state, interaction)) dueDesks.add(agent);
      if (dueDesks.size > 0) sendSoon();
    },
    refresh() {
      for (const agent of desks.keys()) dueDesks.add(agent);
      isSharedDue = true;
      isBoardDue = true;
      sendSoon();
    },
    flush: tick,
    [Symbol.dispose]() {
      clearInterval(timer);
      if (soon !== undefined) clearImmediate(soon);
    },
  };
}

/** The own part as an object with the shared fields put in at its end. */
function wholeDesk(own: Json, sharedFields: string): string {
  const text = JSON.stringify(own);
  return text === "{}" ? `{${sharedFields}}` : `${text.slice(0, -1)},${sharedFields}}`;
}
