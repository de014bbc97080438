/** Folds facts about interactions: where they stand, what their flow has reached, how long they have waited. */

import type { QueueConfig } from "../config.ts";
import type { FactBody } from "../facts.ts";
import type { InteractionId, ReservationId } from "../ids.ts";
import { NEVER, type Instant } from "../instant.ts";
import { flowVersion, queueConfig } from "../matching/eligible.ts";
import { boxFlowOf } from "../queue/box-flow.ts";
import { newLine } from "../queue/order.ts";
import { overflowDues } from "../queue/overflow-dues.ts";
import type { State, Waiting } from "../state.ts";
import { engage } from "./agents.ts";
import { openWork, putWorkAway, rememberWork } from "./desk.ts";
import { newInteraction } from "./new-interaction.ts";
import {
  CLAIM_MS,
  changeStage,
  dueAt,
  forgetIfDone,
  leaveLine,
  placeOf,
  refreshPlace,
  withAgent,
  withInteraction,
} from "./reach.ts";

/** A recording that should have ended this long ago has ended unseen. */
export const RECORDING_OVERDUE_MS = 5_000;

export type InteractionFact = Extract<
  FactBody,
  {
    kind: `${"interaction" | "contact" | "flow" | "value" | "requirement" | "particular" | "priority" | "rules" | "queue" | "voicemail" | "digits"}.${string}`;
  }
>;

