/** For any text whatever: refused, or the switch reads exactly what was meant. */

import fc from "fast-check";
import { expect, test } from "vitest";

import type { SwitchCommand } from "#routing/commands.ts";
import { encodeCommand } from "#cti/esl/encode.ts";
import { apiCommand, bgapiCommand, sendmsgCommand } from "#cti/esl/commands.ts";
import type { BuiltCommand } from "#cti/freeswitch/build.ts";
import { plan } from "#cti/freeswitch/execute.ts";
import { UnsafeWord } from "#cti/freeswitch/words.ts";
import { commandsIn, inlineApplications, originateCall, separated } from "../../freeswitch/support/tokenise.ts";
import { command, interaction, leg, node, originate, site } from "./site.ts";

const base = { id: command, node };

/** Texts near the border: harmless characters with a few of those that tokenisers react to. */
const nearMiss = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...Array.from("abz019.-_+@/:#*")) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          ...Array.from("'\"\\,;|={}[]()<>^!%&~$ \n\r\0\t"),
          "${",
          "$${",
          "\\s",
          "^^",
          ":_:",
          "..",
          "origination_nested_vars=true",
          "王",
          "\u2028",
        ),
      },
    ),
    { maxLength: 24 },
  )
  .map((parts) => parts.join(""));
const anyText = fc.oneof(nearMiss, fc.string({ unit: "binary", maxLength: 40 }), fc.string({ maxLength: 40 }));

/** The commands, or undefined if refused. Anything but a refusal is a fault. */
function built(asked: SwitchCommand): readonly BuiltCommand[] | undefined {
  try {
    return plan(asked, site).steps;
  } catch (error) {
    if (error instanceof UnsafeWord) return undefined;
    throw error;
  }
}

/** One command must stay one command on the wire. */
function wire(one: BuiltCommand): string {
  switch (one.kind) {
    case "api":
      return encodeCommand(apiCommand(one.text)).toString();
    case "bgapi":
      return encodeCommand(bgapiCommand(one.text, one.jobUuid)).toString();
    case "sendmsg":
      return encodeCommand(sendmsgCommand(one.uuid, one.headers)).toString();
  }
}

function argumentOf(one: BuiltCommand | undefined, verb: string): string {
  if (one?.kind !== "api" && one?.kind !== "bgapi") throw new Error("not an api command");
  expect(one.text.startsWith(`${verb} `)).toBe(true);
  return one.text.slice(verb.length + 1);
}

const runs = { numRuns: 3_000 };

test("[FS22] any text as an agent's user: one endpoint, this one, or none", () => {
  let passed = 0;
  fc.assert(
    fc.property(fc.oneof(anyText, fc.stringMatching(/^[A-Za-z0-9_.-]{1,64}$/)), (sipUser) => {
      const steps = built(originate({ target: { kind: "seat", sipUser } }));
      if (steps === undefined) return;
      passed += 1;
      const call = originateCall(argumentOf(steps[0], "originate"));
      expect(call?.endpoints).toEqual([`sofia/agents/${sipUser}%cc.local`]);
      expect(call?.variables).toHaveLength(16);
      expect(call?.application).toEqual(["park", ""]);
      expect(call?.isUnchecked).toBe(false);
    }),
    runs,
  );
  expect(passed).toBeGreaterThan(100);
});

test("[FS23] any text as a dialled number and gateway: one endpoint, this one, or none", () => {
  let passed = 0;
  fc.assert(
    fc.property(
      fc.oneof(anyText, fc.stringMatching(/^\+?[0-9]{2,20}$/)),
      fc.oneof(anyText, fc.constant("carrier")),
      (number, gateway) => {
        const steps = built(originate({ target: { kind: "trunk", gateway, number } }));
        if (steps === undefined) return;
        passed += 1;
        expect(originateCall(argumentOf(steps[0], "originate"))?.endpoints).toEqual([
          `sofia/gateway/${gateway}/${number}`,
        ]);
      },
    ),
    runs,
  );
  expect(passed).toBeGreaterThan(100);
});

test("[FS24] any text as a caller's number: the call is made, and the number is that number or anonymous", () => {
  fc.assert(
    fc.property(fc.oneof(anyText, fc.stringMatching(/^\+?[0-9]{2,20}$/)), (callerNumber) => {
      const variables = new Map(
        originateCall(argumentOf(built(originate({ callerNumber }))?.[0], "originate"))?.variables,
      );
      expect([callerNumber, "anonymous"]).toContain(variables.get("origination_caller_id_number"));
      expect(variables.size).toBe(16);
    }),
    runs,
  );
});

