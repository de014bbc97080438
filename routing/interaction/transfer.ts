/** Passing a caller on without introduction: to a queue, to a colleague who is free, or to a number outside. */

import type { AgentId, InteractionId } from "../ids.ts";
import type { Destination } from "../inputs.ts";
import { agentConfig, needsOf, queueConfig } from "../matching/eligible.ts";
import { reserve } from "../reservation/reserve.ts";
import type { Interaction } from "../state.ts";
import type { Turn } from "../turn.ts";
import { dialable, mayDial, ringFar } from "./dial.ts";
import { disconnectAgent } from "./end.ts";
import { enter, isAnyoneSignedIn } from "./enqueue.ts";
import { advanceFlow } from "./follow-flow.ts";
import { customerLeg, hangUp, playMusic } from "./leg.ts";
import { overflowAtOf } from "./overflow.ts";
import { reachableTalkingOf } from "./talking.ts";
import { weightAgain } from "./visit-wishes.ts";

/** [RT90] Checked before anything moves: a refused transfer leaves the call as it is. */
export function requestTransfer(turn: Turn, agent: AgentId, id: InteractionId, to: Destination): void {
  const talking = reachableTalkingOf(turn, agent, id);
  if (talking === undefined) return;
  const { interaction, stage } = talking;
  const number = to.kind === "number" ? dialable(to.number) : undefined;
  const problem = problemWith(turn, to, number);
  if (problem !== undefined) return turn.refuse(problem);

  const agentLeg = turn.state.legs.get(stage.leg);
  const destination = to.kind === "number" && number !== undefined ? { ...to, number } : to;
  turn.record({ kind: "interaction.transferred", interaction: id, agent, to: destination });
  disconnectAgent(turn, interaction, agent, "transfer");
  switch (to.kind) {
    case "queue": {
      const queue = queueConfig(turn.state.config, to.queue);
      if (queue === undefined) return;
      enter(turn, interaction, {
        queue,
        needs: needsOf(queue),
        weight: weightAgain(turn.state.config, interaction),
        particular: undefined,
        priority: queue.priority,
        enteredAt: turn.at,
        overflowAt: overflowAtOf(turn, interaction, queue.overflowAfterMs),
        isReturn: false,
        keys: [],
      });
      break;
    }
    case "agent":
      reserve(turn, interaction, to.agent, { eligible: 1, passedOver: [], rule: "transfer", order: undefined });
      break;
    case "number":
      if (number !== undefined) ringFar(turn, interaction, undefined, number, 0);
      break;
  }
  // The customer's leg survives and is parked when the agent's is gone; music starts then.
  if (agentLeg !== undefined) hangUp(turn, agentLeg, "NORMAL_CLEARING");
}

function problemWith(turn: Turn, to: Destination, number: string | undefined) {
  const { state } = turn;
  switch (to.kind) {
    case "queue": {
      const queue = queueConfig(state.config, to.queue);
      if (queue === undefined) return "unknownDestination";
      const isStaffed = !queue.leaveWhenNobodySignedIn || isAnyoneSignedIn(turn, queue, queue.id, needsOf(queue));
      return isStaffed ? undefined : "destinationNotReady";
    }
    case "agent":
      if (agentConfig(state.config, to.agent) === undefined) return "unknownDestination";
      return state.available.has(to.agent) ? undefined : "destinationNotReady";
    case "number":
      if (number === undefined) return "numberMalformed";
      if (!mayDial(turn, number)) return "numberNotAllowed";
      return state.config.trunks.length === 0 ? "noTrunk" : undefined;
  }
}

/** [RT91] A flow passes the caller on to a number, under the same rules as an agent. */
export function passToNumber(turn: Turn, interaction: Interaction, to: string, agent: AgentId | undefined): void {
  const number = dialable(to);
  if (number === undefined || !mayDial(turn, number) || turn.state.config.trunks.length === 0) {
    return advanceFlow(turn, interaction, { kind: "transferFailed", cause: "numberNotAllowed" });
  }
  turn.record({
    kind: "interaction.transferred",
    interaction: interaction.id,
    agent,
    to: { kind: "number", number },
  });
  ringFar(turn, interaction, undefined, number, 0);
  const leg = customerLeg(turn, interaction);
  if (leg !== undefined) playMusic(turn, leg);
}
