/**
 * The people of the demo: colleagues who sign in, take calls, wrap up, take breaks and come back, at a natural pace. An agent
 * whose console a person has opened is left to that person until the console is gone again.
 */

import type { PhoneBehaviour } from "#cti/simulated/parties.ts";
import type { Random } from "#cti/simulated/random.ts";
import type { AgentConfig } from "#routing/config.ts";
import type { Fact } from "#routing/facts.ts";
import type { AgentId, InteractionId } from "#routing/ids.ts";
import type { DurationMs } from "#routing/instant.ts";
import type { EdgeInput, Engine } from "../engine/port.ts";

export interface ColleagueParts {
  readonly engine: Engine;
  readonly random: Random;
  /** Timers of the demo; all are cancelled when it ends. */
  readonly after: (delayMs: DurationMs, act: () => void) => void;
  readonly setPhone: (sipUser: string, behaviour: PhoneBehaviour) => void;
  /** Codes of the dispositions that colleagues choose from. */
  readonly dispositions: readonly string[];
  readonly breakReasons: readonly string[];
  /** Somebody calls whom this agent can serve. */
  readonly sendCaller: (agent: AgentConfig) => void;
}

/** A break comes on average this long after becoming ready. */
const READY_MS = 12 * 60_000;
/** A person who waits for work gets a caller after so long; the menus of the flow take another dozen seconds. */
const PERSON_WAITS_MS = [500, 3_000] as const;

