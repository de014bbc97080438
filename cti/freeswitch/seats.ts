/** Which phones are registered, as the switch tells it event by event. */

import { textOf } from "../esl/events.ts";
import type { EslEvent } from "../esl/events.ts";
import { registrations } from "./build.ts";
import type { FreeswitchOptions } from "./options.ts";
import type { Wire } from "./wire.ts";
import { hostName } from "./words.ts";

export interface SeatChange {
  readonly sipUser: string;
  readonly isRegistered: boolean;
}

/** A registration event of that profile and domain, or undefined. A refresh looks like a registration. */
export function seatChange(event: EslEvent, profile: string, domain: string): SeatChange | undefined {
  const { values, subclass } = event;
  if (event.name !== "CUSTOM" || textOf(values, "profile-name") !== profile) return undefined;
  switch (subclass) {
    case "sofia::register":
    case "sofia::unregister": {
      const sipUser = textOf(values, "from-user");
      if (sipUser === undefined || textOf(values, "from-host") !== domain) return undefined;
      return { sipUser, isRegistered: subclass === "sofia::register" };
    }
    case "sofia::expire": {
      // The same person and place under other names.
      const sipUser = textOf(values, "user");
      if (sipUser === undefined || textOf(values, "host") !== domain) return undefined;
      return { sipUser, isRegistered: false };
    }
    default:
      return undefined;
  }
}

/** The users of a domain in the answer to `sofia xmlstatus profile … reg`. */
export function registeredSeats(answer: string, domain: string): readonly string[] {
  return [...answer.matchAll(/<user>([A-Za-z0-9_.-]{1,64})@([^<]*)<\/user>/g)].flatMap(([, user, at]) =>
    user !== undefined && at === domain ? [user] : [],
  );
}

/** Tells the owner of a port about phones. */
export class SeatWatch {
  readonly #options: Pick<FreeswitchOptions, "agentsProfile" | "agentsDomain" | "onSeat">;

  constructor(options: Pick<FreeswitchOptions, "agentsProfile" | "agentsDomain" | "onSeat">) {
    this.#options = options;
  }

  /** True: the event is about a phone, and of no other use. */
  take(event: EslEvent): boolean {
    const { agentsProfile, agentsDomain, onSeat } = this.#options;
    const seat = seatChange(event, agentsProfile, agentsDomain);
    if (seat !== undefined) onSeat?.(seat.sipUser, seat.isRegistered);
    return seat !== undefined;
  }

  /** Who registered before we were there to hear it. */
  ask(wire: Wire | undefined): void {
    const { agentsProfile, agentsDomain, onSeat } = this.#options;
    if (onSeat === undefined) return;
    void wire?.aside("seats", registrations(hostName(agentsProfile)), (answer) => {
      for (const sipUser of registeredSeats(answer, agentsDomain)) onSeat(sipUser, true);
    });
  }
}
