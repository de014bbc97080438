/** Folds facts about reservations: who is held for what. */

import type { FactBody } from "../facts.ts";
import type { GroupId, InteractionId, ReservationId } from "../ids.ts";
import type { Instant } from "../instant.ts";
import { agentConfig, queueConfig, ringAgentsOf } from "../matching/eligible.ts";
import type { State } from "../state.ts";
import { isCounted } from "../reservation/policy.ts";
import { engage, NONE_IN_A_ROW } from "./agents.ts";
import { offerWork, takeBackWork } from "./desk.ts";
import { changeStage, dueAt, refreshPlace, withAgent, withInteraction } from "./reach.ts";

export type ReservationFact = Extract<FactBody, { kind: `reservation.${string}` }>;

export function evolveReservation(state: State, fact: ReservationFact, at: Instant): void {
  switch (fact.kind) {
    case "reservation.acceptAsked":
      return;
    case "reservation.made":
      state.reservations.set(fact.reservation, {
        id: fact.reservation,
        interaction: fact.interaction,
        agent: fact.agent,
        leg: fact.leg,
        queue: fact.queue,
        until: fact.until,
        share: countShare(state, fact),
        ringAgents: ringAgentsNow(state, fact.interaction),
        redirected: undefined,
        prompt: undefined,
        isAlerting: false,
      });
      state.deadlines.push(fact.until, { kind: "reservation", reservation: fact.reservation });
      withInteraction(state, fact.interaction, (interaction) => {
        if (interaction.stage.kind === "waiting") {
          const { stage } = interaction;
          interaction.stage = { ...stage, reservations: [...stage.reservations, fact.reservation] };
          refreshPlace(state, interaction.id);
        } else {
          changeStage(state, fact.interaction, { kind: "connecting", reservation: fact.reservation });
        }
      });
      withAgent(state, fact.agent, (agent) => {
        if (fact.leg === undefined) return offerWork(state, fact, agent, at);
        agent.shift.reservedLast = state.lastFact;
        engage(
          state,
          agent,
          {
            kind: "reserved",
            interaction: fact.interaction,
            reservation: fact.reservation,
            leg: fact.leg,
            isAlerting: false,
            until: fact.until,
          },
          at,
        );
      });
      return;
    case "reservation.redirected": {
      const { leg, number, trunk } = fact;
      const reservation = state.reservations.get(fact.reservation);
      if (reservation === undefined) return;
      reservation.leg = leg;
      reservation.redirected = { number, trunk };
      withAgent(state, fact.agent, (agent) => {
        if (agent.engagement.kind === "reserved") agent.engagement = { ...agent.engagement, leg };
      });
      return;
    }
    case "reservation.prompted": {
      const reservation = state.reservations.get(fact.reservation);
      if (reservation === undefined) return;
      reservation.prompt = { command: fact.command, until: fact.until, isOver: false };
      state.deadlines.push(fact.until, { kind: "reservation", reservation: fact.reservation });
      return;
    }
    case "reservation.promptEnded": {
      const reservation = state.reservations.get(fact.reservation);
      if (reservation?.prompt !== undefined) reservation.prompt = { ...reservation.prompt, isOver: true };
      return;
    }
    case "reservation.alerting": {
      const reservation = state.reservations.get(fact.reservation);
      if (reservation !== undefined) reservation.isAlerting = true;
      withAgent(state, fact.agent, (agent) => {
        if (agent.engagement.kind === "reserved") agent.engagement = { ...agent.engagement, isAlerting: true };
      });
      return;
    }
    case "reservation.ended":
      if (fact.outcome !== "accepted") giveBackShare(state, fact.reservation);
      state.reservations.delete(fact.reservation);
      withAgent(state, fact.agent, (agent) => {
        const { outcome } = fact;
        if (outcome === "accepted") agent.inARow = NONE_IN_A_ROW;
        else takeBackWork(state, agent, fact.interaction, at);
        if (isCounted(outcome)) agent.inARow = { ...agent.inARow, [outcome]: agent.inARow[outcome] + 1 };
      });
      withInteraction(state, fact.interaction, (interaction) => {
        const { stage } = interaction;
        if (stage.kind === "waiting" && stage.reservations.includes(fact.reservation)) {
          interaction.stage = { ...stage, reservations: stage.reservations.filter((id) => id !== fact.reservation) };
          refreshPlace(state, interaction.id);
          // An overflow that came while the agent picked up had to wait for this.
          const hasRules = (queueConfig(state.config, stage.queue)?.overflow.length ?? 0) > 0;
          if (stage.overflowAt <= at || hasRules) dueAt(state, at, fact.interaction);
        }
      });
      return;
  }
}

function ringAgentsNow(state: State, id: InteractionId): number {
  const stage = state.interactions.get(id)?.stage;
  return stage?.kind === "waiting" ? ringAgentsOf(queueConfig(state.config, stage.queue), stage.nextStep) : 1;
}

/** Of the shares of a queue, about so many of the latest reservations count. */
const SHARES_WINDOW = 100;

/** [RT221] Counts a reservation for the first of the queue's groups that the agent is in, and lets older ones fade. */
function countShare(state: State, fact: Extract<FactBody, { kind: "reservation.made" }>): GroupId | undefined {
  const stage = state.interactions.get(fact.interaction)?.stage;
  if (stage?.kind !== "waiting" || stage.needs.strategy.kind !== "percentage") return undefined;
  const groups = agentConfig(state.config, fact.agent)?.groups ?? [];
  const share = stage.needs.strategy.shares.find(({ group }) => groups.includes(group))?.group;
  if (share === undefined) return undefined;
  const counts = state.shares.get(stage.queue) ?? new Map<GroupId, number>();
  for (const [group, count] of counts) counts.set(group, count * (1 - 1 / SHARES_WINDOW));
  counts.set(share, (counts.get(share) ?? 0) + 1);
  state.shares.set(stage.queue, counts);
  return share;
}

/** Nothing came of it: the group's turn is still to come. */
function giveBackShare(state: State, id: ReservationId): void {
  const reservation = state.reservations.get(id);
  if (reservation?.share === undefined || reservation.queue === undefined) return;
  const counts = state.shares.get(reservation.queue);
  const count = counts?.get(reservation.share);
  if (count !== undefined) counts?.set(reservation.share, Math.max(0, count - 1));
}