test("[FS25] any text as a mark: the variables are these and no other", () => {
  let passed = 0;
  const key = fc.oneof(anyText, fc.stringMatching(/^[a-z][a-z0-9_]{0,31}$/));
  const value = fc.oneof(anyText, fc.stringMatching(/^[A-Za-z0-9_.:+@/-]{1,128}$/));
  fc.assert(
    fc.property(fc.dictionary(key, value, { minKeys: 1, maxKeys: 4 }), (tags) => {
      const steps = built({ ...base, kind: "leg.tag", leg, tags });
      if (steps === undefined) return;
      passed += 1;
      const [target, rest = ""] = separated(argumentOf(steps[0], "uuid_setvar_multi"), " ", 2);
      expect(target).toBe(leg);
      const read = separated(rest, ";", 64).map((pair) => [
        pair.slice(0, pair.indexOf("=")),
        pair.slice(pair.indexOf("=") + 1),
      ]);
      expect(read).toEqual(Object.entries(tags).map(([name, text]) => [`cc_${name}`, text]));
    }),
    runs,
  );
  expect(passed).toBeGreaterThan(50);
});

test("[FS26] any text as a prompt: one playback of files inside the folder", () => {
  let passed = 0;
  const prompt = fc.record({
    language: fc.oneof(anyText, fc.constantFrom("en", "es", "zh-CN")),
    name: fc.oneof(anyText, fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/)),
  });
  fc.assert(
    fc.property(fc.array(prompt, { minLength: 1, maxLength: 3 }), (prompts) => {
      const steps = built({ ...base, kind: "prompt.announce", leg, prompts });
      if (steps === undefined) return;
      passed += 1;
      const words = separated(argumentOf(steps[0], "uuid_broadcast"), " ", 4);
      expect(words).toHaveLength(3);
      const [, played = "", flag] = words;
      expect(flag).toBe("aleg");
      const sound = played.replace(/^playback::/, "");
      const files = sound.startsWith("file_string://") ? separated(sound.slice("file_string://".length), "!") : [sound];
      expect(files).toEqual(prompts.map(({ language, name }) => `/srv/prompts/${language}/${name}.wav`));
      for (const file of files) expect(file).not.toContain("..");
    }),
    runs,
  );
  expect(passed).toBeGreaterThan(50);
});

test("[FS27] any text as a menu's inputs: ten words for the application, and an expression without a way out", () => {
  let passed = 0;
  fc.assert(
    fc.property(
      fc.array(fc.oneof(anyText, fc.stringMatching(/^[0-9*#]{1,6}$/)), { minLength: 1, maxLength: 4 }),
      (accept) => {
        const steps = built({
          ...base,
          kind: "digits.collect",
          leg,
          prompts: [],
          min: 1,
          max: 8,
          terminator: "#",
          accept,
          timeoutMs: 5_000,
          digitTimeoutMs: 1_000,
          isSensitive: false,
        });
        const [one] = steps ?? [];
        if (one?.kind !== "sendmsg") return;
        passed += 1;
        const words = separated(new Map(one.headers).get("execute-app-arg") ?? "", " ", 11);
        expect(words).toHaveLength(10);
        const pattern = new RegExp(words[8] ?? "");
        for (const input of accept) expect(pattern.test(input)).toBe(true);
        for (const input of accept) if (!accept.includes(`${input}0`)) expect(pattern.test(`${input}0`)).toBe(false);
      },
    ),
    runs,
  );
  expect(passed).toBeGreaterThan(50);
});

test("[FS28] whatever stands in a command, it is one command on the wire, and a claim is these applications", () => {
  fc.assert(
    fc.property(anyText, anyText, (one, two) => {
      const asked: readonly SwitchCommand[] = [
        originate({ target: { kind: "seat", sipUser: one }, callerNumber: two }),
        originate({ target: { kind: "trunk", gateway: one, number: two } }),
        { ...base, kind: "leg.tag", leg, tags: { [one]: two } },
        { ...base, kind: "leg.sendDigits", leg, digits: one },
        { ...base, kind: "prompt.play", leg, prompts: [{ language: one, name: two }] },
      ];
      for (const step of asked.flatMap((each) => built(each) ?? [])) {
        const bytes = wire(step);
        expect(commandsIn(bytes)).toHaveLength(1);
        expect(bytes).not.toContain("${");
      }
    }),
    runs,
  );
  const claim = built({ ...base, kind: "leg.claim", leg, interaction, answer: true });
  const [, applications = ""] = separated(argumentOf(claim?.at(-1), "uuid_transfer"), " ", 5);
  expect(inlineApplications(applications).map(([name]) => name)).toEqual(["answer", "park"]);
});
