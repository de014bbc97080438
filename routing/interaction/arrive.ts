/** A caller at the door: gets an interaction, is looked up in the CRM, and meets the flow of the number he dialled. */

import type { SwitchObservation } from "../inputs.ts";
import { flowOfNumber } from "../matching/eligible.ts";
import type { Turn } from "../turn.ts";
import { hangUp } from "./leg.ts";
import { isFlowFirstAnswering } from "./follow-flow.ts";

/** [RT1] One leg, one interaction; a repeated arrival is ignored by name. [RT2] An unknown number is hung up. */
export function arrive(turn: Turn, seen: Extract<SwitchObservation, { kind: "leg.arrived" }>): void {
  const { state } = turn;
  if (state.legs.has(seen.leg)) return turn.ignore(seen.kind, "repeated", state.legs.get(seen.leg)?.interaction);
  if (state.endedLegs.has(seen.leg)) return turn.ignore(seen.kind, "legEnded");

  const interaction = turn.newInteractionId();
  turn.record({
    kind: "interaction.arrived",
    interaction,
    node: seen.node,
    leg: seen.leg,
    from: seen.from,
    fromName: seen.fromName,
    to: seen.to,
  });
  turn.record({
    kind: "leg.opened",
    leg: seen.leg,
    interaction,
    node: seen.node,
    role: "customer",
    direction: "inbound",
    agent: undefined,
    target: undefined,
    remote: seen.from,
  });

  const flow = flowOfNumber(state.config, seen.to);
  if (flow === undefined) {
    turn.record({ kind: "interaction.ending", interaction, reason: "unknownNumber" });
    const leg = state.legs.get(seen.leg);
    if (leg !== undefined) hangUp(turn, leg, "UNALLOCATED_NUMBER");
    return;
  }
  turn.record({ kind: "flow.entered", interaction, flow: flow.name, version: flow.version });
  turn.askContact({ interaction, number: seen.from });
  turn.ask({
    kind: "leg.claim",
    node: seen.node,
    leg: seen.leg,
    interaction,
    answer: isFlowFirstAnswering(turn, interaction),
  });
}
