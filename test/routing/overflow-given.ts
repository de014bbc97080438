/** Queues with overflow rules for tests: Sales overflows, Support and Billing only if they are told to. */

import type { OverflowRule, OverflowTarget, OverflowWhen, QueueConfig, RoutingConfig } from "#routing/config.ts";
import { queues } from "../simulation/site.ts";
import { given, site, type Scene } from "./given.ts";

type Queues = Readonly<Record<string, Partial<QueueConfig>>>;

/** The site with differences by queue name; queues serve whoever is there, so that waiting needs nobody signed in. */
export function siteWith(byQueue: Queues, more: Parameters<typeof site>[0] = {}): RoutingConfig {
  const base = site(more);
  const open = { leaveWhenNobodySignedIn: false, overflowAfterMs: undefined };
  return { ...base, queues: base.queues.map((each) => ({ ...each, ...open, ...byQueue[each.name] })) };
}

export const rule = (when: OverflowWhen, to: OverflowTarget = { kind: "exit" }): OverflowRule => ({ when, to });
export const waited = (afterMs: number): OverflowWhen => ({ kind: "waited", afterMs });
export const emergency: OverflowWhen = { kind: "emergency" };
export const toQueue = (
  queue: keyof typeof queues,
  keeps: { readonly keepsPriority?: boolean; readonly keepsTime?: boolean } = {},
): OverflowTarget => ({ kind: "queue", queue: queues[queue], keepsPriority: false, keepsTime: false, ...keeps });

/** Sales overflows by these rules; ann is signed in but not ready, unless more is said. */
export function sales(rules: readonly OverflowRule[], more: Queues = {}, site: Parameters<typeof siteWith>[1] = {}) {
  const scene = given(siteWith({ ...more, Sales: { overflow: rules, ...more["Sales"] } }, site));
  scene.signsIn("ann");
  scene.presence("ann", "notReady", "break");
  return scene;
}

export const switches = (scene: Scene, isOn: boolean, queue?: keyof typeof queues): string =>
  scene.when({
    kind: "emergency.switchRequested",
    queue: queue === undefined ? undefined : queues[queue],
    isOn,
    by: "boss",
  });

/** The lines that tell about visits and overflow. */
export const visits = (told: string): string =>
  told
    .split("\n")
    .filter((line) => /^(interaction\.(queued|overflowed)|queue\.left|flow\.entered)/u.test(line))
    .map((line) => line.replace(/ needs=\{.*\} weight=1 particular=-/u, "").replace(/ keys=.*/u, ""))
    .join("\n");
