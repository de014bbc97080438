/** What the builder lets through, word for word, and what it refuses. */

import { expect, test } from "vitest";

import type { SwitchCommand } from "#routing/commands.ts";
import type { BuiltCommand } from "#cti/freeswitch/build.ts";
import { forgetDigits, plan } from "#cti/freeswitch/execute.ts";
import { displayNumber, filePath, musicSound, UnsafeWord } from "#cti/freeswitch/words.ts";
import { bracketed, commandsIn, originateCall, separated } from "../../freeswitch/support/tokenise.ts";
import { command, interaction, leg, node, originate, otherLeg, site } from "./site.ts";

const base = { id: command, node };

function text(built: BuiltCommand): string {
  return built.kind === "sendmsg"
    ? `sendmsg ${built.uuid} ${built.headers.map(([name, value]) => `${name}: ${value}`).join(" | ")}`
    : `${built.kind} ${built.text}`;
}

function texts(asked: SwitchCommand): readonly string[] {
  return plan(asked, site).steps.map(text);
}

const flags =
  "park_after_bridge=true uuid_bridge_park_on_cancel=true hangup_after_bridge=false app_disable_expand_variables=true playback_terminators=none".split(
    " ",
  );

test("[FS10] a claim marks and protects the caller, answers him at once, and parks him again without a limit", () => {
  const marks = [`cc_call=${interaction}`, "cc_role=customer", `presence_data=cc1:${interaction}:customer`];
  const mark = `api uuid_setvar_multi ${leg} ${[...marks, ...flags].join(";")}`;
  expect(texts({ ...base, kind: "leg.claim", leg, interaction, answer: true })).toEqual([
    mark,
    `api uuid_answer ${leg}`,
    `api uuid_transfer ${leg} answer,park inline`,
  ]);
  expect(texts({ ...base, kind: "leg.claim", leg, interaction, answer: false })).toEqual([
    mark,
    `api uuid_transfer ${leg} ring_ready,park inline`,
  ]);
});

test("[FS11] an originate names its leg and its job, and parks when answered", () => {
  const [built] = plan(originate({ autoAnswer: true }), site).steps;
  if (built?.kind !== "bgapi") throw new Error("not a background job");
  expect(built.jobUuid).toBe(command);
  const call = originateCall(built.text.replace("originate ", ""));
  expect(call).toEqual({
    variables: [
      ["origination_uuid", leg],
      ["origination_caller_id_number", "+34911222333"],
      ["origination_caller_id_name", "+34911222333"],
      ["ignore_early_media", "true"],
      ["outbound_redirect_fatal", "true"],
      ["originate_timeout", "21"],
      ["cc_call", interaction],
      ["cc_role", "agent"],
      ["presence_data", `cc1:${interaction}:agent`],
      ...flags.map((pair) => pair.split("=")),
      ["sip_h_X-CC-Call", interaction],
      ["sip_h_X-CC-Leg", leg],
      ["sip_auto_answer", "true"],
    ],
    endpoints: ["sofia/agents/agent1%cc.local"],
    application: ["park", ""],
    further: [],
    isUnchecked: false,
  });
});

test("[FS12] a number goes out through its gateway, without marks for foreign ears", () => {
  const [built] = texts(
    originate({ role: "customer", target: { kind: "trunk", gateway: "carrier", number: "+34600000001" } }),
  );
  expect(built).toMatch(/\}sofia\/gateway\/carrier\/\+34600000001 &park\(\)$/);
  expect(built).not.toContain("sip_h_");
});

