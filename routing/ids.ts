/** Branded identifiers: a leg's id cannot be passed where an agent's is wanted. Only the constructors here cast. */

declare const brand: unique symbol;
type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** One matter from first ring to last word; a UUID, also written on every leg as `cc_call`. */
export type InteractionId = Brand<string, "InteractionId">;
/** One connection between the switch and one party; the switch's own channel UUID. */
export type LegId = Brand<string, "LegId">;
/** The hold on one agent for one interaction; a UUID. */
export type ReservationId = Brand<string, "ReservationId">;
/** Every command carries one, so that carrying it out twice can be noticed and its failure can be told apart. */
export type CommandId = Brand<string, "CommandId">;
/** An agent; the UUID of the user. */
export type AgentId = Brand<string, "AgentId">;
/** A queue; a UUID from the configuration. */
export type QueueId = Brand<string, "QueueId">;
/** A skill; its name in lower case is its id in flow files, its UUID here. */
export type SkillId = Brand<string, "SkillId">;
/** A named set of agents; a UUID from the configuration. */
export type GroupId = Brand<string, "GroupId">;
/** A contact of the CRM; a UUID. Routing only carries it. */
export type ContactId = Brand<string, "ContactId">;
/** A switch of the pool; the name from the configuration. */
export type NodeId = Brand<string, "NodeId">;

/** For an id that the core has just made, right by construction: a step makes several, and checking them would show. */
export const madeId = <Id extends InteractionId | LegId | ReservationId | CommandId>(text: string): Id => text as Id;

const uuidShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** True for the lower-case text form of a UUID of any version (RFC 9562). */
export function isUuid(text: string): boolean {
  return uuidShape.test(text);
}

function uuid(text: string, what: string): string {
  if (!isUuid(text)) throw new TypeError(`${what} must be a lower-case UUID, not ${JSON.stringify(text).slice(0, 80)}`);
  return text;
}

export const interactionId = (text: string): InteractionId => uuid(text, "interaction id") as InteractionId;
export const legId = (text: string): LegId => uuid(text, "leg id") as LegId;
export const reservationId = (text: string): ReservationId => uuid(text, "reservation id") as ReservationId;
export const commandId = (text: string): CommandId => uuid(text, "command id") as CommandId;
export const agentId = (text: string): AgentId => uuid(text, "agent id") as AgentId;
export const queueId = (text: string): QueueId => uuid(text, "queue id") as QueueId;
export const skillId = (text: string): SkillId => uuid(text, "skill id") as SkillId;
export const groupId = (text: string): GroupId => uuid(text, "group id") as GroupId;
export const contactId = (text: string): ContactId => uuid(text, "contact id") as ContactId;
/** Of an interaction that no switch carries, mail or chat: the name of no node, so that nothing is ever asked of it. */
export const NO_NODE = "" as NodeId;
export const nodeId = (text: string): NodeId => {
  if (!/^[a-z0-9][a-z0-9-]{0,31}$/.test(text))
    throw new TypeError(`switch node names are a-z, 0-9 and -, not ${JSON.stringify(text).slice(0, 80)}`);
  return text as NodeId;
};