export function evolveInteraction(state: State, fact: InteractionFact, at: Instant): void {
  switch (fact.kind) {
    case "digits.sent":
    case "voicemail.stopAsked":
    case "flow.left":
    case "interaction.transferred":
      return;
    case "interaction.arrived":
      state.interactions.set(
        fact.interaction,
        newInteraction(fact.interaction, at, {
          direction: "inbound",
          node: fact.node,
          from: fact.from,
          fromName: fact.fromName,
          to: fact.to,
          customerLeg: fact.leg,
        }),
      );
      return;
    case "interaction.adopted":
      state.interactions.set(
        fact.interaction,
        newInteraction(fact.interaction, fact.startedAt, {
          direction: "inbound",
          node: fact.node,
          from: fact.from,
          fromName: undefined,
          to: fact.to,
          customerLeg: fact.leg,
        }),
      );
      return;
    case "interaction.dialled":
      state.interactions.set(
        fact.interaction,
        newInteraction(fact.interaction, at, {
          direction: "outbound",
          node: fact.node,
          from: fact.to,
          fromName: undefined,
          to: fact.to,
          customerLeg: undefined,
          contact: fact.contact,
          stage: {
            kind: "dialling",
            agent: fact.agent,
            agentLeg: fact.leg,
            farLeg: undefined,
            trunk: 0,
            number: fact.to,
            until: fact.until,
          },
        }),
      );
      dueAt(state, fact.until, fact.interaction);
      withAgent(state, fact.agent, (agent) => {
        engage(state, agent, { kind: "dialling", interaction: fact.interaction, leg: fact.leg }, at);
      });
      return;
    case "contact.identified":
      withInteraction(state, fact.interaction, (interaction) => {
        interaction.match = fact.match;
        interaction.contact = interaction.contact ?? fact.contact;
        interaction.contactValues = fact.values;
      });
      return;
    case "contact.attached":
      withInteraction(state, fact.interaction, (interaction) => {
        if (interaction.contact !== fact.contact) interaction.contactValues = {};
        interaction.contact = fact.contact;
      });
      return;
    case "flow.entered": {
      const flow = boxFlowOf(fact) ?? flowVersion(state.config, fact.flow, fact.version);
      if (flow === undefined) return;
      changeStage(state, fact.interaction, {
        kind: "inFlow",
        flow,
        cursor: undefined,
        awaiting: undefined,
        awaitingUntil: at + CLAIM_MS,
        pendingRecording: undefined,
        recording: undefined,
      });
      dueAt(state, at + CLAIM_MS, fact.interaction);
      return;
    }
    case "flow.advanced":
      withInteraction(state, fact.interaction, (interaction) => {
        const version = interaction.stage.kind === "inFlow" ? interaction.stage.flow : interaction.flow?.version;
        if (version === undefined) return;
        interaction.flow = { version, cursor: fact.cursor };
        changeStage(state, fact.interaction, {
          kind: "inFlow",
          flow: version,
          cursor: fact.cursor,
          awaiting: fact.awaiting,
          awaitingUntil: fact.until,
          pendingRecording: fact.pendingRecording,
          recording: undefined,
        });
        dueAt(state, fact.until, fact.interaction);
      });
      return;
    case "value.collected":
      withInteraction(state, fact.interaction, (interaction) => {
        if (fact.isSensitive) return;
        const { name, label, value } = fact;
        interaction.values = [...interaction.values, { name, label, value }];
      });
      return;
    case "rules.applied":
      withInteraction(state, fact.interaction, (interaction) => {
        interaction.rules = fact.rules;
      });
      return;
    case "interaction.answered":
      return;
    case "interaction.queued":
      enterQueue(state, fact, at);
      return;
    case "requirement.relaxed":
      changeWaiting(state, fact.interaction, (waiting, queue) => {
        const next = queue?.relaxation[fact.step + 1];
        if (next !== undefined) dueAt(state, waiting.enteredAt + next.afterMs, fact.interaction);
        return { ...waiting, needs: fact.needs, relaxedTo: fact.name, nextStep: fact.step + 1 };
      });
      return;
    case "particular.released":
      changeWaiting(state, fact.interaction, (waiting) => ({ ...waiting, particular: undefined }));
      return;
    case "priority.raised":
      changeWaiting(state, fact.interaction, (waiting, queue) => {
        const line = state.lines.get(waiting.queue);
        line?.remove(placeOf(fact.interaction, waiting));
        line?.insert({ interaction: fact.interaction, priority: fact.priority, enteredAt: waiting.enteredAt });
        const next = queue?.ageing[fact.band + 1];
        if (next !== undefined) dueAt(state, waiting.enteredAt + next.afterMs, fact.interaction);
        return { ...waiting, priority: fact.priority, nextBand: fact.band + 1 };
      });
      return;
    case "interaction.announced":
      changeWaiting(state, fact.interaction, (waiting, queue) => {
        const nextAnnouncementAt = queue?.announceEveryMs === undefined ? NEVER : at + queue.announceEveryMs;
        dueAt(state, nextAnnouncementAt, fact.interaction);
        return { ...waiting, nextAnnouncementAt };
      });
      return;
    case "interaction.overflowed":
      withInteraction(state, fact.interaction, (interaction) => {
        if (fact.counts) interaction.overflows += 1;
      });
      return;
    case "queue.left":
      withInteraction(state, fact.interaction, (interaction) => {
        interaction.waitedMs += fact.waitMs;
        interaction.aside = undefined;
        leaveLine(state, interaction);
      });
      return;
    case "interaction.connected": {
      const { leg } = fact;
      if (leg === undefined) return openWork(state, fact.interaction, fact.agent, at);
      withInteraction(state, fact.interaction, (interaction) => {
        interaction.hadConversation = true;
        changeStage(state, fact.interaction, {
          kind: "talking",
          agent: fact.agent,
          leg,
          isHeld: false,
          isMuted: false,
          since: at,
        });
      });
      withAgent(state, fact.agent, (agent) => {
        agent.shift.handled += 1;
        const { interaction } = fact;
        engage(state, agent, { kind: "talking", interaction, leg, reservation: undefined, isWrapUpWanted: false }, at);
      });
      return;
    }
    case "interaction.disconnected":
      return putWorkAway(state, fact.interaction, fact.agent, at);
    case "interaction.held":
    case "interaction.retrieved":
    case "interaction.muted":
      withInteraction(state, fact.interaction, (interaction) => {
        if (interaction.stage.kind !== "talking") return;
        interaction.stage =
          fact.kind === "interaction.muted"
            ? { ...interaction.stage, isMuted: fact.isMuted }
            : { ...interaction.stage, isHeld: fact.kind === "interaction.held" };
      });
      return;
    case "interaction.joined":
      changeStage(state, fact.interaction, { kind: "joined", leg: fact.leg });
      return;
    case "interaction.dispositioned":
      withInteraction(state, fact.interaction, (interaction) => {
        interaction.disposition = { code: fact.disposition, note: fact.note, by: fact.agent };
      });
      return;
    case "voicemail.started":
      withInteraction(state, fact.interaction, (interaction) => {
        if (interaction.stage.kind !== "inFlow") return;
        const awaitingUntil = at + (interaction.stage.pendingRecording?.maxMs ?? 0) + RECORDING_OVERDUE_MS;
        dueAt(state, awaitingUntil, fact.interaction);
        interaction.stage = {
          ...interaction.stage,
          awaiting: fact.recording,
          awaitingUntil,
          pendingRecording: undefined,
          recording: { command: fact.recording, box: fact.box, since: at },
        };
      });
      return;
    case "voicemail.left":
      withInteraction(state, fact.interaction, (interaction) => {
        interaction.leftVoicemail = true;
        if (interaction.stage.kind === "inFlow") interaction.stage = { ...interaction.stage, recording: undefined };
      });
      return;
    case "interaction.ending":
      changeStage(state, fact.interaction, { kind: "ending", reason: fact.reason });
      return;
    case "interaction.dialling":
      withInteraction(state, fact.interaction, (interaction) => {
        const before = interaction.stage.kind === "dialling" ? interaction.stage : undefined;
        changeStage(state, fact.interaction, {
          kind: "dialling",
          agent: fact.agent,
          agentLeg: before?.agentLeg,
          farLeg: fact.leg,
          trunk: fact.trunk,
          number: fact.number,
          until: fact.until,
        });
        if (fact.agent !== undefined) interaction.customerLeg = fact.leg;
        dueAt(state, fact.until, fact.interaction);
      });
      return;
    case "interaction.ended":
      rememberWork(state, fact.interaction, at);
      changeStage(state, fact.interaction, { kind: "ended", reason: fact.reason, at });
      forgetIfDone(state, fact.interaction);
      return;
  }
}

