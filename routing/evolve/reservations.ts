/** Folds facts about reservations: who is held for what. */

import type { FactBody } from "../facts.ts";
import type { Instant } from "../instant.ts";
import type { State } from "../state.ts";
import { engage } from "./agents.ts";
import { changeStage, dueAt, withAgent, withInteraction } from "./reach.ts";

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
        isAlerting: false,
      });
      state.deadlines.push(fact.until, { kind: "reservation", reservation: fact.reservation });
      withInteraction(state, fact.interaction, (interaction) => {
        if (interaction.stage.kind === "waiting") {
          interaction.stage = { ...interaction.stage, reservation: fact.reservation };
        } else {
          changeStage(state, fact.interaction, { kind: "connecting", reservation: fact.reservation });
        }
      });
      withAgent(state, fact.agent, (agent) => {
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
    case "reservation.alerting": {
      const reservation = state.reservations.get(fact.reservation);
      if (reservation !== undefined) reservation.isAlerting = true;
      withAgent(state, fact.agent, (agent) => {
        if (agent.engagement.kind === "reserved") agent.engagement = { ...agent.engagement, isAlerting: true };
      });
      return;
    }
    case "reservation.ended":
      state.reservations.delete(fact.reservation);
      withInteraction(state, fact.interaction, (interaction) => {
        const { stage } = interaction;
        if (stage.kind === "waiting" && stage.reservation === fact.reservation) {
          interaction.stage = { ...stage, reservation: undefined };
          // An overflow that came while the agent picked up had to wait for this.
          if (stage.overflowAt <= at) dueAt(state, at, fact.interaction);
        }
      });
      return;
  }
}
