/** What an admin should know about an attached switch before trusting it with calls: for `cordboard doctor`. */

import { access, constants } from "node:fs/promises";

import { connectEsl } from "../esl/connection.ts";
import { EslDisconnected, EslRefused, EslTimeout } from "../esl/faults.ts";
import { defaultEslSettings } from "../esl/settings.ts";
import { systemTimers } from "../esl/timers.ts";
import { ask, moduleExists, moduleNames, questions } from "./build.ts";
import type { BuiltCommand } from "./build.ts";

/** One thing looked at. `check` is the key under which the texts are translated; the texts here are English. */
export interface Finding {
  readonly check: string;
  readonly verdict: "ok" | "warning" | "fault";
  readonly found: string;
  /** Empty when there is nothing to mend. */
  readonly howToMend: string;
}

type Question = keyof typeof questions;
/** The switch's answers as they came, and which of the modules that we ask for are loaded. */
export type Answers = Readonly<Record<Question, string>> & { readonly modules: ReadonlySet<string> };

export interface InspectedSwitch {
  readonly host: string;
  readonly port: number;
  readonly password: string;
  readonly agentsProfile: string;
  /** The domain that phones are given; the switch's challenge must name the same. */
  readonly agentsDomain: string;
  /** Looked at only when the switch is on this machine. */
  readonly recordingsFolder: string;
  readonly promptsFolder: string;
}

/** Asks the switch and judges its answers. Never rejects for a switch that is away or refuses: that is a finding. */
export async function inspectFreeswitch(options: InspectedSwitch): Promise<readonly Finding[]> {
  const ours = [judgePassword(options.password), judgeAddress(options.host), ...(await judgeFolders(options))];
  try {
    const answers = await askAll(options);
    return [ok("esl.reachable", `${options.host}:${options.port}`), ...ours, ...judge(answers, options)];
  } catch (error) {
    if (!(error instanceof EslRefused || error instanceof EslDisconnected || error instanceof EslTimeout)) throw error;
    const mend =
      error instanceof EslRefused
        ? "Use the password of event_socket.conf and put our address on its access list."
        : "Start the switch, or correct its address and port.";
    return [fault("esl.reachable", error.message, mend), ...ours];
  }
}

async function askAll({ host, port, password }: InspectedSwitch): Promise<Answers> {
  await using link = await connectEsl({
    host,
    port,
    password,
    user: undefined,
    events: [],
    settings: { ...defaultEslSettings, wakeEveryMs: 0, pingEveryMs: 0 },
    timers: systemTimers,
    onEventFrame: () => undefined,
    onFault: () => undefined,
    onDown: () => undefined,
    onAuthenticating: () => undefined,
    signal: undefined,
  });
  const put = async (command: BuiltCommand): Promise<string> =>
    command.kind === "api" ? (await link.api(command.text)).trim() : "";
  const modules = new Set<string>();
  for (const name of [...moduleNames.needed, ...moduleNames.risky]) {
    if ((await put(moduleExists(name))) === "true") modules.add(name);
  }
  return {
    modules,
    version: await put(ask("version")),
    apiExpansion: await put(ask("apiExpansion")),
    argumentsNotExpanded: await put(ask("argumentsNotExpanded")),
    defaultPassword: await put(ask("defaultPassword")),
    maxSessions: await put(ask("maxSessions")),
    sessionsPerSecond: await put(ask("sessionsPerSecond")),
    applications: await put(ask("applications")),
    commands: await put(ask("commands")),
    codecs: await put(ask("codecs")),
    profiles: await put(ask("profiles")),
  };
}