/** Everybody in `agents` begins to work within the first seconds. The answer ends it. */
export function startColleagues(agents: readonly AgentConfig[], parts: ColleagueParts): () => void {
  const { engine, random, after } = parts;
  const seats = new Map<AgentId, string>(agents.map((agent) => [agent.id, agent.sipUser]));
  /** Agents who are played by a person now. */
  const people = new Set<AgentId>();
  /** Agents whom a colleague has played since the demo began, and calls that colleagues leave to nobody. */
  const played = new Set<AgentId>();
  const leaving = new Map<AgentId, InteractionId>();

  /** Counts an agent's changes of presence: what was meant to follow an earlier one is dropped. */
  const changes = new Map<AgentId, number>();
  const unlessChanged = (agent: AgentId, delayMs: DurationMs, act: () => void): void => {
    const change = (changes.get(agent) ?? 0) + 1;
    changes.set(agent, change);
    after(delayMs, () => {
      if (changes.get(agent) === change) act();
    });
  };

  const ask = (agent: AgentId, input: EdgeInput): void => {
    if (!people.has(agent)) engine.submit(input);
  };
  const becomeReady = (agent: AgentId): void =>
    ask(agent, { kind: "agent.presenceRequested", agent, presence: { kind: "ready" } });

  /** How the next call goes; somebody always ends it, or two phones would talk for ever. */
  function preparePhone(sipUser: string): void {
    const talkMs = random.between([15_000, 90_000]);
    const isAttentive = random.chance(0.97);
    parts.setPhone(
      sipUser,
      isAttentive ? { kind: "answers", afterMs: random.between([1_500, 5_000]), talkMs } : { kind: "noAnswer" },
    );
  }

  function play(agent: AgentId, sipUser: string): void {
    played.add(agent);
    preparePhone(sipUser);
    if (engine.state.agents.get(agent)?.presence.kind !== "ready") becomeReady(agent);
  }

  const takeBreak = (agent: AgentId): void =>
    ask(agent, {
      kind: "agent.presenceRequested",
      agent,
      presence: { kind: "notReady", reason: random.pick(parts.breakReasons) },
    });

  const isFree = (agent: AgentId): boolean => {
    const now = engine.state.agents.get(agent);
    return now?.presence.kind === "ready" && now.engagement.kind === "idle";
  };

  /**
   * Whoever tries the demo came to take calls: colleagues who are free become ready anew, so that she is the one who has
   * been idle for longest.
   */
  function giveWork(person: AgentId): void {
    after(random.between(PERSON_WAITS_MS), () => {
      const config = agents.find(({ id }) => id === person);
      if (config === undefined || !people.has(person) || !isFree(person)) return;
      for (const { id } of agents) {
        if (people.has(id) || !isFree(id)) continue;
        takeBreak(id);
        becomeReady(id);
      }
      parts.sendCaller(config);
    });
  }

  function finish(agent: AgentId, interaction: InteractionId): void {
    const disposition = random.pick(parts.dispositions);
    engine.submit({ kind: "disposition.setRequested", agent, interaction, disposition, note: "" });
    engine.submit({ kind: "wrapUp.endRequested", agent, interaction });
  }

  /** A person who signs in finds a free desk, not somebody else's conversation; what only rings is hers to take. */
  function leaveSeat(agent: AgentId): void {
    const engagement = engine.state.agents.get(agent)?.engagement;
    const presence = { kind: "notReady", reason: "signedIn" } as const;
    engine.submit({ kind: "agent.presenceRequested", agent, presence });
    if (engagement?.kind === "talking") {
      const { interaction } = engagement;
      leaving.set(agent, interaction);
      engine.submit({ kind: "call.hangUpRequested", agent, interaction });
    } else if (engagement?.kind === "wrapUp") {
      finish(agent, engagement.interaction);
    }
  }

  function react(fact: Fact): void {
    switch (fact.kind) {
      case "agent.consoleConnected": {
        const sipUser = seats.get(fact.agent);
        people.add(fact.agent);
        if (sipUser !== undefined) parts.setPhone(sipUser, { kind: "manual" });
        if (played.delete(fact.agent)) leaveSeat(fact.agent);
        // Ready since before a restart: no change of hers would come to ask for work.
        else giveWork(fact.agent);
        return;
      }
      case "agent.consoleLost":
        // The person may only reload the page; if she stays away her colleague of the demo comes back.
        after(60_000, () => {
          const sipUser = seats.get(fact.agent);
          if (engine.state.agents.get(fact.agent)?.isConsoleConnected === true || sipUser === undefined) return;
          people.delete(fact.agent);
          play(fact.agent, sipUser);
        });
        return;
      case "agent.wrapUpStarted":
        if (leaving.get(fact.agent) === fact.interaction) {
          leaving.delete(fact.agent);
          finish(fact.agent, fact.interaction);
          return;
        }
        after(random.between([4_000, 20_000]), () => {
          const { agent, interaction } = fact;
          if (people.has(agent)) return;
          if (engine.state.agents.get(agent)?.engagement.kind !== "wrapUp") return;
          finish(agent, interaction);
          const sipUser = seats.get(agent);
          if (sipUser !== undefined) preparePhone(sipUser);
        });
        return;
      case "agent.wrapUpEnded":
        if (people.has(fact.agent)) giveWork(fact.agent);
        return;
      case "agent.presenceChanged":
        if (!seats.has(fact.agent)) return;
        if (people.has(fact.agent)) {
          if (fact.presence.kind === "ready") giveWork(fact.agent);
        } else if (fact.presence.kind === "ready") {
          unlessChanged(fact.agent, random.gapMs(READY_MS), () => takeBreak(fact.agent));
        } else {
          unlessChanged(fact.agent, random.between([8_000, 40_000]), () => {
            const sipUser = seats.get(fact.agent);
            if (sipUser !== undefined && !people.has(fact.agent)) play(fact.agent, sipUser);
          });
        }
        return;
      default:
        return;
    }
  }

  const unsubscribe = engine.subscribe((facts) => {
    // After this step: the engine takes no input from a listener.
    for (const fact of facts) after(0, () => react(fact));
  });
  for (const { id, sipUser } of agents) {
    parts.setPhone(sipUser, { kind: "manual" });
    after(random.between([0, 4_000]), () => {
      if (engine.state.agents.get(id)?.isConsoleConnected === true) people.add(id);
      else play(id, sipUser);
    });
  }
  return unsubscribe;
}
