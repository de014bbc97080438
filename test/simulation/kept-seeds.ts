/** Seeds whose worlds once broke a rule, and what they showed; each is run again for ever. */

import type { FaultKind } from "./faults.ts";

export interface KeptSeed {
  readonly seed: string;
  readonly shows: string;
  readonly agents: number;
  readonly callsPerHour: number;
  readonly hours: number;
  /** undefined: all of them. */
  readonly faults: readonly FaultKind[] | undefined;
}

const small = { agents: 8, callsPerHour: 120, hours: 2, faults: undefined };
const crowded = { agents: 3, callsPerHour: 250, hours: 2, faults: undefined };

export const keptSeeds: readonly KeptSeed[] = [
  { seed: "1", shows: "a park told twice started the music over a conversation", ...small },
  { seed: "4", shows: "… and again, in two calls", ...small },
  { seed: "11", shows: "a caller who came back from a lost agent waited in silence", ...crowded },
  { seed: "14", shows: "a caller whose music was lost with the link waited in silence", ...crowded },
  {
    seed: "long-b",
    shows: "a hold that was to end while the link was away left the customer in silence",
    agents: 10,
    callsPerHour: 100,
    hours: 50,
    faults: ["late", "lost", "duplicated", "reordered", "cut", "halfOpen", "hang", "restart"],
  },
];