/** Judges a switch's answers. Pure. */
export function judge(
  answers: Answers,
  { agentsProfile, agentsDomain }: Pick<InspectedSwitch, "agentsProfile" | "agentsDomain">,
): readonly Finding[] {
  const applications = names(answers.applications, "name");
  const commands = names(answers.commands, "name");
  const codecs = names(answers.codecs, "name");
  return [
    judgeVersion(answers.version),
    judgeExpansion(answers.apiExpansion),
    answers.argumentsNotExpanded === "true"
      ? ok("expansion.arguments", "off for every leg")
      : warning(
          "expansion.arguments",
          "on unless a leg says otherwise",
          "Set the global app_disable_expand_variables=true (our own legs carry it anyway).",
        ),
    judgeShell(applications, commands),
    judgeDefaultPassword(answers.defaultPassword),
    judgeMissing("modules.needed", moduleNames.needed, answers.modules, "Load them in modules.conf."),
    judgeMissing(
      "applications.needed",
      neededApplications,
      applications,
      "Load mod_dptools and, from 1.11.2 on, put them on the interface allow-list.",
    ),
    judgeMissing(
      "commands.needed",
      neededCommands,
      commands,
      "Load mod_commands and, from 1.11.2 on, put them on the interface allow-list.",
    ),
    judgeRisky(answers.modules),
    judgeCodecs(codecs),
    judgeLimit("sessions.max", answers.maxSessions, 100, "Raise max-sessions in switch.conf; a call needs two."),
    judgeLimit(
      "sessions.perSecond",
      answers.sessionsPerSecond,
      30,
      "Raise sessions-per-second in switch.conf; a call needs two.",
    ),
    new RegExp(`\\b${agentsProfile}\\s+profile\\s.*RUNNING`).test(answers.profiles)
      ? ok("sip.agentsProfile", `${agentsProfile} is running`)
      : fault(
          "sip.agentsProfile",
          `${agentsProfile} is not running`,
          "Correct the name of the profile, or see the switch's log for why it did not start (most often a taken port).",
        ),
    hasDomain(answers.profiles, agentsDomain)
      ? ok("sip.agentsDomain", agentsDomain)
      : fault(
          "sip.agentsDomain",
          `the switch has no domain ${agentsDomain}, so it will refuse the agents' phones`,
          "Set CORDBOARD_SIP_DOMAIN to agents_domain of vars.xml, or add the domain to the agents' profile.",
        ),
  ];
}

/** `sofia status` lists each domain of a profile as an alias. */
function hasDomain(profiles: string, domain: string): boolean {
  return profiles.split("\n").some((line) => line.trim().startsWith(`${domain}\t`) && line.includes("alias"));
}

const neededApplications = ["park", "multiset", "answer", "ring_ready", "playback", "play_and_get_digits"];
const neededCommands = [
  "originate",
  "uuid_transfer",
  "uuid_bridge",
  "uuid_kill",
  "uuid_answer",
  "uuid_audio",
  "uuid_broadcast",
  "uuid_break",
  "uuid_record",
  "uuid_send_dtmf",
  "uuid_setvar_multi",
  "uuid_dump",
  "uuid_exists",
  "show",
  "global_getvar",
];

/**
 * 1.11.4 closes the holes known by November 2026 (among them commands by SIP MESSAGE, calls taken over by forged ICE
 * checks); before 1.10.11 a stranger can end calls during the DTLS handshake.
 */
function judgeVersion(answer: string): Finding {
  const [, major, minor, patch] = /^(\d+)\.(\d+)\.(\d+)/.exec(answer) ?? [];
  if (major === undefined || minor === undefined || patch === undefined)
    return warning("version", answer, "The version could not be read; use 1.11.4 or later.");
  const number = Number(major) * 1_000_000 + Number(minor) * 1_000 + Number(patch);
  if (number >= 1_011_004) return ok("version", answer);
  if (number >= 1_010_011)
    return warning(
      "version",
      answer,
      "Update to 1.11.4 or later, which closes known holes. Until then keep this switch away from the internet and api-expansion off.",
    );
  return fault(
    "version",
    answer,
    "Update to 1.11.4 or later: strangers can end calls on this version (CVE-2023-51443).",
  );
}

function judgeExpansion(answer: string): Finding {
  if (/api_expansion is off/.test(answer)) return ok("expansion.api", "off");
  return fault(
    "expansion.api",
    "on",
    'Set <param name="api-expansion" value="false"/> in switch.conf and restart: with it on, a text from outside can run commands.',
  );
}

function judgeShell(applications: ReadonlySet<string>, commands: ReadonlySet<string>): Finding {
  const found = [
    ...["system", "bgsystem"].filter((name) => applications.has(name)),
    ...["system", "bg_system", "spawn", "spawn_stream"].filter((name) => commands.has(name)),
  ];
  if (found.length === 0) return ok("shell", "none");
  return fault(
    "shell",
    found.join(", "),
    "Set the globals disable_system_app_commands=true and disable_system_api_commands=true in vars.xml and restart.",
  );
}

