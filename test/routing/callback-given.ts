/** A site that calls back, with the flow in which a waiting caller presses 1 to be asked for his number. */

import type { CallbackPolicy, RoutingConfig } from "#routing/config.ts";
import type { Interaction } from "#routing/state.ts";
import { id } from "../simulation/site.ts";
import { given, site, type Scene } from "./given.ts";
import * as ids from "#routing/ids.ts";

export const policy: CallbackPolicy = {
  mode: "agentFirst",
  attemptsMax: 2,
  retryAfterMs: 600_000,
  expiresAfterMs: 7_200_000,
  windows: [],
  timeZone: "Europe/Madrid",
  personalMs: 60_000,
  abandonedAfterMs: undefined,
};

export function callbackSite(more: Partial<CallbackPolicy> = {}, config: Partial<RoutingConfig> = {}): RoutingConfig {
  return site({ queue: { callback: { ...policy, ...more }, leaveWhenNobodySignedIn: false }, config });
}

/** Nobody is ready; the caller waits in Sales, presses 1 and has heard which number will be called. */
export function asked(config = callbackSite()): Scene {
  const scene = given(config);
  scene.waits("900500");
  scene.passes(30_000);
  scene.presses("caller1", "1");
  return scene;
}

/** He confirmed and is told that it is promised; call2 is the callback. */
export function promisedTo(config = callbackSite()): Scene {
  const scene = asked(config);
  const told = collect(scene, "1");
  scene.when({
    kind: "promise.kept",
    command: commandOf(told, "promise.keep", scene),
    interaction: scene.call("call1"),
  });
  scene.hangsUp("caller1");
  scene.when(check(scene, true));
  return scene;
}

/** Answers the question on the caller's leg. */
export function collect(scene: Scene, digits: string | undefined, invalid?: string): string {
  const stage = scene.state.interactions.get(scene.call("call1"))?.stage;
  const command = stage?.kind === "inFlow" ? stage.awaiting : undefined;
  if (command === undefined) throw new Error("nothing is asked");
  const [node] = scene.config.nodes;
  if (node === undefined) throw new Error("no switch");
  return scene.when({ kind: "digits.collected", node, leg: scene.leg("caller1"), command, digits, invalid });
}

/** The id of the command of this kind in what was told. */
export function commandOf(told: string, kind: string, scene: Scene) {
  const name = new RegExp(`> ${kind} .*?\\bid=(\\S+)|> ${kind} id=(\\S+)`).exec(told);
  return scene.command(name?.[1] ?? name?.[2] ?? "none");
}

/** The newest callback of the site. */
export function callbackOf(scene: Scene): Interaction & { readonly callback: NonNullable<Interaction["callback"]> } {
  const found = [...scene.state.interactions.values()].findLast((each) => each.callback !== undefined);
  if (found?.callback === undefined) throw new Error("nothing was promised");
  return { ...found, callback: found.callback };
}

/** The answer to the question that is open about the newest callback. */
export function check(scene: Scene, mayCall: boolean | undefined, timeZone?: string) {
  const { id: interaction, callback } = callbackOf(scene);
  const command = callback.check?.command ?? ids.commandId(id("0", 9));
  return { kind: "callback.checked", command, interaction, mayCall, timeZone } as const;
}

/** Ends of callbacks so far. */
export function outcomes(scene: Scene): readonly string[] {
  return scene.facts.flatMap((fact) => (fact.kind === "callback.ended" ? [fact.outcome] : []));
}

export function book(scene: Scene, more: Readonly<Record<string, unknown>> = {}): string {
  return scene.when({
    kind: "callback.bookRequested",
    origin: "web",
    by: undefined,
    queue: scene.queue("Sales"),
    number: "34911222333",
    name: "Eva",
    contact: undefined,
    timeZone: undefined,
    dueAt: undefined,
    agent: undefined,
    note: "",
    ...more,
  });
}
