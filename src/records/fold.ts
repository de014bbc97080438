/**
 * Facts become call records: pure, in order, each fact once. The rows that changed are left in `ledger.dirty` as whole
 * rows, so that writing them again changes nothing.
 */

import type { Fact } from "#routing/facts.ts";
import type { AgentId } from "#routing/ids.ts";
import { foldAgentFact } from "./agent-intervals.ts";
import { foldCallbackFact, isPromised } from "./callbacks.ts";
import { foldLegFact } from "./legs.ts";
import { LATE_FACTS_MAX, type Ledger, type OpenRecord } from "./ledger.ts";
import { MASK, type CollectedValueRow, type InteractionRow } from "./rows.ts";
import { changed, changeOf, decisionOf, visitOf } from "./decisions.ts";
import { closeAgent, closeCustomer, fillGap, openAgent, openCustomer, type Opening } from "./segments.ts";

/** Numbers and names come from outside and are indexed; nothing sensible is longer. */
const OUTSIDE_TEXT_MAX = 200;

/** Folds one fact. One that was folded before (`n` not above `ledger.lastFact`) changes nothing. */
export function foldRecords(ledger: Ledger, fact: Fact): void {
  if (fact.n <= ledger.lastFact) return;
  ledger.lastFact = fact.n;
  foldAgentFact(ledger, fact);
  foldInteraction(ledger, fact);
}

/** Folds one fact into the call records alone; agents' intervals stay as they are. For warming up from the journal. */
export function foldInteraction(ledger: Ledger, fact: Fact): void {
  if (!("interaction" in fact) || fact.interaction === undefined) return;
  if (isBeginning(fact)) begin(ledger, fact);
  const record = ledger.records.get(fact.interaction);
  if (record === undefined || fact.n < record.row.lastFact) return;
  apply(ledger, record, fact);
  record.row.lastFact = fact.n;
  ledger.dirty.interactions.add(record.row);
  letGoOfOldest(ledger, fact.n);
}

/** `interaction.adopted`: found alive on a switch, its earlier facts lost. */
type Beginning = Extract<
  Fact,
  {
    kind: "interaction.arrived" | "interaction.adopted" | "interaction.dialled" | "callback.booked" | "work.arrived";
  }
>;

function isBeginning(fact: Fact): fact is Beginning {
  return (
    fact.kind === "interaction.arrived" ||
    fact.kind === "interaction.adopted" ||
    fact.kind === "interaction.dialled" ||
    fact.kind === "callback.booked" ||
    fact.kind === "work.arrived"
  );
}

function mediumOf(fact: Beginning): InteractionRow["medium"] {
  if (fact.kind === "work.arrived") return fact.medium;
  return fact.kind === "callback.booked" ? "callback" : "voice";
}

/** Mail and chat come to no number. */
function toNumberOf(fact: Beginning): string {
  if (fact.kind === "work.arrived") return "";
  return fact.kind === "callback.booked" ? fact.number : fact.to;
}

function begin(ledger: Ledger, fact: Beginning): void {
  if (ledger.records.has(fact.interaction)) return;
  const startedAt = fact.kind === "interaction.adopted" ? fact.startedAt : fact.at;
  const isOurs = fact.kind === "interaction.dialled" || fact.kind === "callback.booked";
  const row: InteractionRow = {
    id: fact.interaction,
    medium: mediumOf(fact),
    direction: isOurs ? "outbound" : "inbound",
    fromNumber: isOurs ? undefined : fact.from?.slice(0, OUTSIDE_TEXT_MAX),
    fromName: fact.kind === "interaction.arrived" ? fact.fromName?.slice(0, OUTSIDE_TEXT_MAX) : undefined,
    toNumber: toNumberOf(fact).slice(0, OUTSIDE_TEXT_MAX),
    contact: isOurs || fact.kind === "work.arrived" ? fact.contact : undefined,
    match: undefined,
    flow: undefined,
    flowVersion: undefined,
    firstQueue: undefined,
    queue: undefined,
    agent: fact.kind === "interaction.dialled" ? fact.agent : undefined,
    startedAt,
    answeredAt: undefined,
    connectedAt: undefined,
    endedAt: undefined,
    endReason: undefined,
    waitMs: 0,
    alertMs: 0,
    talkMs: 0,
    holdMs: 0,
    wrapUpMs: 0,
    disposition: undefined,
    note: undefined,
    lastFact: fact.n,
  };
  ledger.records.set(fact.interaction, {
    row,
    segmentCount: 0,
    valueCount: 0,
    customer: undefined,
    customerUntil: startedAt,
    rules: [],
    agents: new Map(),
    handledFor: new Map(),
    legs: new Map(),
    callback: undefined,
  });
}