function judgeDefaultPassword(answer: string): Finding {
  if (answer === "" || answer.startsWith("-")) return ok("sip.defaultPassword", "none");
  return answer === "1234"
    ? fault(
        "sip.defaultPassword",
        "1234",
        "The sample configuration's password for all extensions is still set: remove those users.",
      )
    : warning("sip.defaultPassword", "set", "A password for all extensions is set; agents need none of it.");
}

function judgeMissing(check: string, needed: readonly string[], has: ReadonlySet<string>, howToMend: string): Finding {
  const missing = needed.filter((name) => !has.has(name));
  return missing.length === 0 ? ok(check, "all there") : fault(check, `missing: ${missing.join(", ")}`, howToMend);
}

function judgeRisky(modules: ReadonlySet<string>): Finding {
  const found = moduleNames.risky.filter((name) => modules.has(name));
  return found.length === 0
    ? ok("modules.risky", "none")
    : warning(
        "modules.risky",
        found.join(", "),
        "Take them out of modules.conf unless something else needs them: each is another way to commands.",
      );
}

function judgeCodecs(codecs: ReadonlySet<string>): Finding {
  const hasOpus = [...codecs].some((name) => name.startsWith("OPUS"));
  const hasG711 = codecs.has("G.711 ulaw") && codecs.has("G.711 alaw");
  if (!hasG711)
    return fault("codecs", [...codecs].join(", "), "G.711 is missing: the switch was built without its core codecs.");
  return hasOpus
    ? ok("codecs", "G.711, Opus")
    : warning("codecs", "G.711", "Load mod_opus: browser phones sound better and need less bandwidth with it.");
}

function judgeLimit(check: string, answer: string, least: number, howToMend: string): Finding {
  const limit = Number(/(\d+)\s*$/.exec(answer)?.[1]);
  if (!Number.isInteger(limit)) return warning(check, answer, howToMend);
  return limit >= least ? ok(check, String(limit)) : warning(check, String(limit), howToMend);
}

/** Passwords that are in the source of the switch, in its sample configuration, or too short to be random. */
function judgePassword(password: string): Finding {
  if (password.toLowerCase() === "cluecon")
    return fault(
      "esl.password",
      "the well-known default",
      "Set a random password of 32 characters in event_socket.conf.",
    );
  return password.length >= 16
    ? ok("esl.password", "not a default")
    : warning(
        "esl.password",
        `only ${password.length} characters`,
        "Set a random password of 32 characters in event_socket.conf.",
      );
}

function judgeAddress(host: string): Finding {
  if (isLocal(host)) return ok("esl.address", host);
  return warning(
    "esl.address",
    host,
    "The event socket is not encrypted. Reach it over a tunnel or a network that only the two machines share, and keep its access list to our address.",
  );
}

function isLocal(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}

async function judgeFolders({ host, recordingsFolder, promptsFolder }: InspectedSwitch): Promise<readonly Finding[]> {
  if (!isLocal(host)) return [];
  return [
    await judgeFolder(
      "folders.recordings",
      recordingsFolder,
      constants.W_OK,
      "Make the folder, writable for the switch and readable for Cordboard.",
    ),
    await judgeFolder("folders.prompts", promptsFolder, constants.R_OK, "Correct the folder of the prompts."),
  ];
}

async function judgeFolder(check: string, folder: string, mode: number, howToMend: string): Promise<Finding> {
  try {
    await access(folder, mode);
    return ok(check, folder);
  } catch (error) {
    return fault(check, error instanceof Error ? error.message : folder, howToMend);
  }
}

/** One column of an answer of `show … as json`. An answer that is none has no names. */
function names(answer: string, column: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [, name] of answer.matchAll(new RegExp(`"${column}":"([^"]+)"`, "g")))
    if (name !== undefined) found.add(name);
  return found;
}

function ok(check: string, found: string): Finding {
  return { check, verdict: "ok", found, howToMend: "" };
}

function warning(check: string, found: string, howToMend: string): Finding {
  return { check, verdict: "warning", found, howToMend };
}

function fault(check: string, found: string, howToMend: string): Finding {
  return { check, verdict: "fault", found, howToMend };
}
