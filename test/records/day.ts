/** A made-up day of facts: many calls at once, agents who come and go, everything a caller can do. The same seed gives the same facts. */

import { PLAIN_NEEDS } from "#routing/config.ts";
import type { EndReason, Fact, FactBody } from "#routing/facts.ts";
import { agentId, commandId, contactId, interactionId, legId, nodeId, queueId, reservationId } from "#routing/ids.ts";
import type { AgentId, InteractionId, LegId, QueueId } from "#routing/ids.ts";
import type { Presence } from "#routing/agent/presence.ts";
import { PLAIN_WRAP_UP } from "#routing/agent/wrap-up-policy.ts";

export interface Day {
  readonly facts: readonly Fact[];
  readonly queues: readonly QueueId[];
  readonly agents: readonly AgentId[];
}

export interface DayOptions {
  readonly seed: number;
  readonly calls: number;
  readonly startsAt: number;
  /** Mean time between two facts, ms. */
  readonly paceMs?: number;
  readonly firstFact?: number;
}

/** A random generator with 32 bits of state (the Weyl sequence of Mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Seat {
  readonly id: AgentId;
  presence: Presence;
  busyWith: InteractionId | undefined;
}

/** Facts in order from `firstFact` on; some calls are still open at the end. */
export function inventDay(options: DayOptions): Day {
  const random = randomFrom(options.seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const uuid = (): string => {
    const hex = (length: number): string => Array.from({ length }, () => below(16).toString(16)).join("");
    return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
  };
  const node = nodeId("fs-1");
  const queues = Array.from({ length: 3 }, () => queueId(uuid()));
  const seats: Seat[] = Array.from({ length: 6 }, () => ({
    id: agentId(uuid()),
    presence: { kind: "signedOut" },
    busyWith: undefined,
  }));
  const facts: Fact[] = [];
  let n = options.firstFact ?? 1;
  let at = options.startsAt;
  const record = (body: FactBody): void => {
    facts.push({ ...body, n, at });
    n += 1;
  };
  const change = (seat: Seat, presence: Presence): void => {
    seat.presence = presence;
    record({ kind: "agent.presenceChanged", agent: seat.id, presence, by: "agent" });
  };

  function* wrapUp(interaction: InteractionId, seat: Seat): Generator<void> {
    if (below(4) === 0) {
      seat.busyWith = undefined;
      record({ kind: "agent.released", agent: seat.id, interaction });
      return;
    }
    record({ kind: "agent.wrapUpStarted", agent: seat.id, interaction, until: at + 30_000, policy: PLAIN_WRAP_UP });
    yield;
    record({ kind: "interaction.dispositioned", interaction, agent: seat.id, disposition: "solved", note: "note" });
    yield;
    seat.busyWith = undefined;
    record({ kind: "agent.wrapUpEnded", agent: seat.id, interaction, by: "agent" });
  }

  function* talk(interaction: InteractionId, customer: LegId, seat: Seat, leg: LegId): Generator<void> {
    record({ kind: "leg.bridged", interaction, leg: customer, other: leg });
    record({ kind: "interaction.connected", interaction, agent: seat.id, leg });
    yield;
    for (let holds = below(3); holds > 0; holds -= 1) {
      record({ kind: "interaction.held", interaction, agent: seat.id });
      if (below(5) > 0) yield;
      record({ kind: "interaction.retrieved", interaction, agent: seat.id });
      yield;
    }
  }

  function end(interaction: InteractionId, reason: EndReason, legs: readonly LegId[]): void {
    for (const leg of legs) {
      record({ kind: "leg.ended", interaction, leg, cause: "NORMAL_CLEARING", sipStatus: undefined });
    }
    record({ kind: "interaction.ended", interaction, reason });
  }

  /** One visit to a queue; gives the seat that answered, or how it ended. */
  function* visit(
    interaction: InteractionId,
    queue: QueueId,
  ): Generator<void, { readonly seat: Seat; readonly leg: LegId } | "abandoned" | "flowedOut" | "lost"> {
    const enteredAt = at;
    record({
      kind: "interaction.queued",
      interaction,
      queue,
      priority: below(3),
      needs: PLAIN_NEEDS,
      weight: 1,
      particular: undefined,
      enteredAt,
      overflowAt: at + 600_000,
      isReturn: false,
      keys: [],
    });
    if (below(20) === 0) {
      record({ kind: "queue.left", interaction, queue, outcome: "flowedOut", waitMs: 0, flowOut: "full" });
      return "flowedOut";
    }
    if (enteredAt % 2 === 0) {
      record({ kind: "requirement.relaxed", interaction, step: 0, name: "anybody", needs: PLAIN_NEEDS });
      record({ kind: "priority.raised", interaction, band: 0, priority: 7 });
    }
    for (;;) {
      yield;
      const left = below(12);
      if (left < 3) {
        const outcome = left === 0 ? "abandoned" : left === 1 ? "flowedOut" : "lost";
        const flowOut = outcome === "flowedOut" ? "timeout" : undefined;
        record({ kind: "queue.left", interaction, queue, outcome, waitMs: at - enteredAt, flowOut });
        return outcome;
      }
      const seat = seats.find((each) => each.presence.kind === "ready" && each.busyWith === undefined);
      if (seat === undefined) continue;
      seat.busyWith = interaction;
      const leg = legId(uuid());
      const reservation = reservationId(uuid());
      const about = { interaction, agent: seat.id, reservation };
      record({
        kind: "reservation.made",
        ...about,
        queue,
        leg,
        until: at + 20_000,
        eligible: 2,
        passedOver: [{ agent: seats[0]?.id ?? seat.id, reason: "idleShorter" }],
        rule: "longestIdle",
        order: "oldest",
        relaxedTo: undefined,
      });
      record({
        kind: "leg.opened",
        leg,
        interaction,
        node,
        role: "agent",
        direction: "outbound",
        agent: seat.id,
        target: { kind: "seat", sipUser: "seat-1" },
        remote: undefined,
      });
      yield;
      if (below(3) === 0) {
        record({ kind: "reservation.ended", ...about, outcome: "missed" });
        record({ kind: "leg.ended", leg, interaction, cause: "NO_ANSWER", sipStatus: 408 });
        seat.busyWith = undefined;
        record({ kind: "agent.released", agent: seat.id, interaction });
        continue;
      }
      record({ kind: "leg.answered", leg, interaction });
      record({ kind: "reservation.ended", ...about, outcome: "accepted" });
      record({
        kind: "queue.left",
        interaction,
        queue,
        outcome: "answered",
        waitMs: at - enteredAt,
        flowOut: undefined,
      });
      return { seat, leg };
    }
  }

  function* inbound(): Generator<void> {
    const interaction = interactionId(uuid());
    const customer = legId(uuid());
    record({
      kind: "interaction.arrived",
      interaction,
      node,
      leg: customer,
      from: "+34600000001",
      fromName: undefined,
      to: "100",
    });
    record({
      kind: "leg.opened",
      leg: customer,
      interaction,
      node,
      role: "customer",
      direction: "inbound",
      agent: undefined,
      target: undefined,
      remote: "+34600000001",
    });
    record({ kind: "flow.entered", interaction, flow: "welcome", version: 1 });
    record({ kind: "contact.identified", interaction, match: "known", contact: contactId(uuid()), values: {} });
    yield;
    record({ kind: "leg.answered", leg: customer, interaction });
    record({ kind: "interaction.answered", interaction });
    record({ kind: "value.collected", interaction, name: "pin", label: "PIN", value: "1234", isSensitive: true });
    yield;
    if (below(8) === 0) return end(interaction, "abandonedInFlow", [customer]);
    for (let visits = 0; visits < 4; visits += 1) {
      record({ kind: "flow.left", interaction, to: "queue" });
      const outcome = yield* visit(interaction, queues[below(queues.length)] ?? queueId(uuid()));
      if (outcome === "abandoned") return end(interaction, "abandonedInQueue", [customer]);
      if (outcome === "lost") return end(interaction, "switchFailed", [customer]);
      if (outcome === "flowedOut") {
        if (below(2) === 0) continue;
        const recording = commandId(uuid());
        record({ kind: "voicemail.started", interaction, box: "main", recording });
        yield;
        record({ kind: "voicemail.left", interaction, box: "main", recording, durationMs: 5_000 });
        return end(interaction, "voicemailLeft", [customer]);
      }
      yield* talk(interaction, customer, outcome.seat, outcome.leg);
      const isTransferred = below(5) === 0;
      record({
        kind: "interaction.disconnected",
        interaction,
        agent: outcome.seat.id,
        by: isTransferred ? "transfer" : "customer",
      });
      if (!isTransferred) {
        end(interaction, "completed", [customer, outcome.leg]);
        return yield* wrapUp(interaction, outcome.seat);
      }
      record({ kind: "leg.ended", leg: outcome.leg, interaction, cause: "NORMAL_CLEARING", sipStatus: undefined });
      yield* wrapUp(interaction, outcome.seat);
    }
    end(interaction, "flowEnded", [customer]);
  }

  function* outbound(seat: Seat): Generator<void> {
    const interaction = interactionId(uuid());
    const agentLeg = legId(uuid());
    seat.busyWith = interaction;
    record({
      kind: "interaction.dialled",
      interaction,
      node,
      agent: seat.id,
      to: "+5215500000000",
      contact: undefined,
      leg: agentLeg,
      until: at + 20_000,
    });
    yield;
    if (below(3) === 0) {
      end(interaction, "notAnswered", [agentLeg]);
      seat.busyWith = undefined;
      record({ kind: "agent.released", agent: seat.id, interaction });
      return;
    }
    yield* talk(interaction, legId(uuid()), seat, agentLeg);
    record({ kind: "interaction.disconnected", interaction, agent: seat.id, by: "agent" });
    end(interaction, "completed", [agentLeg]);
    yield* wrapUp(interaction, seat);
  }

  const running = new Set<Generator<void>>();
  let begun = 0;
  record({ kind: "engine.started", epoch: 1, seed: "seed" });
  for (let turn = 0; turn < options.calls * 30 && (begun < options.calls || running.size > 3); turn += 1) {
    // Several things in one millisecond are as common as long silences.
    if (below(4) > 0) at += Math.floor(-Math.log(1 - random()) * (options.paceMs ?? 4_000));
    const dice = below(10);
    const seat = seats[below(seats.length)];
    if (dice === 0 && seat !== undefined && seat.busyWith === undefined) {
      const presences: readonly Presence[] = [
        { kind: "ready" },
        { kind: "ready" },
        { kind: "notReady", reason: "break" },
        { kind: "signedOut" },
      ];
      change(seat, presences[below(presences.length)] ?? { kind: "ready" });
    } else if (dice < 4 && begun < options.calls) {
      begun += 1;
      const free = seats.find((each) => each.presence.kind === "ready" && each.busyWith === undefined);
      const call = free !== undefined && below(4) === 0 ? outbound(free) : inbound();
      if (call.next().done !== true) running.add(call);
    } else {
      const call = [...running][below(running.size)];
      if (call?.next().done === true) running.delete(call);
    }
  }
  return { facts, queues, agents: seats.map((seat) => seat.id) };
}
