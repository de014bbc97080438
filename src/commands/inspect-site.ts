/** What is wrong with the switch, and how to mend it: for `cordboard doctor` and the page of the same name. */

import { inspectFreeswitch } from "#cti/freeswitch/inspect.ts";
import type { DoctorCheck } from "#protocol/api/admin.ts";
import type { Config } from "../config.ts";

export async function inspectSite(
  config: Config,
  promptsFolder: string,
  recordingsFolder: string,
): Promise<DoctorCheck[]> {
  const host = config["freeswitch.host"];
  const password = config["freeswitch.password"];
  if (host === undefined) {
    return [
      {
        check: "switch.configured",
        verdict: "warning",
        found: "no switch is configured",
        howToMend: "Set CORDBOARD_FREESWITCH_HOST and CORDBOARD_FREESWITCH_PASSWORD.",
      },
    ];
  }
  if (password === undefined) {
    return [
      {
        check: "esl.password",
        verdict: "fault",
        found: "no password is configured",
        howToMend: "Set CORDBOARD_FREESWITCH_PASSWORD to the password of the switch's event socket.",
      },
    ];
  }
  const findings = await inspectFreeswitch({
    host,
    port: config["freeswitch.port"],
    password,
    agentsProfile: "agents",
    agentsDomain: config["freeswitch.domain"],
    recordingsFolder,
    promptsFolder,
  });
  return [
    ...findings.map(({ check, verdict, found, howToMend }) => ({
      check,
      verdict,
      found,
      ...(howToMend === "" ? {} : { howToMend }),
    })),
    ...inspectPhones(config),
  ];
}

/** Where browsers are sent when nothing is set: the port that FreeSWITCH's own configuration has. */
export function presetWebSocketUrl(config: Config): string {
  return `wss://${config["freeswitch.host"] ?? ""}:7443`;
}

/** What agents' browsers need of our own settings. */
export function inspectPhones(config: Config): readonly DoctorCheck[] {
  const webSocketUrl = config["freeswitch.webSocketUrl"];
  return [
    config["freeswitch.directorySecret"] === undefined
      ? {
          check: "phones.directory",
          verdict: "fault",
          found: "no secret is configured, so the switch learns of no phone and none can register",
          howToMend: "Set CORDBOARD_DIRECTORY_SECRET to the secret of the switch's xml_curl.conf.",
        }
      : { check: "phones.directory", verdict: "ok", found: "a secret is configured" },
    webSocketUrl === undefined
      ? {
          check: "phones.webSocket",
          verdict: "warning",
          found: `unset: browsers try ${presetWebSocketUrl(config)}`,
          howToMend: "Set CORDBOARD_SIP_WEBSOCKET_URL to where browsers reach the switch.",
        }
      : { check: "phones.webSocket", verdict: "ok", found: webSocketUrl },
  ];
}
