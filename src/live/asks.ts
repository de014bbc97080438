/** An agent's ask, as the request that the core understands. Who asks comes from the session, never from the message. */

import type { Ask } from "#protocol/up.ts";
import { contactId, interactionId, queueId, reservationId, agentId, type AgentId } from "#routing/ids.ts";
import type { Destination, Request, WorkDestination } from "#routing/inputs.ts";

/** Ids on the wire may be in capitals; ours never are. */
const lower = (id: string): string => id.toLowerCase();

export function requestOf(ask: Ask, agent: AgentId): Request {
  switch (ask.kind) {
    case "setPresence":
      return { kind: "agent.presenceRequested", agent, presence: ask.presence };
    case "accept":
      return { kind: "reservation.acceptRequested", agent, reservation: reservationId(lower(ask.reservation)) };
    case "decline":
      return { kind: "reservation.declineRequested", agent, reservation: reservationId(lower(ask.reservation)) };
    case "dial":
      return {
        kind: "call.dialRequested",
        agent,
        number: ask.number,
        contact: ask.contact === undefined ? undefined : contactId(lower(ask.contact)),
      };
    case "hangUp":
      return { kind: "call.hangUpRequested", agent, interaction: interactionId(lower(ask.interaction)) };
    case "hold":
      return {
        kind: "call.holdRequested",
        agent,
        interaction: interactionId(lower(ask.interaction)),
        isHeld: ask.isHeld,
      };
    case "mute":
      return {
        kind: "call.muteRequested",
        agent,
        interaction: interactionId(lower(ask.interaction)),
        isMuted: ask.isMuted,
      };
    case "digits":
      return {
        kind: "call.digitsRequested",
        agent,
        interaction: interactionId(lower(ask.interaction)),
        digits: ask.digits,
      };
    case "transfer":
      return {
        kind: "call.transferRequested",
        agent,
        interaction: interactionId(lower(ask.interaction)),
        to: destinationOf(ask.to),
      };
    case "closeWork":
      return { kind: "work.closeRequested", agent, interaction: interactionId(lower(ask.interaction)) };
    case "passOnWork":
      return {
        kind: "work.transferRequested",
        agent,
        interaction: interactionId(lower(ask.interaction)),
        to: workDestinationOf(ask.to),
      };
    case "attachContact":
      return {
        kind: "contact.attachRequested",
        agent,
        interaction: interactionId(lower(ask.interaction)),
        contact: contactId(lower(ask.contact)),
      };
    case "disposition":
      return {
        kind: "disposition.setRequested",
        agent,
        interaction: interactionId(lower(ask.interaction)),
        disposition: ask.disposition,
        note: ask.note,
      };
    case "requestWrapUp":
      return {
        kind: "wrapUp.requested",
        agent,
        interaction: interactionId(lower(ask.interaction)),
        isWanted: ask.isWanted,
      };
    case "endWrapUp":
      return { kind: "wrapUp.endRequested", agent, interaction: interactionId(lower(ask.interaction)) };
    case "extendWrapUp":
      return { kind: "wrapUp.extendRequested", agent, interaction: interactionId(lower(ask.interaction)) };
    default:
      return ask satisfies never;
  }
}

function destinationOf(to: Extract<Ask, { kind: "transfer" }>["to"]): Destination {
  return to.kind === "number" ? to : workDestinationOf(to);
}

function workDestinationOf(to: Extract<Ask, { kind: "passOnWork" }>["to"]): WorkDestination {
  switch (to.kind) {
    case "queue":
      return { kind: "queue", queue: queueId(lower(to.queue)) };
    case "agent":
      return { kind: "agent", agent: agentId(lower(to.agent)) };
    default:
      return to satisfies never;
  }
}
