import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkFlow } from "#ivr-flows/check.ts";
import { continueFlow, startFlow, type FlowEffect, type FlowEvent } from "#ivr-flows/interpret.ts";
import type { Flow } from "#ivr-flows/schema.ts";
import { context, parsed, SITE } from "./site.ts";
import { SILENCE, walk, type Standing } from "./walk.ts";

const LIBRARY = join(import.meta.dirname, "../../ivr-flows/library");
const files = readdirSync(LIBRARY);

/** Things that a silent caller may hear before somebody or something takes care of him. */
const SILENT_TURNS_MAX = 12;

test("[FLOW32] the library has the four flows", () => {
  expect(files.toSorted()).toEqual([
    "hours-voicemail.flow.json",
    "queue-or-callback.flow.json",
    "sales-support.flow.json",
    "welcome-three-languages.flow.json",
  ]);
});

describe.each(files)("%s", (file) => {
  const flow = load(file);
  const { standings, taken, hangUps } = walk(flow);

  test("[FLOW32] checks without errors or warnings, and its id is its file's name", () => {
    expect(checkFlow(flow, SITE)).toEqual([]);
    expect(`${flow.id}.flow.json`).toBe(file);
  });

  test("[FLOW33] every wired exit of every node is taken", () => {
    const wired = Object.entries(flow.nodes).flatMap(([id, node]) =>
      Object.keys(node.exits).map((exit) => `${id}.${exit}`),
    );
    expect(wired.filter((exit) => !taken.has(exit))).toEqual([]);
    expect(hangUps).toBeGreaterThan(0);
  });

  test("[FLOW33] from everywhere, a caller who does nothing comes to a queue, a voice-mail box or the end", () => {
    const astray = standings.filter((standing) => turnsUntilCaredFor(flow, standing) > SILENT_TURNS_MAX);
    expect(astray.map(({ cursor }) => cursor.path)).toEqual([]);
  });

  test("[FLOW33] nothing that a caller does leads to an apology; only failures of the switch do", () => {
    const faults = standings.filter(({ cursor }) => cursor.fault !== undefined);
    const behind = faults.map(({ cursor }) => [cursor.node, cursor.path.at(-1)?.exit]);
    const allowed = new Set([JSON.stringify(["answer", undefined]), JSON.stringify(["message", "failed"])]);
    expect(behind.filter((each) => !allowed.has(JSON.stringify(each)))).toEqual([]);
  });
});

/** How many times the silent caller is spoken to; more than the limit if nobody ever takes him. */
function turnsUntilCaredFor(flow: Flow, start: Standing): number {
  let { cursor, effect } = start;
  for (let turn = 0; turn <= SILENT_TURNS_MAX; turn += 1) {
    if (effect.kind === "enqueue" || effect.kind === "voicemail" || effect.kind === "hangUp") return turn;
    const next = continueFlow(flow, cursor, silentAnswer(effect), start.context);
    const last = next.effects.at(-1);
    if (next.cursor === undefined || last === undefined) return turn;
    ({ cursor } = next);
    effect = last;
  }
  return SILENT_TURNS_MAX + 1;
}

function silentAnswer(effect: FlowEffect): FlowEvent {
  if (effect.kind === "answer") return { kind: "answered" };
  if (effect.kind === "collect") return SILENCE;
  if (effect.kind === "play") return { kind: "played" };
  return { kind: "failed", reason: "nobody there" };
}

test("[FLOW33] two for Chinese, one for sales: the caller waits for sales with a speaker of Chinese, and the agent sees both", () => {
  const flow = load("welcome-three-languages.flow.json");
  const heard: FlowEffect[] = [];
  let { cursor, effects } = startFlow(flow, context());
  const events: readonly FlowEvent[] = [
    { kind: "answered" },
    { kind: "collected", digits: undefined, invalid: "9" },
    { kind: "collected", digits: "2", invalid: undefined },
    SILENCE,
    { kind: "collected", digits: "1", invalid: undefined },
    { kind: "played" },
  ];
  heard.push(...effects);
  for (const event of events) {
    const turn = continueFlow(flow, cursor, event, context());
    if (turn.cursor === undefined) expect.fail("the flow ended early");
    ({ cursor, effects } = { cursor: turn.cursor, effects: turn.effects });
    heard.push(...effects);
  }
  expect(heard.filter(({ kind }) => kind === "collectedValue")).toEqual([
    { kind: "collectedValue", name: "language", value: "中文", label: "Language", sensitive: false },
    { kind: "collectedValue", name: "department", value: "Sales", label: "Department", sensitive: false },
  ]);
  expect(heard.at(-1)).toEqual({
    kind: "enqueue",
    queue: "Sales",
    priority: 10,
    requirement: [
      { skill: "sales", proficiency: 1 },
      { skill: "chinese", proficiency: 3 },
    ],
    overflowAfterMs: 300_000,
    keys: [],
  });
  expect(cursor.language).toBe("zh");
});

function load(file: string): Flow {
  return parsed(readFileSync(join(LIBRARY, file), "utf8"));
}
