/** The live socket's side of the server: feeds of views for browsers, and their asks to the engine. */

import { randomUUID } from "node:crypto";
import type { WebSocket } from "ws";
import type { SwitchHealth } from "#cti/port.ts";
import type { WireRefusal } from "#protocol/errors.ts";
import type { Ask, Topic } from "#protocol/up.ts";
import type { Fact } from "#routing/facts.ts";
import type { AgentId, InteractionId } from "#routing/ids.ts";
import type { DurationMs, Instant } from "#routing/instant.ts";
import type { Engine } from "../engine/port.ts";
import type { AuditEntry } from "../platform/audit.ts";
import type { Session, Sessions } from "../platform/sessions.ts";
import { requestOf } from "./asks.ts";
import { acting, admission, ownAgent } from "./audience.ts";
import { createCallbackNews } from "./callback-news.ts";
import { createPopBook } from "./pop.ts";
import { closeCodes, openSocket, socketLimits, type LiveSocket, type SocketHost, type SocketLimits } from "./socket.ts";
import type { PopSources, Sources, TodayFigures } from "./sources.ts";
import { createTopics, topicsLimits, type TopicsLimits } from "./topics.ts";

export interface LiveParts {
  readonly engine: Engine;
  readonly sessions: Sessions;
  readonly figures: TodayFigures;
  readonly pop: PopSources;
  readonly nodes: () => readonly SwitchHealth[];
  readonly isStoreUp: () => boolean;
  /** undefined: there is no real switch. */
  readonly isPhoneRegistered: ((sipUser: string) => boolean) | undefined;
  readonly audit: (entry: AuditEntry) => Promise<void>;
  /** For the count of refusals, by kind of ask. */
  readonly onRefused: (kind: Ask["kind"], refusal: WireRefusal) => void;
  /** A look-up or an audit row that failed; the call goes on. */
  readonly onFault: (error: unknown, interaction: InteractionId | undefined) => void;
  readonly limits?: LiveLimits | undefined;
}

export interface LiveLimits {
  readonly socket: SocketLimits;
  readonly topics: TopicsLimits;
  /** A promise to a person that is not durable by then is answered `notSaved`. */
  readonly savedWithinMs: DurationMs;
}

export const liveLimits: LiveLimits = { socket: socketLimits, topics: topicsLimits, savedWithinMs: 8_000 };

export interface Live extends AsyncDisposable {
  readonly messageBytesMax: number;
  /** Takes over a socket whose origin and session were checked. */
  accept(socket: WebSocket, session: Session): void;
  sockets(): number;
  /** Something that no fact tells has changed: a phone registered, the store came back. */
  refresh(): void;
  /** A customer was changed by anybody: every console hears that its copy is old. */
  customerChanged(changed: { readonly contact: string | undefined; readonly account: string | undefined }): void;
}

