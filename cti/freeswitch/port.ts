/**
 * The switch port for FreeSWITCH: puts the pure parts (observe, execute, resync) on the wires of cti/esl.
 *
 *   blind ──link up──▶ surveying ──list complete──▶ seeing ──resync()──▶ surveying
 *     ▲                    └───────────link down────────┘ (switch.lost)
 *
 * While surveying, events wait in a bounded buffer, so that the list and the events around it come in their true order.
 */

import { legOf, type SwitchCommand } from "#routing/commands.ts";
import type { SwitchObservation } from "#routing/inputs.ts";
import { commandId, nodeId } from "#routing/ids.ts";
import type { CommandId, LegId, NodeId } from "#routing/ids.ts";
import { textOf, type EslEvent } from "../esl/events.ts";
import { EslDisconnected, EslTimeout } from "../esl/faults.ts";
import type { EslPoolReport } from "../esl/pool.ts";
import { systemTimers, type EslTimers } from "../esl/timers.ts";
import { causeOfRefusal } from "../cause-of-refusal.ts";
import type { SwitchHealth, SwitchPort } from "../port.ts";
import { Answers } from "./answers.ts";
import * as build from "./build.ts";
import type { BuiltCommand } from "./build.ts";
import { refusalIn } from "./causes.ts";
import { forgetDigits, plan } from "./execute.ts";
import type { Plan, SwitchSite } from "./execute.ts";
import { arrived, isAtTheDoor, isOurs, observe } from "./observe.ts";
import { LinkFault } from "./link-fault.ts";
import { siteOf, type FreeswitchOptions } from "./options.ts";
import { Originates } from "./originates.ts";
import { Replacements } from "./replacements.ts";
import { agreed, placed } from "./resync.ts";
import type { DumpedLeg } from "./resync.ts";
import { SeatWatch } from "./seats.ts";
import { Sounds } from "./sounds.ts";
import { survey } from "./survey.ts";
import { asError, faultWord, openWire } from "./wire.ts";
import type { Wire } from "./wire.ts";
import { UnsafeWord, uuid } from "./words.ts";

/** Makes the port; nothing is connected before `start`. Throws UnsafeWord for a path or name that no command may hold. */
export function connectFreeswitch(options: FreeswitchOptions): SwitchPort {
  return new FreeswitchPort(options);
}

/** Events that wait for the end of a survey; some seconds of a busy switch. The oldest go first when there are more. */
const bufferedEventsMax = 20_000;
/** A survey that failed is tried again after this, then after twice as long, and so on up to the most. */
const surveyRetryMs = 500;
const surveyRetryMsMax = 30_000;

type Phase = "blind" | "surveying" | "seeing";

