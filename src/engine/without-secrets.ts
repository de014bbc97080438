/** What a caller typed under the promise that it is sensitive never reaches the journal: not a disk, not a backup. */

import { withoutSensitive } from "#ivr-flows/variables.ts";
import type { Fact } from "#routing/facts.ts";
import type { Journal } from "./port.ts";

/** After a crash a flow goes on with the value blank; the caller is asked again if the flow needs it. */
export function withoutSecrets(journal: Journal): Journal {
  return {
    append: (facts) => journal.append(facts.map(masked)),
    durable: (n) => journal.durable(n),
    isStoreUp: () => journal.isStoreUp(),
    pending: () => journal.pending(),
    [Symbol.asyncDispose]: () => journal[Symbol.asyncDispose](),
  };
}

function masked(fact: Fact): Fact {
  return fact.kind === "flow.advanced" ? { ...fact, cursor: withoutSensitive(fact.cursor) } : fact;
}