/** One fact on its record. After the end only wrap-up, dispositions, links and leg ends still arrive. */
function apply(ledger: Ledger, record: OpenRecord, fact: Fact): void {
  const { row } = record;
  switch (fact.kind) {
    case "contact.identified":
      row.match = fact.match;
      row.contact = row.contact ?? fact.contact;
      return;
    case "contact.attached":
      row.contact = fact.contact;
      return enterTimeline(ledger, record);
    case "flow.entered":
      row.flow ??= fact.flow;
      row.flowVersion ??= fact.version;
      return openCustomer(ledger, record, fact.at, {
        kind: "flow",
        more: { flow: fact.flow, version: fact.version, path: [] },
      });
    case "flow.advanced":
      if (record.customer?.kind !== "flow") return;
      record.customer.more = { ...record.customer.more, path: fact.cursor.path };
      ledger.dirty.segments.add(record.customer);
      return;
    case "flow.left":
      return record.customer?.kind === "flow" ? closeCustomer(ledger, record, fact.at, fact.to) : undefined;
    case "value.collected":
      return keepValue(ledger, record, fact, fact.isSensitive);
    case "work.arrived":
      keepValue(ledger, record, { name: "subject", label: "Subject", value: fact.subject, at: fact.at }, false);
      return keepValue(ledger, record, { name: "ref", label: "Reference", value: fact.ref, at: fact.at }, false);
    case "interaction.answered":
      row.answeredAt ??= fact.at;
      return;
    case "callback.asked":
    case "callback.booked":
    case "callback.repeated":
    case "callback.postponed":
    case "callback.rescheduled":
    case "callback.due":
    case "callback.checking":
    case "callback.checked":
    case "callback.attempted":
    case "callback.attemptFailed":
    case "callback.ended":
      return foldCallbackFact(ledger, record, fact);
    case "interaction.queued":
      if (isPromised(record)) return;
      row.firstQueue ??= fact.queue;
      row.queue = fact.queue;
      return queued(ledger, record, fact);
    case "rules.applied":
      record.rules = fact.rules;
      return;
    case "requirement.relaxed":
    case "priority.raised":
    case "particular.released":
      return changed(ledger, record, changeOf(fact));
    case "interaction.overflowed":
      if (record.customer?.kind === "queue") {
        record.customer.more = { ...record.customer.more, overflowTo: fact.to.kind };
      }
      return;
    case "queue.left":
      return isPromised(record) ? undefined : queueLeft(ledger, record, fact);
    case "reservation.made":
      return openAgent(ledger, record, fact.at, fact.agent, {
        kind: "alert",
        queue: fact.queue,
        more: decisionOf(fact),
      });
    case "reservation.ended":
      return record.agents.get(fact.agent)?.kind === "alert"
        ? closeAgent(ledger, record, fact.at, fact.agent, fact.outcome)
        : undefined;
    case "interaction.connected":
      row.agent = fact.agent;
      row.connectedAt ??= fact.at;
      record.handledFor.set(fact.agent, row.queue);
      if (record.customer?.kind === "callback") closeCustomer(ledger, record, fact.at, "reached");
      return openCustomer(ledger, record, fact.at, {
        ...talk(record, fact.agent, true),
        kind: fact.leg === undefined ? "work" : "talk",
      });
    case "interaction.held":
      return openCustomer(ledger, record, fact.at, { ...talk(record, fact.agent, undefined), kind: "hold" });
    case "interaction.retrieved":
      return openCustomer(ledger, record, fact.at, talk(record, fact.agent, undefined));
    case "interaction.disconnected":
      return isWith(record, fact.agent) ? closeCustomer(ledger, record, fact.at, fact.by) : undefined;
    case "interaction.joined":
      return openCustomer(ledger, record, fact.at, { kind: "external" });
    case "agent.wrapUpStarted":
      return openAgent(ledger, record, fact.at, fact.agent, {
        kind: "wrapUp",
        queue: record.handledFor.get(fact.agent),
      });
    case "agent.wrapUpEnded":
      return closeAgent(ledger, record, fact.at, fact.agent, fact.by);
    case "interaction.dispositioned":
      row.disposition = fact.disposition;
      row.note = fact.note === "" ? undefined : fact.note;
      return;
    case "voicemail.started":
      return openCustomer(ledger, record, fact.at, {
        kind: "voicemail",
        more: { box: fact.box, recording: fact.recording },
      });
    case "voicemail.left":
      return voicemailLeft(ledger, record, fact);
    case "interaction.ended":
      return end(ledger, record, fact);
    case "leg.opened":
    case "leg.rang":
    case "leg.answered":
    case "leg.parked":
    case "leg.bridgeAsked":
    case "leg.bridgeGivenUp":
    case "leg.bridged":
    case "leg.unbridged":
    case "leg.replaced":
    case "leg.hangUpAsked":
    case "leg.ended":
      return foldLegFact(ledger, record, fact);
    case "engine.started":
    case "config.adopted":
    case "switch.wentUp":
    case "switch.wentDown":
    case "emergency.switched":
    case "input.ignored":
    case "agent.consoleConnected":
    case "agent.consoleLost":
    case "agent.presenceChanged":
    case "agent.nextPresenceChosen":
    case "agent.backedOff":
    case "agent.backOffEnded":
    case "agent.wrapUpRequested":
    case "agent.wrapUpExtended":
    case "agent.released":
    case "interaction.arrived":
    case "interaction.dialled":
    case "interaction.adopted":
    case "interaction.announced":
    case "interaction.dialling":
    case "interaction.ending":
    case "digits.sent":
    case "interaction.muted":
    case "interaction.transferred":
    case "reservation.alerting":
    case "reservation.redirected":
    case "reservation.prompted":
    case "reservation.promptEnded":
    case "reservation.acceptAsked":
    case "voicemail.stopAsked":
      return;
  }
}

