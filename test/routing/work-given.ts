/** Tests of mail and chat: offered by a source, taken at a desk. */

import { queueId, reservationId, type InteractionId } from "#routing/ids.ts";
import type { Input } from "#routing/inputs.ts";
import { PLAIN_CAPACITY, type Capacity, type WorkMedium } from "#routing/work/capacity.ts";
import { id, queues } from "../simulation/site.ts";
import { given, site, type Scene } from "./given.ts";

type Offered = Extract<Input, { kind: "work.offered" }>;

/** A site whose agents have this capacity; ann, then as many more as are named, sign in. */
export function desks(
  capacity: Partial<Capacity> = {},
  names: readonly string[] = ["ann"],
  more: Parameters<typeof site>[0] = {},
): Scene {
  const agents = more.agents ?? [{}, {}];
  const config = { capacity: { ...PLAIN_CAPACITY, ...capacity }, ...more.config };
  const scene = given(site({ ...more, agents, config }));
  for (const name of names) scene.signsIn(name);
  return scene;
}

const workId = (scene: Scene, name: string): InteractionId => {
  const n = Number(name.replaceAll(/\D/g, ""));
  const kind = name.startsWith("mail") ? "3a11" : "c4a7";
  scene.names.call(id(kind, n), name);
  return scene.call(name);
};

/** `mail1`, `chat2` …: the name tells the medium. */
export function offers(scene: Scene, name: string, more: Partial<Offered> = {}): string {
  const medium: WorkMedium = name.startsWith("mail") ? "mail" : "chat";
  return scene.when({
    kind: "work.offered",
    interaction: workId(scene, name),
    medium,
    queue: queues.sales,
    from: "eva@example.org",
    subject: "Invoice",
    contact: undefined,
    values: {},
    priority: 0,
    requirement: [],
    ref: name,
    ...more,
  });
}

export const withdraws = (scene: Scene, name: string): string =>
  scene.when({ kind: "work.withdrawn", interaction: scene.call(name) });

/** What she is offered now; fails when there is nothing. */
export function offerOf(scene: Scene, name: string) {
  const held = [...(scene.state.agents.get(scene.agent(name))?.work.values() ?? [])];
  const reservation = held.find((each) => each.reservation !== undefined)?.reservation;
  return reservation ?? reservationId(id("0", 0));
}

export const accepts = (scene: Scene, name: string): string =>
  scene.when({ kind: "reservation.acceptRequested", agent: scene.agent(name), reservation: offerOf(scene, name) });

export const declines = (scene: Scene, name: string): string =>
  scene.when({ kind: "reservation.declineRequested", agent: scene.agent(name), reservation: offerOf(scene, name) });

export const closes = (scene: Scene, name: string, work: string): string =>
  scene.when({ kind: "work.closeRequested", agent: scene.agent(name), interaction: scene.call(work) });

export const passesOn = (
  scene: Scene,
  name: string,
  work: string,
  to: Extract<Input, { kind: "work.transferRequested" }>["to"],
): string =>
  scene.when({ kind: "work.transferRequested", agent: scene.agent(name), interaction: scene.call(work), to });

/** What is at her desk, by name; what she is only offered with a question mark. */
export function deskOf(scene: Scene, name: string): readonly string[] {
  const work = scene.state.agents.get(scene.agent(name))?.work ?? new Map();
  return [...work].map(([interaction, { reservation }]) => {
    const known = scene.names.named(interaction);
    return reservation === undefined ? known : `${known}?`;
  });
}

export const NO_QUEUE = queueId(id("0e", 99));
