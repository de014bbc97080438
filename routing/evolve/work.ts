/** Folds the arrival of mail and chat. */

import type { FactBody } from "../facts.ts";
import { NO_NODE } from "../ids.ts";
import type { Instant } from "../instant.ts";
import type { State } from "../state.ts";
import { refreshAvailability } from "./agents.ts";
import { newInteraction } from "./new-interaction.ts";

export type WorkFact = Extract<FactBody, { kind: `work.${string}` }>;

export function evolveWork(state: State, fact: WorkFact, at: Instant): void {
  if (!state.floor.isOpenForWork) {
    state.floor.openForWork();
    // Once in a process: from now on every change of an agent keeps her places on these lanes as well.
    for (const agent of state.agents.values()) refreshAvailability(state, agent);
  }
  state.interactions.set(
    fact.interaction,
    newInteraction(fact.interaction, at, {
      medium: fact.medium,
      direction: "inbound",
      node: NO_NODE,
      from: fact.from,
      fromName: undefined,
      to: "",
      customerLeg: undefined,
      contact: fact.contact,
      work: { subject: fact.subject, ref: fact.ref },
    }),
  );
}