function keepValue(
  ledger: Ledger,
  record: OpenRecord,
  { name, label, value, at }: Pick<CollectedValueRow, "name" | "label" | "value" | "at">,
  isSensitive: boolean,
): void {
  ledger.dirty.values.add({
    interaction: record.row.id,
    ordinal: (record.valueCount += 1),
    name,
    label,
    value: isSensitive ? MASK : value,
    isSensitive,
    at,
  });
}

/** The agent works for the queue that the call came from to her, also after it went on to another. */
function talk(record: OpenRecord, agent: AgentId, opens: true | undefined): Opening {
  return { kind: "talk", agent, queue: record.handledFor.get(agent), more: opens === undefined ? {} : { opens } };
}

function isWith(record: OpenRecord, agent: string): boolean {
  const current = record.customer;
  if (current?.agent !== agent) return false;
  return current.kind === "talk" || current.kind === "hold" || current.kind === "work";
}

/** A call that comes back to the front while its visit is still open goes on with that visit. */
function queued(ledger: Ledger, record: OpenRecord, fact: Extract<Fact, { kind: "interaction.queued" }>): void {
  const current = record.customer;
  if (current?.kind === "queue" && current.queue === fact.queue) {
    return changed(ledger, record, { kind: "returned", at: fact.at });
  }
  if (current?.kind === "queue") {
    current.more = { ...current.more, waitMs: fact.at - current.startedAt };
    closeCustomer(ledger, record, fact.at, "lost");
  }
  openCustomer(ledger, record, fact.at, {
    kind: "queue",
    queue: fact.queue,
    more: visitOf(record, fact),
  });
  record.rules = [];
}

