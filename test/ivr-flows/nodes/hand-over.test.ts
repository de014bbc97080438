import { describe, expect, test } from "vitest";
import { startFlow, type FlowEvent } from "#ivr-flows/interpret.ts";
import { run, standing } from "../run.ts";
import { context, flowOf, HANG_UP } from "../site.ts";

const PAUSE = { type: "play", config: { prompts: [{ name: "welcome" }] }, exits: { next: "end" } };

describe("[FLOW17] enqueue", () => {
  const config = {
    queue: "Support",
    skills: [{ skill: "support", proficiency: 2 }],
    languageSkills: { es: { skill: "spanish", proficiency: 4 } },
    priority: 20,
    overflowAfterMs: 60_000,
    keys: ["1", "#"],
  };
  const exits = { overflow: "pause", nobodySignedIn: "pause", full: "pause", 1: "pause", "#": "pause" };
  const nodes = { wait: { type: "enqueue", config, exits }, pause: PAUSE, end: HANG_UP };

  test("asks for the queue with skills, priority, patience and keys; the language's skill comes with the language", () => {
    const effect = { kind: "enqueue", queue: "Support", priority: 20, overflowAfterMs: 60_000, keys: ["1", "#"] };
    const own = { skill: "support", proficiency: 2 };
    expect(startFlow(flowOf(nodes, ["en", "es"]), context()).effects).toEqual([{ ...effect, requirement: [own] }]);
    expect(startFlow(flowOf(nodes, ["es"]), context()).effects).toEqual([
      { ...effect, requirement: [own, { skill: "spanish", proficiency: 4 }] },
    ]);
  });

  test.each<[FlowEvent, string, string]>([
    [{ kind: "queueLeft", reason: "timeout" }, "overflow", "timeout"],
    [{ kind: "queueLeft", reason: "nobodySignedIn" }, "nobodySignedIn", "nobodySignedIn"],
    [{ kind: "queueLeft", reason: "unknownQueue" }, "nobodySignedIn", "unknownQueue"],
    [{ kind: "failed", reason: "x" }, "nobodySignedIn", "failed"],
    [{ kind: "queueLeft", reason: "full" }, "full", "full"],
    [{ kind: "queueLeft", reason: "key", key: "#" }, "#", "key"],
  ])("[FLOW18] %j leaves by %s", (event, exit, reason) => {
    const left = run(flowOf(nodes), [event]);
    expect(left.path).toEqual([`wait.${exit}`, "pause"]);
    expect(standing(left).variables["queue.left"]).toBe(reason);
  });
});

describe("[FLOW19] transfer", () => {
  const flow = (to: string) =>
    flowOf({ dial: { type: "transfer", config: { to }, exits: { failed: "pause" } }, pause: PAUSE, end: HANG_UP });

  test.each(["+4930123456", "17", "{{ caller.dialled }}", " 5000 "])("to %j is asked for", (to) => {
    const dialled = to.includes("{{") ? "5000" : to.trim();
    expect(startFlow(flow(to), context()).effects).toEqual([{ kind: "transfer", to: dialled }]);
  });

  test.each(["1", "49 30", "sip:a@b", "${x}", "{{ never }}", "++49301", "1".repeat(21), "١٢٣"])(
    "to %j fails without being asked for",
    (to) => {
      expect(run(flow(to), []).path).toEqual(["dial.failed", "pause"]);
    },
  );

  test("that failed goes on", () => {
    for (const event of [
      { kind: "transferFailed", cause: "busy" },
      { kind: "failed", reason: "forbidden" },
    ] as const) {
      expect(run(flow("5000"), [event]).path).toEqual(["dial.failed", "pause"]);
    }
  });
});

describe("[FLOW20] voice mail", () => {
  const config = { box: "Office", prompts: [{ name: "leave-message" }, { name: "beep" }], maxSeconds: 60 };
  const flow = (exits: Readonly<Record<string, string>>) =>
    flowOf({ box: { type: "voicemail", config, exits }, pause: PAUSE, end: HANG_UP });

  test("greets, records and goes on", () => {
    const prompts = config.prompts.map(({ name }) => ({ language: "en", name }));
    expect(startFlow(flow({ recorded: "pause" }), context()).effects).toEqual([
      { kind: "voicemail", box: "Office", prompts, maxSeconds: 60 },
    ]);
    expect(run(flow({ recorded: "pause" }), [{ kind: "recorded", seconds: 9 }]).path).toEqual([
      "box.recorded",
      "pause",
    ]);
  });

  test("that could not be recorded is never called saved", () => {
    const failed: FlowEvent = { kind: "failed", reason: "disk full" };
    expect(run(flow({ recorded: "pause", failed: "pause" }), [failed]).path).toEqual(["box.failed", "pause"]);
    expect(standing(run(flow({ recorded: "pause" }), [failed])).fault).toBe("exitUnwired");
  });
});

test("[FLOW2] hanging up ends the flow with the cause of the node", () => {
  const flow = flowOf({ end: { type: "hangUp", config: { cause: "busy" }, exits: {} } });
  expect(startFlow(flow, context()).effects).toEqual([{ kind: "hangUp", cause: "busy" }]);
});
