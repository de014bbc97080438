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
    recordingsFolder,
    promptsFolder,
  });
  return findings.map(({ check, verdict, found, howToMend }) => ({
    check,
    verdict,
    found,
    ...(howToMend === "" ? {} : { howToMend }),
  }));
}