test("[FS13] each short command has its one form", () => {
  expect(texts({ ...base, kind: "leg.answer", leg })).toEqual([`api uuid_answer ${leg}`]);
  expect(texts({ ...base, kind: "leg.bridge", survivor: leg, other: otherLeg })).toEqual([
    `api uuid_bridge ${leg} ${otherLeg}`,
  ]);
  expect(texts({ ...base, kind: "leg.split", leg })).toEqual([`api uuid_transfer ${leg} -both park inline`]);
  expect(texts({ ...base, kind: "leg.hangUp", leg, cause: "USER_BUSY" })).toEqual([`api uuid_kill ${leg} USER_BUSY`]);
  expect(texts({ ...base, kind: "leg.mute", leg, isMuted: true })).toEqual([
    `api uuid_audio ${leg} start read mute -1`,
  ]);
  expect(texts({ ...base, kind: "leg.mute", leg, isMuted: false })).toEqual([`api uuid_audio ${leg} stop`]);
  expect(texts({ ...base, kind: "leg.sendDigits", leg, digits: "12#" })).toEqual([`api uuid_send_dtmf ${leg} 12#`]);
  expect(texts({ ...base, kind: "leg.tag", leg, tags: { queue: "q1", since: "17" } })).toEqual([
    `api uuid_setvar_multi ${leg} cc_queue=q1;cc_since=17`,
  ]);
});

test("[FS14] prompts are files of the folder, several in a row are one sound", () => {
  const two = [
    { language: "en", name: "welcome" },
    { language: "zh", name: "digits/7" },
  ];
  expect(texts({ ...base, kind: "prompt.announce", leg, prompts: two })).toEqual([
    `api uuid_broadcast ${leg} playback::file_string:///srv/prompts/en/welcome.wav!/srv/prompts/zh/digits/7.wav aleg`,
  ]);
  expect(texts({ ...base, kind: "prompt.play", leg, prompts: two.slice(0, 1) })).toEqual([
    `sendmsg ${leg} call-command: execute | execute-app-name: playback | execute-app-arg: /srv/prompts/en/welcome.wav | event-uuid: ${command} | event-lock: true`,
  ]);
});

test("[FS15] a menu becomes an expression of its keys only", () => {
  const [built] = plan(
    {
      ...base,
      kind: "digits.collect",
      leg,
      prompts: [],
      min: 1,
      max: 2,
      terminator: undefined,
      accept: ["1", "*", "#2"],
      timeoutMs: 5_000,
      digitTimeoutMs: 1_500,
      isSensitive: false,
    },
    site,
  ).steps;
  if (built?.kind !== "sendmsg") throw new Error("not a message to a channel");
  const argument = new Map(built.headers).get("execute-app-arg") ?? "";
  const words = separated(argument, " ", 11);
  expect(words).toEqual([
    "1",
    "2",
    "1",
    "5000",
    "none",
    "silence",
    "silence_stream://10",
    "cc_digits",
    "^(1|[*]|[#]2)$",
    "1500",
  ]);
});

test("[FS16] secret digits are hidden before and taken off the leg afterwards", () => {
  const steps = texts({
    ...base,
    kind: "digits.collect",
    leg,
    prompts: [],
    min: 4,
    max: 4,
    terminator: "#",
    accept: undefined,
    timeoutMs: 5_000,
    digitTimeoutMs: 1_500,
    isSensitive: true,
  });
  expect(steps[0]).toBe(`api uuid_setvar_multi ${leg} sensitive_dtmf=true`);
  expect(steps).toHaveLength(2);
  expect(text(forgetDigits(leg))).toBe(`api uuid_setvar_multi ${leg} sensitive_dtmf=;cc_digits=;cc_digits_invalid=`);
});

test("[FS17] a recording is a file of its interaction, named by its command", () => {
  const path = `/srv/recordings/${interaction}/${command}.wav`;
  expect(texts({ ...base, kind: "recording.start", leg, interaction, maxMs: 60_500 })).toEqual([
    `api uuid_record ${leg} start ${path} 61 {RECORD_STEREO=true,record_sample_rate=8000}`,
  ]);
  expect(texts({ ...base, kind: "recording.stop", leg, interaction, recording: command })).toEqual([
    `api uuid_record ${leg} stop ${path}`,
  ]);
});

test("[FS18] a caller's number is shown if it is one, and is anonymous if not; it never refuses a call", () => {
  expect(displayNumber("+34911222333")).toBe("+34911222333");
  for (const odd of [undefined, "", "alice", "1,execute_on_answer=park", "${system(id)}", "1\n\nbgapi shutdown"])
    expect(displayNumber(odd)).toBe("anonymous");
});