/** A caller who flowed out is with the flow again, unless he was transferred or a rule sent him somewhere else. */
function queueLeft(ledger: Ledger, record: OpenRecord, fact: Extract<Fact, { kind: "queue.left" }>): void {
  const current = record.customer;
  if (current?.kind !== "queue") return;
  current.more = { ...current.more, waitMs: fact.waitMs, flowOut: fact.flowOut };
  closeCustomer(ledger, record, fact.at, fact.outcome);
  const isBack =
    fact.outcome === "callbackAccepted" || (fact.outcome === "flowedOut" && fact.flowOut !== "transferred");
  if (!isBack) return;
  if (current.more.overflowTo === "queue" || current.more.overflowTo === "number") return;
  backInFlow(ledger, record, fact.at);
}

function voicemailLeft(ledger: Ledger, record: OpenRecord, fact: Extract<Fact, { kind: "voicemail.left" }>): void {
  ledger.dirty.voicemails.add({
    id: fact.recording,
    interaction: fact.interaction,
    box: fact.box,
    storageKey: `${fact.interaction}/${fact.recording}.wav`,
    recordedAt: fact.at,
    durationMs: fact.durationMs,
  });
  if (record.customer?.kind !== "voicemail") return;
  closeCustomer(ledger, record, fact.at, "left");
  backInFlow(ledger, record, fact.at);
}

function backInFlow(ledger: Ledger, record: OpenRecord, at: number): void {
  const { flow, flowVersion: version } = record.row;
  if (flow !== undefined) openCustomer(ledger, record, at, { kind: "flow", more: { flow, version } });
}

/** Everything that is still open ends with the interaction, save wrap-up. */
function end(ledger: Ledger, record: OpenRecord, fact: Extract<Fact, { kind: "interaction.ended" }>): void {
  const { row } = record;
  const current = record.customer;
  if (current?.kind === "queue") {
    current.more = { ...current.more, waitMs: fact.at - current.startedAt };
    closeCustomer(ledger, record, fact.at, "lost");
  } else closeCustomer(ledger, record, fact.at, undefined);
  fillGap(ledger, record, fact.at, "ending");
  for (const [agent, segment] of record.agents) {
    if (segment.kind === "alert") closeAgent(ledger, record, fact.at, agent, "withdrawn");
  }
  row.endedAt = fact.at;
  row.endReason = fact.reason;
  ledger.ended.set(row.id, fact.n);
  enterTimeline(ledger, record);
}

function enterTimeline(ledger: Ledger, { row }: OpenRecord): void {
  if (row.contact === undefined || row.endedAt === undefined || row.endReason === undefined) return;
  ledger.dirty.calls.add({
    interaction: row.id,
    contact: row.contact,
    agent: row.agent,
    at: row.startedAt,
    direction: row.direction,
    endReason: row.endReason,
  });
}

/** Late facts still find an ended record (wrap-up begins after the end, legs end after it); then it leaves the memory. */
function letGoOfOldest(ledger: Ledger, n: number): void {
  for (const [id, endedWith] of ledger.ended) {
    if (n - endedWith < LATE_FACTS_MAX) return;
    ledger.ended.delete(id);
    const record = ledger.records.get(id);
    if (record === undefined) continue;
    if (record.agents.size > 0) ledger.ended.set(id, n);
    else ledger.records.delete(id);
  }
}