export function createLive(parts: LiveParts): Live {
  const { engine, sessions } = parts;
  const limits = parts.limits ?? liveLimits;
  const stream = randomUUID();
  const sockets = new Set<LiveSocket>();
  /** Sockets per agent that have her desk open: several tabs are one console. */
  const consoles = new Map<AgentId, number>();
  const heldSince = new Map<InteractionId, Instant>();
  const now = (): Instant => engine.now();

  const popBook = createPopBook({
    sources: parts.pop,
    onChange: (interaction) => topics.touch(interaction),
    onFault: parts.onFault,
  });
  const sources: Sources = {
    get state() {
      return engine.state;
    },
    figures: parts.figures,
    pop: (interaction) => popBook.of(interaction),
    heldSince: (interaction) => heldSince.get(interaction),
    get nodes() {
      return parts.nodes();
    },
    get isStoreUp() {
      return parts.isStoreUp();
    },
    isPhoneRegistered: (sipUser) => parts.isPhoneRegistered?.(sipUser),
  };
  const callbackNews = createCallbackNews({
    durable: (fact) => engine.durable(fact),
    onFault: (error) => parts.onFault(error, undefined),
  });
  const topics = createTopics({
    sources,
    now,
    limits: limits.topics,
    onTick: () => {
      const at = now();
      for (const socket of sockets) socket.tick(at);
      if (callbackNews.take()) for (const socket of sockets) socket.tell({ kind: "callbacksChanged" });
    },
  });
  const unsubscribe = engine.subscribe((facts, state) => {
    keepHolds(facts);
    popBook.follow(facts, state);
    topics.follow(facts, state);
    callbackNews.follow(facts);
  });
  popBook.catchUp(engine.state);

  /** The state says that a call is held, not since when. */
  function keepHolds(facts: readonly Fact[]): void {
    for (const fact of facts) {
      if (fact.kind === "interaction.held") heldSince.set(fact.interaction, fact.at);
      else if (
        fact.kind === "interaction.retrieved" ||
        fact.kind === "interaction.disconnected" ||
        fact.kind === "interaction.ended"
      )
        heldSince.delete(fact.interaction);
    }
  }

  function consoleChanged(agent: AgentId | undefined, isOpen: boolean): void {
    if (agent === undefined) return;
    const before = consoles.get(agent) ?? 0;
    const after = Math.max(0, before + (isOpen ? 1 : -1));
    if (after === 0) consoles.delete(agent);
    else consoles.set(agent, after);
    if (before === 0 && after > 0) engine.submit({ kind: "console.connected", agent });
    if (before > 0 && after === 0) engine.submit({ kind: "console.disconnected", agent });
  }

  async function ask(session: Session, asked: Ask): Promise<Answer> {
    const viewer = viewerOf(session);
    const who = acting(viewer, asked);
    if ("refused" in who) return refused(asked, who.refused);
    const { refusal, facts } = engine.submit(requestOf(asked, who.agent));
    if (refusal !== undefined) return refused(asked, refusal.refused);
    if (who.isForAnother) writeAudit(session, asked, who.agent);
    const last = facts.at(-1)?.n;
    if (asked.kind === "disposition" && last !== undefined && !(await isSaved(last))) return refused(asked, "notSaved");
    const dialled = facts.find((fact) => fact.kind === "interaction.dialled");
    return { interaction: dialled?.interaction };
  }

  function refused(asked: Ask, code: WireRefusal): Answer {
    parts.onRefused(asked.kind, code);
    return { refused: code };
  }

  function writeAudit(session: Session, asked: Ask, agent: AgentId): void {
    const entry = { actor: session.user.id, action: asked.kind, object: "agents", objectId: agent, detail: asked };
    parts
      .audit({ ...entry, ip: undefined, requestId: undefined })
      .catch((error: unknown) => parts.onFault(error, undefined));
  }

  async function isSaved(fact: number): Promise<boolean> {
    const { promise: late, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => resolve(false), limits.savedWithinMs);
    const saved = engine.durable(fact).then(
      () => true,
      (error: unknown) => {
        parts.onFault(error, undefined);
        return false;
      },
    );
    try {
      return await Promise.race([saved, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    messageBytesMax: limits.socket.messageBytesMax,
    accept(socket, session) {
      const viewer = viewerOf(session);
      const agent = ownAgent(viewer);
      const host: SocketHost = {
        stream,
        now,
        open(topic: Topic) {
          const admitted = admission(viewer, topic, engine.state);
          return "refused" in admitted ? admitted : { feed: topics.feed(admitted.audience) };
        },
        changed: (topic, isOpen) => topic === "desk" && consoleChanged(agent, isOpen),
        ask: (asked) => ask(session, asked),
        fault: (error) => parts.onFault(error, undefined),
        alive: () => sessions.touch(session),
        closed() {
          sockets.delete(live);
          endWatch();
        },
      };
      const live = openSocket(socket, host, limits.socket);
      sockets.add(live);
      const endWatch = sessions.watch(session, (reason) => live.signOut(reason));
    },
    sockets: () => sockets.size,
    refresh: () => topics.refresh(),
    customerChanged({ contact, account }) {
      const message = {
        kind: "customerChanged",
        ...(contact === undefined ? {} : { contact }),
        ...(account === undefined ? {} : { account }),
      } as const;
      for (const socket of sockets) socket.tell(message);
    },
    async [Symbol.asyncDispose]() {
      unsubscribe();
      for (const socket of sockets) socket.close(closeCodes.goingAway);
      topics[Symbol.dispose]();
      await popBook.settled();
    },
  };
}

interface Answer {
  readonly refused?: WireRefusal | undefined;
  readonly interaction?: string | undefined;
}

function viewerOf({ user }: Session) {
  return { user: user.id, roles: user.roles };
}
