/** Folds facts about callbacks: what was promised, when it is due, how often it was tried. */

import type { CallbackFact } from "../callback/facts.ts";
import { digitsOf } from "../callback/promised.ts";
import type { FlowOutReason } from "../facts.ts";
import { NEVER, type Instant } from "../instant.ts";
import type { Callback, Interaction, State } from "../state.ts";
import { engage } from "./agents.ts";
import { newInteraction } from "./new-interaction.ts";
import { changeStage, dueAt, withAgent, withInteraction } from "./reach.ts";

export function evolveCallback(state: State, fact: CallbackFact, at: Instant): void {
  switch (fact.kind) {
    case "callback.asked":
      withInteraction(state, fact.interaction, (interaction) => {
        if (interaction.stage.kind !== "waiting") return;
        // Written by the decision from this very union.
        const node = interaction.flow?.cursor.node;
        interaction.aside = { visit: interaction.stage, reason: fact.reason as FlowOutReason, node };
      });
      return;
    case "callback.booked":
      book(state, fact, at);
      return;
    case "callback.repeated":
      change(state, fact, (callback) => {
        callback.enteredAt = fact.enteredAt;
        callback.dueAt = fact.dueAt;
      });
      promiseIn(state, fact.from);
      return;
    case "callback.postponed":
      change(state, fact, (callback, interaction) => {
        postpone(state, interaction, callback, fact.until);
      });
      return;
    case "callback.rescheduled":
      change(state, fact, (callback) => {
        callback.dueAt = fact.dueAt;
        callback.enteredAt = fact.dueAt;
        callback.expiresAt = fact.expiresAt;
        callback.agent = fact.agent;
      });
      return;
    case "callback.due":
      change(state, fact, (callback) => {
        callback.lineUntil = fact.until;
        dueAt(state, fact.until, fact.interaction);
      });
      return;
    case "callback.checking":
      change(state, fact, (callback) => {
        callback.check = { command: fact.command, until: fact.until };
        callback.isClear = false;
        dueAt(state, fact.until, fact.interaction);
      });
      return;
    case "callback.checked":
      change(state, fact, (callback) => {
        callback.check = undefined;
        callback.isClear = fact.mayCall === true;
        callback.timeZone = fact.timeZone ?? callback.timeZone;
      });
      return;
    case "callback.attempted":
      attempt(state, fact, at);
      return;
    case "callback.attemptFailed":
      change(state, fact, (callback, interaction) => {
        callback.check = undefined;
        callback.isClear = false;
        callback.attempts += fact.counts ? 1 : 0;
        interaction.customerLeg = undefined;
        postpone(state, interaction, callback, NEVER);
      });
      return;
    case "callback.ended":
      change(state, fact, (callback) => {
        callback.outcome = fact.outcome;
        callback.check = undefined;
        callback.lineUntil = NEVER;
        unlist(state, fact.interaction, callback.number);
      });
      return;
  }
}

function change(
  state: State,
  fact: Pick<CallbackFact, "interaction">,
  act: (callback: Callback, interaction: Interaction) => void,
): void {
  withInteraction(state, fact.interaction, (interaction) => {
    if (interaction.callback !== undefined) act(interaction.callback, interaction);
  });
}

function book(state: State, fact: Extract<CallbackFact, { kind: "callback.booked" }>, at: Instant): void {
  const { origin, from, queue, number, language, priority, needs, weight, note } = fact;
  const { enteredAt, dueAt: due, expiresAt, agent, timeZone } = fact;
  const callback: Callback = {
    origin,
    from,
    queue,
    number,
    language,
    priority,
    needs,
    weight,
    note,
    enteredAt,
    dueAt: due,
    expiresAt,
    agent,
    timeZone,
    lineUntil: NEVER,
    attempts: 0,
    check: undefined,
    isClear: false,
    outcome: undefined,
  };
  state.interactions.set(
    fact.interaction,
    newInteraction(fact.interaction, at, {
      medium: "callback",
      direction: "outbound",
      node: fact.node,
      from: number,
      fromName: fact.name,
      to: number,
      customerLeg: undefined,
      contact: fact.contact,
      lastQueue: queue,
      callback,
      stage: { kind: "postponed", queue, until: due },
    }),
  );
  dueAt(state, due, fact.interaction);
  const key = digitsOf(number);
  const same = state.callbacks.get(key);
  if (same === undefined) state.callbacks.set(key, new Set([fact.interaction]));
  else same.add(fact.interaction);
  promiseIn(state, from);
}

function promiseIn(state: State, call: Interaction["id"] | undefined): void {
  if (call === undefined) return;
  withInteraction(state, call, (interaction) => {
    interaction.hasCallbackPromise = true;
  });
}

function postpone(state: State, interaction: Interaction, callback: Callback, until: Instant): void {
  callback.lineUntil = NEVER;
  changeStage(state, interaction.id, { kind: "postponed", queue: callback.queue, until });
  dueAt(state, until, interaction.id);
}

function attempt(state: State, fact: Extract<CallbackFact, { kind: "callback.attempted" }>, at: Instant): void {
  change(state, fact, (callback) => {
    callback.lineUntil = NEVER;
    changeStage(state, fact.interaction, {
      kind: "dialling",
      agent: fact.agent,
      agentLeg: fact.leg,
      farLeg: undefined,
      trunk: 0,
      number: fact.number,
      until: fact.until,
    });
    dueAt(state, fact.until, fact.interaction);
  });
  withAgent(state, fact.agent, (agent) => {
    engage(state, agent, { kind: "dialling", interaction: fact.interaction, leg: fact.leg }, at);
  });
}

/** A number has no callback any more. */
function unlist(state: State, interaction: Interaction["id"], number: string): void {
  const key = digitsOf(number);
  const same = state.callbacks.get(key);
  same?.delete(interaction);
  if (same?.size === 0) state.callbacks.delete(key);
}
