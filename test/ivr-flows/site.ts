/** A site to run flows in: opening hours and queues as a test wants them, names as the demo call centre has them. */

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { parseFlow, type SiteNames } from "#ivr-flows/check.ts";
import type { FlowContext } from "#ivr-flows/interpret.ts";
import type { Flow } from "#ivr-flows/schema.ts";

const PROMPTS = join(import.meta.dirname, "../../prompts");

/** 2026-01-05T10:00:00Z. */
const MONDAY_MORNING = 1_767_607_200_000;

export const SITE: SiteNames = {
  queues: ["Sales", "Support", "Billing"],
  skills: ["sales", "support", "billing", "english", "chinese", "spanish"],
  schedules: ["Office hours"],
  prompts: { en: promptNames("en"), zh: promptNames("zh"), es: promptNames("es") },
};

function promptNames(language: string): readonly string[] {
  return readdirSync(join(PROMPTS, language)).map((file) => file.replace(/\.wav$/u, ""));
}

export interface Situation {
  readonly number?: string | undefined;
  readonly hours?: "open" | "closed" | "holiday" | "unknown";
  readonly waiting?: number;
  readonly expectedWaitMs?: number | undefined;
}

export function context(situation: Situation = {}): FlowContext {
  return {
    at: MONDAY_MORNING,
    caller: { number: "number" in situation ? situation.number : "+4930123456", dialled: "5000" },
    isOpen: () => situation.hours ?? "open",
    queue: (name) => ({
      exists: SITE.queues.includes(name),
      waiting: situation.waiting ?? 0,
      staffed: 2,
      ready: 1,
      longestWaitMs: 0,
      expectedWaitMs: situation.expectedWaitMs,
    }),
  };
}

/** A flow from its nodes; goes through the parser, as every flow does. The first node is the entry. */
export function flowOf(nodes: Readonly<Record<string, unknown>>, languages: readonly string[] = ["en"]): Flow {
  const [entry] = Object.keys(nodes);
  const file = { formatVersion: 1, id: "sample", name: "Sample", type: "voice", entry, languages, nodes };
  return parsed(JSON.stringify(file));
}

/** The flow of a text that must be good. */
export function parsed(text: string): Flow {
  const result = parseFlow(text);
  if ("problems" in result) expect.fail(JSON.stringify(result.problems));
  return result.flow;
}

export const HANG_UP = { type: "hangUp", config: {}, exits: {} };
