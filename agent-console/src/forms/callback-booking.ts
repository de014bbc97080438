/** A callback as its form holds it and as it is asked for, and where the form says why the server said no. */

import { bookCallback } from "#protocol/api/callbacks.ts";
import { refusalCode, type WireRefusal } from "#protocol/errors.ts";
import type { z } from "zod";
import { ApiProblem } from "../api/api-problem.ts";
import { refusalWords } from "../api/problem-words.ts";
import type { Translate } from "../i18n/use-t.ts";
import { fieldErrors } from "./field-errors.ts";

export interface Booking {
  readonly queue: string;
  readonly number: string;
  readonly name: string;
  /** undefined: as soon as it is its turn. */
  readonly dueAt: number | undefined;
  /** `""`: anybody of the queue. */
  readonly agent: string;
  readonly note: string;
}

/** Booked by a person here, so an agreement and no wish from the web. */
export function bookingInput({ queue, number, name, dueAt, agent, note }: Booking): z.input<typeof bookCallback.body> {
  return {
    origin: "scheduled",
    queue,
    number,
    ...(name.trim() === "" ? {} : { name: name.trim() }),
    ...(dueAt === undefined ? {} : { dueAt }),
    ...(agent === "" ? {} : { agent }),
    note,
  };
}

export function bookingProblems(t: Translate, values: Booking): Record<string, string> {
  const errors = fieldErrors(bookCallback.body, bookingInput(values));
  return values.queue === "" ? { ...errors, queue: t("callbacks.queueMissing") } : errors;
}

const fieldOf: Partial<Readonly<Record<WireRefusal, keyof Booking>>> = {
  callbacksOff: "queue",
  unknownDestination: "queue",
  numberMalformed: "number",
  numberNotAllowed: "number",
  noTrunk: "number",
  timeMalformed: "dueAt",
  unknownAgent: "agent",
};

/** The core's refusal at the field that it is about; empty for what no field can mend. */
export function refusedField(t: Translate, error: unknown): Partial<Record<keyof Booking, string>> {
  if (!(error instanceof ApiProblem)) return {};
  const refusal = refusalCode.safeParse(error.problem.detail);
  const field = refusal.success ? fieldOf[refusal.data] : undefined;
  return refusal.success && field !== undefined ? { [field]: refusalWords(t, refusal.data) } : {};
}
