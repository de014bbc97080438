/** What the doctor says of a good switch and of each bad one. */

import { expect, test } from "vitest";

import { moduleNames } from "#cti/freeswitch/build.ts";
import { inspectFreeswitch, judge } from "#cti/freeswitch/inspect.ts";
import type { Answers } from "#cti/freeswitch/inspect.ts";

import { freePort } from "../../freeswitch/support/ports.ts";

const list = (column: string, names: string) =>
  JSON.stringify({ rows: names.split(" ").map((name) => ({ [column]: name.replaceAll("_SP_", " ") })) });

const good: Answers = {
  version: "1.11.4-release",
  apiExpansion: "+OK api_expansion is off",
  argumentsNotExpanded: "true",
  defaultPassword: "-ERR no reply",
  maxSessions: "+OK max sessions: 2000",
  sessionsPerSecond: "+OK sessions per second: 60",
  modules: new Set<string>(moduleNames.needed),
  applications: list("name", "park multiset answer ring_ready playback play_and_get_digits"),
  commands: list(
    "name",
    "originate uuid_transfer uuid_bridge uuid_kill uuid_answer uuid_audio uuid_broadcast uuid_break uuid_record uuid_send_dtmf uuid_setvar_multi uuid_dump uuid_exists show global_getvar",
  ),
  codecs: list("name", "G.711_SP_ulaw G.711_SP_alaw OPUS_SP_(STANDARD)"),
  profiles:
    "   agents\tprofile\t   sip:mod_sofia@127.0.0.1:5060\tRUNNING (0)\n    cc.example\t  alias\t agents\tALIASED",
};

const bad = (answers: Answers) =>
  judge(answers, { agentsProfile: "agents", agentsDomain: "cc.example" }).filter(({ verdict }) => verdict !== "ok");

test("[FS90] a good switch has no findings", () => {
  expect(bad(good)).toEqual([]);
});

test.each([
  ["an old version", { version: "1.10.7-release" }, "version", "fault"],
  ["a version with known holes", { version: "1.10.12-release" }, "version", "warning"],
  ["a version just before the fix", { version: "1.11.3-release" }, "version", "warning"],
  ["a version that cannot be read", { version: "next" }, "version", "warning"],
  ["API expansion", { apiExpansion: "+OK api_expansion is on" }, "expansion.api", "fault"],
  ["expanded arguments", { argumentsNotExpanded: "-ERR no reply" }, "expansion.arguments", "warning"],
  [
    "the application system",
    { applications: list("name", "park multiset answer ring_ready playback play_and_get_digits system") },
    "shell",
    "fault",
  ],
  ["the command bg_system", { commands: `${good.commands}${list("name", "bg_system")}` }, "shell", "fault"],
  ["the sample password", { defaultPassword: "1234" }, "sip.defaultPassword", "fault"],
  [
    "a module that runs scripts",
    { modules: new Set<string>([...moduleNames.needed, "mod_lua"]) },
    "modules.risky",
    "warning",
  ],
  [
    "no park",
    { applications: list("name", "multiset answer ring_ready playback play_and_get_digits") },
    "applications.needed",
    "fault",
  ],
  ["no Opus", { codecs: list("name", "G.711_SP_ulaw G.711_SP_alaw") }, "codecs", "warning"],
  ["no G.711", { codecs: list("name", "OPUS") }, "codecs", "fault"],
  ["few sessions", { maxSessions: "+OK max sessions: 20" }, "sessions.max", "warning"],
  ["few calls a second", { sessionsPerSecond: "+OK sessions per second: 5" }, "sessions.perSecond", "warning"],
  ["no profile for agents", { profiles: good.profiles.replace("RUNNING", "FAILED") }, "sip.agentsProfile", "fault"],
  ["another domain", { profiles: good.profiles.replace("cc.example", "cc2.example") }, "sip.agentsDomain", "fault"],
] as const)("[FS91] [FS93] %s is found, and only that", (_, answers, check, verdict) => {
  const findings = bad({ ...good, ...answers });
  expect(findings.map((finding) => [finding.check, finding.verdict])).toEqual([[check, verdict]]);
  expect(findings[0]?.howToMend).not.toBe("");
});

test("[FS92] a switch that is away is a finding, beside what can be said without it", async () => {
  const findings = await inspectFreeswitch({
    host: "127.0.0.1",
    port: await freePort("127.0.0.1"),
    password: "ClueCon",
    agentsProfile: "agents",
    agentsDomain: "cc.example",
    recordingsFolder: "/nowhere/at/all",
    promptsFolder: import.meta.dirname,
  });
  expect(findings.map(({ check, verdict }) => `${check} ${verdict}`)).toEqual([
    "esl.reachable fault",
    "esl.password fault",
    "esl.address ok",
    "folders.recordings fault",
    "folders.prompts ok",
  ]);
});