/** Shared by all that have none: most wait without any. */
const NO_RESERVATIONS: readonly ReservationId[] = [];

function enterQueue(state: State, fact: Extract<FactBody, { kind: "interaction.queued" }>, at: Instant): void {
  const queue = queueConfig(state.config, fact.queue);
  withInteraction(state, fact.interaction, (interaction) => {
    const isHeard = interaction.customerLeg !== undefined;
    const nextAnnouncementAt = queue?.announceEveryMs === undefined || !isHeard ? NEVER : at + queue.announceEveryMs;
    const waiting: Waiting = {
      kind: "waiting",
      queue: fact.queue,
      priority: fact.priority,
      enteredAt: fact.enteredAt,
      // A visit that went on while he was asked about a callback.
      since: interaction.aside?.visit.since ?? at,
      overflowAt: fact.overflowAt,
      needs: fact.needs,
      weight: fact.weight,
      particular: fact.particular,
      relaxedTo: undefined,
      nextBand: 0,
      keys: fact.keys,
      nextStep: 0,
      nextAnnouncementAt,
      reservations: NO_RESERVATIONS,
    };
    changeStage(state, fact.interaction, waiting);
    interaction.hasDeclinedCallback ||= interaction.aside !== undefined;
    interaction.aside = undefined;
    interaction.lastQueue = fact.queue;
    interaction.lastEnteredAt = fact.enteredAt;
    interaction.lastPriority = fact.priority;
    interaction.lastNeeds = fact.needs;
    interaction.lastWeight = fact.weight;
    interaction.lastOverflowMs = fact.overflowAt === NEVER ? undefined : fact.overflowAt - at;
    let line = state.lines.get(fact.queue);
    if (line === undefined) {
      line = newLine();
      state.lines.set(fact.queue, line);
    }
    line.insert(placeOf(fact.interaction, waiting));
    refreshPlace(state, fact.interaction);
    dueAt(state, fact.overflowAt, fact.interaction);
    if (queue !== undefined) {
      for (const due of overflowDues(state.config, queue, at)) dueAt(state, due, fact.interaction);
    }
    dueAt(state, nextAnnouncementAt, fact.interaction);
    const firstStep = queue?.relaxation[0];
    if (firstStep !== undefined) dueAt(state, fact.enteredAt + firstStep.afterMs, fact.interaction);
    const firstBand = queue?.ageing[0];
    if (firstBand !== undefined) dueAt(state, fact.enteredAt + firstBand.afterMs, fact.interaction);
    if (fact.particular !== undefined) dueAt(state, fact.particular.until, fact.interaction);
    if (fact.agentPrompt !== undefined) state.agentPrompts.set(fact.interaction, fact.agentPrompt);
    // Whoever comes back is what he was.
    else if (!fact.isReturn) state.agentPrompts.delete(fact.interaction);
  });
}

function changeWaiting(
  state: State,
  id: InteractionId,
  change: (waiting: Waiting, queue: QueueConfig | undefined) => Waiting,
): void {
  withInteraction(state, id, (interaction) => {
    const { stage } = interaction;
    if (stage.kind !== "waiting") return;
    interaction.stage = change(stage, queueConfig(state.config, stage.queue));
    refreshPlace(state, id);
  });
}
