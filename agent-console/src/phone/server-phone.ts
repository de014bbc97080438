/** The phone of a seat that the server controls (the simulated switch, a desk phone): answering is an ask. */

import { askServer } from "../live/console-live.ts";
import type { Phone, PhoneEvents } from "./phone.ts";

export function serverPhone(events: PhoneEvents): Phone {
  return {
    open: () => {
      events.onState({ kind: "ready" });
      return Promise.resolve();
    },
    answer: async ({ reservation }) => {
      if (reservation === undefined) return false;
      const outcome = await askServer({ kind: "accept", reservation });
      return outcome.kind === "done";
    },
    expect: () => {
      // The server picks up by itself where it wants to.
    },
    use: () => Promise.resolve(),
    close: () => {
      events.onState({ kind: "closed" });
      return Promise.resolve();
    },
  };
}
