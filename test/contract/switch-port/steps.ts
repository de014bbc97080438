/** The few moves that most rules of the contract open with: a caller at the door, a claimed leg, a phone that answered. */

import { randomUUID } from "node:crypto";
import type { DialTarget, SwitchCommand } from "#routing/commands.ts";
import { commandId, interactionId, legId } from "#routing/ids.ts";
import type { CommandId, InteractionId, LegId } from "#routing/ids.ts";
import type { SwitchObservation } from "#routing/inputs.ts";
import type { CallerSpec, FarEnd, PortHarness } from "./harness.ts";

type Kind = SwitchObservation["kind"];
export type Observed<K extends Kind> = Extract<SwitchObservation, { readonly kind: K }>;
/** A command without what `ask` fills in. */
export type Ask = SwitchCommand extends infer C ? (C extends SwitchCommand ? Omit<C, "id" | "node"> : never) : never;

/** Longest time that a switch on a loaded machine takes for something immediate. */
const soonMs = 4000;

let numbersTaken = 0;
/** A number that no other test of this process dials or calls. */
export function freshNumber(): string {
  numbersTaken += 1;
  return `9${String(process.pid % 10_000).padStart(4, "0")}${String(numbersTaken).padStart(5, "0")}`;
}

export const freshLeg = (): LegId => legId(randomUUID());
export const freshInteraction = (): InteractionId => interactionId(randomUUID());

/** Executes a command with a fresh id and returns that id. */
export function ask(h: PortHarness, command: Ask): CommandId {
  const id = commandId(randomUUID());
  // The union is closed and `Ask` is the same union without two fields, which the compiler cannot put together again.
  h.port.execute({ ...command, id, node: h.port.node } as SwitchCommand);
  return id;
}

export function ofKind<K extends Kind>(seen: readonly SwitchObservation[], kind: K): readonly Observed<K>[] {
  // `kind` is the discriminant: what is left has that shape.
  return seen.filter((observation) => observation.kind === kind) as Observed<K>[];
}

/** All observations of one leg, in order. */
export function ofLeg(h: PortHarness, leg: LegId): readonly SwitchObservation[] {
  return h.observations.filter((observation) => "leg" in observation && observation.leg === leg);
}

/** Waits for an observation of `kind` that `fits`, after the first `after` observations. */
export function next<K extends Kind>(
  h: PortHarness,
  kind: K,
  fits: (observation: Observed<K>) => boolean,
  after = 0,
  withinMs = soonMs,
): Promise<Observed<K>> {
  return h.waitFor(kind, (seen) => ofKind(seen.slice(after), kind).find(fits), withinMs);
}

export interface Arrived {
  readonly leg: LegId;
  readonly caller: FarEnd;
  readonly to: string;
}

const testCaller = { from: "34911222333", fromName: "Test Caller" };

/** A caller at the door, not claimed. */
export async function arrived(
  h: PortHarness,
  who: Omit<CallerSpec, "to"> = testCaller,
): Promise<Arrived & { readonly observation: Observed<"leg.arrived"> }> {
  const to = freshNumber();
  const caller = await h.newCaller({ ...who, to });
  const observation = await next(h, "leg.arrived", (o) => o.to === to);
  return { leg: observation.leg, caller, to, observation };
}

export interface Claimed extends Arrived {
  readonly interaction: InteractionId;
}

/** A caller claimed, answered and parked. */
export async function claimed(h: PortHarness): Promise<Claimed> {
  const { leg, caller, to } = await arrived(h);
  const interaction = freshInteraction();
  ask(h, { kind: "leg.claim", leg, interaction, answer: true });
  await next(h, "leg.parked", (o) => o.leg === leg && o.isAnswered);
  return { leg, caller, to, interaction };
}

/** Rings a target and returns the leg's id at once. */
export function ring(
  h: PortHarness,
  target: DialTarget,
  more: {
    readonly interaction?: InteractionId | undefined;
    readonly timeoutMs?: number | undefined;
    readonly leg?: LegId | undefined;
  } = {},
): { readonly leg: LegId; readonly command: CommandId } {
  const leg = more.leg ?? freshLeg();
  const command = ask(h, {
    kind: "leg.originate",
    leg,
    interaction: more.interaction ?? freshInteraction(),
    role: target.kind === "seat" ? "agent" : "external",
    target,
    callerNumber: "34911222333",
    timeoutMs: more.timeoutMs ?? 20_000,
    autoAnswer: false,
  });
  return { leg, command };
}

/** An agent's phone that answered and is parked. */
export async function agentOn(
  h: PortHarness,
  interaction?: InteractionId,
  seat: 0 | 1 | 2 = 0,
): Promise<{ readonly leg: LegId; readonly phone: FarEnd; readonly sipUser: string }> {
  const sipUser = h.seats[seat];
  const phone = await h.phone(sipUser, { kind: "answers", afterMs: 200 });
  const { leg } = ring(h, { kind: "seat", sipUser }, { interaction });
  await next(h, "leg.parked", (o) => o.leg === leg && o.isAnswered);
  return { leg, phone, sipUser };
}

/** A claimed caller and an agent in one bridge; the caller survives. */
export async function connected(h: PortHarness): Promise<Claimed & { readonly agent: LegId; readonly phone: FarEnd }> {
  const call = await claimed(h);
  const agent = await agentOn(h, call.interaction);
  await bridge(h, call.leg, agent.leg);
  return { ...call, agent: agent.leg, phone: agent.phone };
}

export async function bridge(h: PortHarness, survivor: LegId, other: LegId): Promise<void> {
  const mark = h.observations.length;
  ask(h, { kind: "leg.bridge", survivor, other });
  await next(h, "leg.bridged", (o) => o.leg === survivor && o.other === other, mark);
}

export const hungUp = (h: PortHarness, leg: LegId, withinMs = soonMs): Promise<Observed<"leg.hungUp">> =>
  next(h, "leg.hungUp", (o) => o.leg === leg, 0, withinMs);

/** Asks for a fresh list of what lives on the switch. */
export function resynced(h: PortHarness): Promise<Observed<"switch.resynced">> {
  const mark = h.observations.length;
  h.port.resync();
  return next(h, "switch.resynced", () => true, mark);
}