/** Each was carried out on a real switch when it was put into a command as text (see the spec). */
const hostile = [
  "6001,loopback/7009/public",
  "6001|6002",
  "6001:_:6002",
  "6001\n\nbgapi shutdown",
  "6001\r\n\r\nbgapi shutdown",
  "6001\0",
  "${system(touch x)}",
  "$${esl_password}",
  "x origination_nested_vars=true",
  "Bob,execute_on_answer=park",
  "'Bob,execute_on_answer=park'",
  "a}user/1 &park(",
  "^^;a;b",
  "a b",
  "a\\sb",
  "a;cc_call=other",
  "../../etc/passwd",
  "a!b",
  "shell_stream://id",
  "<a=b>",
  "[a=b]",
  "",
];

test.each(hostile)("[FS20] %j is refused wherever it could stand", (evil) => {
  const asked: readonly SwitchCommand[] = [
    originate({ target: { kind: "seat", sipUser: evil } }),
    originate({ target: { kind: "trunk", gateway: evil, number: "34600000001" } }),
    originate({ target: { kind: "trunk", gateway: "carrier", number: evil } }),
    { ...base, kind: "leg.sendDigits", leg, digits: evil },
    { ...base, kind: "leg.tag", leg, tags: { [evil]: "1" } },
    { ...base, kind: "prompt.play", leg, prompts: [{ language: evil, name: "a" }] },
    { ...base, kind: "prompt.play", leg, prompts: [{ language: "en", name: evil }] },
    {
      ...base,
      kind: "digits.collect",
      leg,
      prompts: [],
      min: 1,
      max: 1,
      terminator: "#",
      accept: [evil],
      timeoutMs: 1,
      digitTimeoutMs: 1,
      isSensitive: false,
    },
    // As a mark, letters, colons and slashes mean nothing to any tokeniser.
    ...(/^[A-Za-z0-9_.:+@/-]*$/.test(evil) ? [] : [{ ...base, kind: "leg.tag", leg, tags: { note: evil } } as const]),
  ];
  for (const one of asked) expect(() => plan(one, site), JSON.stringify(one)).toThrow(UnsafeWord);
  expect(() => filePath(evil)).toThrow(UnsafeWord);
  expect(() => musicSound(evil)).toThrow(UnsafeWord);
});

test("[FS21] the tokeniser of the tests sees what the switch did with such text, so the tests are not blind", () => {
  // Quotes are eaten by the first split, so the comma inside them makes a variable.
  expect(originateCall("{n='Bob,execute_on_answer=park'}user/1 &park()")?.variables).toEqual([
    ["n", "Bob"],
    ["execute_on_answer", "park"],
  ]);
  // A brace in a value closes the list early: the rest is dialled.
  expect(originateCall("{n=a}user/1}sofia/x/y &park()")?.endpoints).toEqual(["user/1}sofia/x/y"]);
  expect(bracketed("{n=a")).toBeUndefined();
  expect(originateCall("sofia/gateway/c/6001,loopback/7009/public &park()")?.endpoints).toEqual([
    "sofia/gateway/c/6001",
    "loopback/7009/public",
  ]);
  expect(originateCall("sofia/gateway/c/6001|sofia/gateway/c/6002 &park()")?.endpoints).toHaveLength(2);
  expect(originateCall("sofia/gateway/c/6001:_:sofia/gateway/c/6002 &park()")?.endpoints).toHaveLength(2);
  // A blank in a value ends the dial string.
  expect(originateCall("{n=Bob Smith}sofia/x/y &park()")).toBeUndefined();
  expect(originateCall("{n=a,o=origination_nested_vars=true}sofia/x/y &park()")?.isUnchecked).toBe(true);
  expect(separated("^^:a:b", ",")).toEqual(["a", "b"]);
  expect(separated(String.raw`a\sb 'c d' e`, " ")).toEqual(["a b", "c d", "e"]);
  expect(separated("a;b=1;c", ";")).toEqual(["a", "b=1", "c"]);
  expect(commandsIn("api uuid_kill 6001\n\nbgapi shutdown\n\n")).toHaveLength(2);
});
