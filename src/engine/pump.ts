/**
 * The small loop around the pure core: stamps the time, steps, carries the outputs out, arms the one timer. Inputs queue up
 * behind the one that is being worked off; nothing calls `step` while outputs of the last step are unhandled.
 */

import assert from "node:assert/strict";
import type { SwitchPort } from "#cti/port.ts";
import { legOf, type CheckCallback, type Command, type FindContact, type KeepPromise } from "#routing/commands.ts";
import type { Fact } from "#routing/facts.ts";
import type { NodeId } from "#routing/ids.ts";
import type { Input } from "#routing/inputs.ts";
import { NEVER, type Instant } from "#routing/instant.ts";
import type { State } from "#routing/state.ts";
import { step } from "#routing/step.ts";
import type { Clock } from "./clock.ts";
import type { Engine, Journal, Submitted } from "./port.ts";

/** The CRM's answer to "who is calling". */
export type ContactAnswer = Pick<Extract<Input, { kind: "contact.found" }>, "match" | "contact" | "values">;

/** Whether a number may be called back; `mayCall` undefined: it could not be found out. */
export type CallbackCheck = Pick<Extract<Input, { kind: "callback.checked" }>, "mayCall" | "timeZone">;

/** A look-up that takes longer is answered with "none": a flow never waits for a slow database. */
export const FIND_CONTACT_MS = 2_000;
/** Inputs that may wait behind the one being worked off; more means that something runs in circles. */
export const INPUTS_MAX = 100_000;

export interface PumpOptions {
  readonly state: State;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly ports: readonly SwitchPort[];
  readonly findContact: (question: FindContact) => Promise<ContactAnswer>;
  readonly checkCallback: (question: CheckCallback) => Promise<CallbackCheck>;
  /** What went wrong outside the core: a listener threw, a look-up failed. Never stops the pump. */
  readonly onFault: (what: string, error: unknown) => void;
  /** How long the step of an input took, in seconds, commands written out included; for `/metrics`. */
  readonly onStep?: ((input: Input["kind"], seconds: number) => void) | undefined;
}

export interface Pump extends Engine, AsyncDisposable {
  /** Anything at all, observations included; the edge uses `submit`. */
  feed(input: Input): void;
  /** Starts the links to the switches. */
  connect(): void;
}

export function startPump(options: PumpOptions): Pump {
  const { state, clock, journal, ports } = options;
  const portOf = new Map<NodeId, SwitchPort>(ports.map((port) => [port.node, port]));
  const listeners = new Set<(facts: readonly Fact[], state: State) => void>();
  const queue: Input[] = [];
  let isStepping = false;
  let isOver = false;
  let armedFor: Instant = NEVER;
  let disarm: () => void = () => undefined;

  function arm(at: Instant): void {
    if (at === armedFor) return;
    disarm();
    armedFor = at;
    disarm =
      at === NEVER || isOver
        ? () => undefined
        : clock.at(at, () => {
            armedFor = NEVER;
            feed({ kind: "time.passed" });
          });
  }

  function execute(command: Command): void {
    if (command.kind === "contact.find") {
      void answerWhoIsCalling(command);
      return;
    }
    if (command.kind === "callback.check") {
      void answerMayCall(command);
      return;
    }
    if (command.kind === "promise.keep") {
      void answerWhenDurable(command);
      return;
    }
    const port = portOf.get(command.node);
    if (port !== undefined) return port.execute(command);
    const { id, node } = command;
    queue.push({ kind: "command.failed", node, command: id, leg: legOf(command), cause: "NODE_UNKNOWN" });
  }

  async function answerWhoIsCalling(question: FindContact): Promise<void> {
    let answer: ContactAnswer = { match: "none", contact: undefined, values: {} };
    const tooLate = new AbortController();
    try {
      answer = await Promise.race([
        options.findContact(question),
        new Promise<ContactAnswer>((resolve) => {
          const cancel = clock.at(clock.now() + FIND_CONTACT_MS, () => resolve(answer));
          tooLate.signal.addEventListener("abort", cancel, { once: true });
        }),
      ]);
    } catch (error) {
      options.onFault("looking up a caller", error);
    } finally {
      tooLate.abort();
    }
    feed({ kind: "contact.found", command: question.id, interaction: question.interaction, ...answer });
  }

  async function answerMayCall(question: CheckCallback): Promise<void> {
    let answer: CallbackCheck = { mayCall: undefined, timeZone: undefined };
    try {
      answer = await options.checkCallback(question);
    } catch (error) {
      // Nobody could say: the core does not take that for a yes.
      options.onFault("asking whether a callback may be made", error);
    }
    feed({ kind: "callback.checked", command: question.id, interaction: question.interaction, ...answer });
  }

  async function answerWhenDurable({ id, interaction, fact }: KeepPromise): Promise<void> {
    try {
      await journal.durable(fact);
    } catch (error) {
      // The core asks again; the caller is told nothing that is not so.
      options.onFault("keeping a promise", error);
      return;
    }
    feed({ kind: "promise.kept", command: id, interaction });
  }

  function work(input: Input): Submitted {
    const began = performance.now();
    const result = step(state, { ...input, at: clock.now() });
    // Commands first: a ringing phone does not wait for boards and books.
    for (const command of result.commands) execute(command);
    options.onStep?.(input.kind, (performance.now() - began) / 1_000);
    if (result.facts.length > 0) {
      journal.append(result.facts);
      for (const listener of listeners) {
        try {
          listener(result.facts, state);
        } catch (error) {
          options.onFault("telling a listener", error);
        }
      }
    }
    arm(result.wakeAt);
    return { refusal: result.refusal, facts: result.facts };
  }

  function drain(): void {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) work(next);
  }

  function stepping<T>(act: () => T): T {
    assert(!isStepping, "a listener or a port must not submit while the engine is at work");
    isStepping = true;
    try {
      const answer = act();
      drain();
      return answer;
    } finally {
      isStepping = false;
    }
  }

  function feed(input: Input): void {
    if (isOver) return;
    assert(queue.length < INPUTS_MAX, "the engine is fed faster than it can work");
    queue.push(input);
    if (!isStepping) stepping(() => undefined);
  }

  return {
    state,
    now: () => clock.now(),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    submit: (input) => stepping(() => work(input)),
    durable: (n) => journal.durable(n),
    feed,
    connect: () => {
      for (const port of ports) port.start(feed);
    },
    [Symbol.asyncDispose]: async () => {
      isOver = true;
      disarm();
      listeners.clear();
      for (const port of ports) await port[Symbol.asyncDispose]();
    },
  };
}
