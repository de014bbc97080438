/** Seeds whose worlds once broke a rule, and what they showed; each is run again for ever. */

import type { FaultKind } from "./world.ts";

export interface KeptSeed {
  readonly seed: string;
  readonly shows: string;
  readonly agents: number;
  readonly callsPerHour: number;
  readonly hours: number;
  /** undefined: all of them. */
  readonly faults: readonly FaultKind[] | undefined;
}

export const keptSeeds: readonly KeptSeed[] = [];
