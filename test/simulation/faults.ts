/** What can go wrong in a simulated world. */

/** `restart` is the switch's, `service` is ours: the process dies and another one folds its facts. */
export const faultKinds = [
  "late",
  "lost",
  "duplicated",
  "reordered",
  "cut",
  "halfOpen",
  "hang",
  "restart",
  "service",
  "config",
] as const;
export type FaultKind = (typeof faultKinds)[number];
