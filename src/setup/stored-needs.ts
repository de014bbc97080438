/** The columns of a queue that hold shapes of the protocol. */

import type { Selectable } from "kysely";
import { queueInput } from "#protocol/api/admin.ts";
import type { Database } from "../store/schema.ts";

const needs = queueInput.pick({
  requirement: true,
  preferred: true,
  groups: true,
  strategy: true,
  ageing: true,
  relaxation: true,
  overflow: true,
});

/** What a stored queue asks for, in the words of the protocol; throws on what it could not have written. */
export function storedNeeds(row: Selectable<Database["cc.queues"]>) {
  const { requirement, preferred, groups, strategy, ageing, relaxation, overflow } = row;
  return {
    ...needs.parse({ requirement, preferred, groups, strategy, ageing, relaxation, overflow }),
    lastAgentMs: row.last_agent_ms,
    ownerMs: row.owner_ms,
  };
}
