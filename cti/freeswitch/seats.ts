/** Which phones are registered, as the switch tells it event by event. */

import { textOf } from "../esl/events.ts";
import type { EslEvent } from "../esl/events.ts";

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
