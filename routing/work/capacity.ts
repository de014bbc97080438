/** How much an agent takes at once, of each medium: what a profile says, and what it leaves room for. */

/** How the customer reaches us. A callback is a phone call in the end; mail and chat never touch a switch. */
export type Medium = "voice" | "callback" | "mail" | "chat";

/** The media that are worked on at the desk, without a phone. */
export type WorkMedium = Extract<Medium, "mail" | "chat">;

/** What is matched apart: an agent is free for one of these, and not for another. Callbacks share the phone. */
export type Lane = "voice" | WorkMedium;

/** [RT242] Of equal priority, who hears silence goes first, then who sees no answer, then who will look later. */
export const LANE_ORDER: Readonly<Record<Lane, number>> = { voice: 0, chat: 1, mail: 2 };

export const WORK_LANES: readonly WorkMedium[] = ["chat", "mail"];

export function laneOf(medium: Medium): Lane {
  return medium === "callback" ? "voice" : medium;
}

export function isWorkMedium(medium: Medium): medium is WorkMedium {
  return medium === "mail" || medium === "chat";
}

/** A profile of capacity: the site's, or an agent's own. */
export interface Capacity {
  /** 1: takes calls and callbacks; 0: takes none. A phone carries one conversation. */
  readonly voice: 0 | 1;
  /** So many open mails at once. */
  readonly mail: number;
  /** So many open chats at once. */
  readonly chat: number;
  /** So much open at once of all media, a call included. */
  readonly total: number;
  /** Open work of these media does not keep a call away. */
  readonly interruptible: readonly WorkMedium[];
  /** While she is on the phone, new work comes only as long as fewer than so many are open; 0: none comes. */
  readonly duringVoice: number;
  /** The same while she wraps up a call. */
  readonly whileWrappingUp: number;
}

/** What holds where nothing else is said: between calls, one mail or three chats; a call may interrupt the mail. */
export const PLAIN_CAPACITY: Capacity = {
  voice: 1,
  mail: 1,
  chat: 3,
  total: 4,
  interruptible: ["mail"],
  duringVoice: 0,
  whileWrappingUp: 0,
};

/** What an agent has in hand besides her phone. */
export interface OpenWork {
  readonly medium: WorkMedium;
}

/** [RT241] Whether what is open leaves her phone free to ring. */
export function leavesRoomForCall(capacity: Capacity, open: Iterable<OpenWork>): boolean {
  if (capacity.voice === 0) return false;
  for (const { medium } of open) if (!capacity.interruptible.includes(medium)) return false;
  return true;
}

/** [RT240] Whether there is room for one more of this medium, beside what is open and what her phone does. */
export function leavesRoomForWork(
  capacity: Capacity,
  medium: WorkMedium,
  open: ReadonlyMap<unknown, OpenWork>,
  phone: "idle" | "busy" | "wrapUp",
): boolean {
  let same = 0;
  for (const each of open.values()) if (each.medium === medium) same += 1;
  if (same >= capacity[medium]) return false;
  if (phone === "busy") return open.size < capacity.duringVoice && open.size + 1 < capacity.total;
  if (phone === "wrapUp" && open.size >= capacity.whileWrappingUp) return false;
  return open.size < capacity.total;
}