class FreeswitchPort implements SwitchPort {
  readonly node: NodeId;
  readonly #options: FreeswitchOptions;
  readonly #site: SwitchSite;
  readonly #timers: EslTimers;
  readonly #originates: Originates;
  readonly #sounds: Sounds;
  readonly #seats: SeatWatch;
  readonly #answers = new Answers((leg) => {
    const isSeeing = this.#phase === "seeing";
    if (isSeeing) this.#emit({ kind: "leg.answered", node: this.node, leg });
    return isSeeing;
  });
  /** The legs that live, as far as we were told, each with the key under which its commands keep their order. */
  readonly #legs = new Map<LegId, string>();
  #observe: ((observation: SwitchObservation) => void) | undefined;
  #wire: Wire | undefined;
  #phase: Phase = "blind";
  #wasSeen = false;
  #buffer: EslEvent[] = [];
  /** Counts link-ups, so that a survey of a link that is gone is thrown away. */
  #linkNumber = 0;
  #surveyAgain = false;
  #surveyFailures = 0;
  #cancelSurveyRetry: () => void = () => undefined;
  #incarnation = "";
  #version: string | undefined;
  readonly #fault: LinkFault;
  readonly #replacements: Replacements;
  #isClosed = false;

  constructor(options: FreeswitchOptions) {
    this.node = nodeId(options.node);
    this.#options = options;
    this.#timers = options.timers ?? systemTimers;
    this.#sounds = new Sounds(this.#timers);
    this.#site = siteOf(options);
    this.#seats = new SeatWatch(options);
    this.#fault = new LinkFault((reason) => options.onFault?.(reason));
    this.#replacements = new Replacements(this.#timers, (observation) => this.#observe?.(observation));
    this.#originates = new Originates(this.#timers, (leg, command, cause) => {
      this.#emit({ kind: "leg.notCreated", node: this.node, leg, command, cause });
    });
  }

  start(listener: (observation: SwitchObservation) => void): void {
    if (this.#observe !== undefined) throw new Error("A switch port has one listener and is started once.");
    this.#observe = listener;
    this.#wire = openWire(this.#options, {
      timers: this.#timers,
      take: (report) => this.#takeReport(report),
      jobOverdue: (job, key) => this.#settle(commandId(job), key),
      fault: (fault) => this.#options.onFault?.(fault),
    });
  }

  health(): SwitchHealth {
    const isUp = this.#phase !== "blind";
    const fault = isUp ? undefined : this.#fault.words;
    return { node: this.node, isUp, version: this.#version, fault, legs: this.#legs.size };
  }

  resync(): void {
    if (this.#phase === "surveying") this.#surveyAgain = true;
    if (this.#phase === "seeing") this.#startSurvey(false);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    this.#cancelSurveyRetry();
    this.#originates.close();
    this.#replacements.close();
    await this.#wire?.[Symbol.asyncDispose]();
  }

  // Commands.

  execute(command: SwitchCommand): void {
    let planned: Plan;
    try {
      planned = plan(command, this.#site);
    } catch (error) {
      if (!(error instanceof UnsafeWord)) throw error;
      this.#fail(command, "UNSAFE_TEXT");
      return;
    }
    if (this.#phase === "blind") {
      this.#fail(command, "LINK_DOWN");
      return;
    }
    switch (command.kind) {
      case "leg.originate":
        this.#originates.expect(command.id, command.leg, command.interaction);
        break;
      case "leg.claim":
        if (this.#legs.has(command.leg)) this.#legs.set(command.leg, command.interaction);
        break;
      case "prompt.play":
        this.#sounds.promptAsked(command.id, command.leg);
        break;
      case "digits.collect":
        if (command.isSensitive) this.#sounds.secretAsked(command.leg, command.id);
        break;
      case "music.start":
        this.#sounds.musicAsked(
          command.leg,
          command.id,
          () => void this.#run(command, planned.steps),
          () => void this.#run(command, [build.breakOff(uuid(command.leg))]),
        );
        return;
      case "leg.bridge":
        this.#sounds.bridgeAsked([command.survivor, command.other], () => void this.#run(command, planned.steps));
        return;
      default:
    }
    void this.#run(command, planned.steps, planned.answersAt);
  }

  /** Sends all steps at once, one behind the other on one connection; the first refusal is the command's. */
  async #run(command: SwitchCommand, steps: readonly BuiltCommand[], answersAt?: number): Promise<void> {
    const key = this.#keyOf(command);
    const sent = steps.map((step) => this.#send(key, step));
    const answering = sent[answersAt ?? -1];
    if (answering !== undefined && "leg" in command) void this.#answers.asked(command.leg, answering);
    try {
      const refusal = (await Promise.all(sent)).map(refusalIn).find((refused) => refused !== undefined);
      if (refusal !== undefined) this.#refused(command, refusal);
    } catch (error) {
      this.#notSent(command, error);
    }
  }

  async #send(key: string, step: BuiltCommand): Promise<string> {
    if (this.#wire === undefined) throw new EslDisconnected("notConnected", "The port was not started.", false);
    return await this.#wire.send(key, step);
  }

  /** All commands of an interaction go over one connection, so that they are carried out in order. */
  #keyOf(command: SwitchCommand): string {
    if ("interaction" in command) return command.interaction;
    const leg = command.kind === "leg.bridge" ? command.survivor : command.leg;
    return this.#legs.get(leg) ?? this.#originates.keyOf(leg) ?? leg;
  }

  #refused(command: SwitchCommand, refusal: string): void {
    const isTooEarly =
      command.kind === "leg.hangUp" &&
      this.#originates.whenCreated(command.leg, () => {
        void this.#run(command, plan(command, this.#site).steps);
      });
    if (!isTooEarly) this.#fail(command, causeOfRefusal(refusal));
  }

  #notSent(command: SwitchCommand, error: unknown): void {
    const wasSent = (error instanceof EslTimeout || error instanceof EslDisconnected) && error.sent;
    if (command.kind === "leg.originate" && wasSent) {
      // It may ring all the same. After a lost link the next survey tells; else we ask.
      if (error instanceof EslTimeout) this.#settle(command.id, command.interaction);
      return;
    }
    this.#fail(command, faultWord(error));
  }

  /** Nobody told us what became of an originate: look whether its leg is there. */
  #settle(command: CommandId, key: string): void {
    const leg = this.#originates.awaitedLeg(command);
    if (leg === undefined) return;
    void this.#wire?.aside(key, build.exists(uuid(leg)), (answer) => {
      if (answer.trim() !== "true") this.#originates.failed(command, "TIMEOUT");
    });
  }

  /** Never inside `execute`: its caller is not to be called back while it still calls. */
  #fail(command: SwitchCommand, cause: string): void {
    queueMicrotask(() => {
      if (command.kind !== "leg.bridge") this.#sounds.failed(command.leg, command.id);
      if (command.kind !== "leg.originate") {
        this.#emit({ kind: "command.failed", node: this.node, command: command.id, leg: legOf(command), cause });
      } else if (this.#originates.awaitedLeg(command.id) !== undefined) {
        this.#originates.failed(command.id, cause);
      } else {
        this.#emit({ kind: "leg.notCreated", node: this.node, leg: command.leg, command: command.id, cause });
      }
    });
  }

  #emit(observation: SwitchObservation): void {
    if (!this.#isClosed) this.#replacements.pass(observation);
  }

  // The link.

  #takeReport(report: EslPoolReport): void {
    if (this.#isClosed) return;
    switch (report.kind) {
      case "up":
      case "restarted":
        this.#incarnation = report.coreUuid ?? this.#incarnation;
        this.#linkNumber += 1;
        this.#fault.up();
        void this.#wire?.aside("version", build.version, (answer) => {
          this.#version = answer.trim();
        });
        this.#seats.ask(this.#wire);
        this.#startSurvey(true);
        return;
      case "down":
        this.#fault.down(report.reason);
        if (report.link === "events") this.#buffer = [];
        this.#goBlind(report.reason.message);
        return;
      case "event":
        this.#takeEvent(report.event);
        return;
    }
  }

  #goBlind(cause: string): void {
    if (this.#phase === "blind") return;
    this.#phase = "blind";
    this.#cancelSurveyRetry();
    if (this.#wasSeen) this.#emit({ kind: "switch.lost", node: this.node, cause });
    this.#wasSeen = false;
  }

  // Surveys.

  /** `isFirst`: of this link; then nothing may be observed before the list. */
  #startSurvey(isFirst: boolean): void {
    this.#phase = "surveying";
    this.#surveyAgain = false;
    void this.#survey(isFirst, this.#linkNumber);
  }

  async #survey(isFirst: boolean, link: number): Promise<void> {
    let dumps: readonly DumpedLeg[] | undefined;
    let fault: unknown;
    try {
      dumps = await survey((command) => this.#send("survey", command), this.#legs.keys());
    } catch (error) {
      fault = error;
    }
    if (this.#isClosed || link !== this.#linkNumber || this.#phase !== "surveying") return;
    if (dumps !== undefined) {
      this.#endSurvey(dumps, isFirst);
      return;
    }
    this.#options.onFault?.(asError(fault));
    const delayMs = Math.min(surveyRetryMs * 2 ** this.#surveyFailures, surveyRetryMsMax);
    this.#surveyFailures += 1;
    this.#cancelSurveyRetry = this.#timers.after(delayMs, () => {
      this.#startSurvey(isFirst);
    });
  }

  /**
   * Puts the list into its place among the events. What happened to a listed leg before its dump was taken is told before
   * the list, or not at all when the list is the first thing to tell; everything else comes after it.
   */
  #endSurvey(dumps: readonly DumpedLeg[], isFirst: boolean): void {
    this.#surveyFailures = 0;
    const waiting = this.#buffer;
    this.#buffer = [];
    const { before, after } = placed(waiting, dumps, isFirst);
    for (const event of before) this.#tell(event);
    const living = new Set(dumps.map(({ snapshot }) => snapshot.leg));
    this.#legs.clear();
    for (const { snapshot } of dumps) this.#legs.set(snapshot.leg, snapshot.tags["call"] ?? snapshot.leg);
    this.#phase = "seeing";
    this.#wasSeen = true;
    this.#emit({ kind: "switch.resynced", node: this.node, incarnation: this.#incarnation, legs: agreed(dumps) });
    if (isFirst) {
      this.#sounds.keepOnly(living);
      this.#answers.forget();
      this.#originates.settle(living, "LINK_DOWN");
      // Who came to the door while we were away has already parked and would wait for a claim in vain.
      for (const { snapshot, values } of dumps) {
        if (!isOurs(values) && isAtTheDoor(values)) this.#emit(arrived(this.node, snapshot.leg, values));
      }
    }
    for (const event of after) this.#tell(event);
    if (this.#surveyAgain) this.#startSurvey(false);
  }

  // Events.

  #takeEvent(event: EslEvent): void {
    if (this.#seats.take(event)) return;
    if (this.#phase === "seeing") {
      this.#tell(event);
      return;
    }
    this.#buffer.push(event);
    if (this.#buffer.length > bufferedEventsMax) this.#buffer.shift();
  }

  #tell(event: EslEvent): void {
    if (event.name === "BACKGROUND_JOB") return this.#originates.takeJob(event);
    for (const observation of observe(this.node, event)) this.#note(observation, event);
  }

  /** Keeps what the port has to remember in step with what it tells. */
  #note(observation: SwitchObservation, event: EslEvent): void {
    switch (observation.kind) {
      case "leg.created": {
        this.#legs.set(observation.leg, textOf(event.values, "variable_cc_call") ?? observation.leg);
        const whenCreated = this.#originates.created(observation.leg);
        this.#emit(observation);
        whenCreated();
        return;
      }
      case "leg.parked":
      case "leg.arrived":
        if (!this.#legs.has(observation.leg))
          this.#legs.set(observation.leg, textOf(event.values, "variable_cc_call") ?? observation.leg);
        break;
      case "leg.answered":
        if (!this.#answers.seen(observation.leg)) return;
        break;
      case "leg.replaced":
        this.#legs.set(observation.by, this.#legs.get(observation.leg) ?? observation.by);
        break;
      case "leg.hungUp":
        this.#answers.ended(observation.leg);
        this.#legs.delete(observation.leg);
        this.#originates.ended(observation.leg);
        this.#sounds.legEnded(observation.leg);
        break;
      case "prompt.played":
        this.#sounds.playbackEnded(observation.leg, observation.command);
        if (!this.#sounds.takePrompt(observation.command)) return;
        break;
      case "digits.collected":
        if (this.#sounds.takeSecret(observation.leg, observation.command)) {
          const key = this.#legs.get(observation.leg) ?? observation.leg;
          void this.#wire?.aside(key, forgetDigits(observation.leg), () => undefined);
        }
        break;
      case "digit.pressed":
        if (this.#sounds.isSecret(observation.leg)) return;
        break;
      default:
    }
    this.#emit(observation);
  }
}
