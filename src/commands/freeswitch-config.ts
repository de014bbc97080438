/** `cordboard freeswitch-config`: a run folder for a FreeSWITCH on this machine, and the settings that go with it. */

import { access, mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { writeFreeswitchRun } from "#cti/freeswitch/configure.ts";
import { readConfig } from "../config.ts";
import { ownPrompts, ownFreeswitchConfiguration } from "../own-folders.ts";
import { CommandFault } from "./fail.ts";

/** Everything on this machine's loopback; a real site edits the generated vars.xml (addresses, carriers). */
export async function writeFreeswitchConfig(folder: string, options: { readonly replace?: true }): Promise<void> {
  const config = readConfig(process.env, process.cwd());
  const target = resolve(folder);
  if (options.replace !== true && (await exists(join(target, "conf")))) {
    throw new CommandFault(
      `There is a configuration in ${target} already. Take another folder, or --replace: that makes new secrets and forgets what was changed in it.`,
    );
  }
  await mkdir(target, { recursive: true, mode: 0o700 });
  const local = {
    address: "127.0.0.1",
    mediaAddress: "127.0.0.1",
    publicSipAddress: undefined,
    publicMediaAddress: undefined,
  };
  const recordings = config["freeswitch.recordingsFolder"] ?? join(config.dataFolder, "recordings");
  const prompts = config["freeswitch.promptsFolder"] ?? ownPrompts;
  const user = config["freeswitch.directoryUser"];
  const run = await writeFreeswitchRun(ownFreeswitchConfiguration, target, {
    nodeName: config["freeswitch.node"],
    esl: { address: "127.0.0.1", port: config["freeswitch.port"], allowedNetworks: ["127.0.0.1/32"] },
    agents: {
      ...local,
      port: 5070,
      codecs: ["OPUS", "PCMU", "PCMA"],
      domain: config["freeswitch.domain"],
      wsAddress: "127.0.0.1",
      wsPort: 5066,
    },
    trunk: { ...local, port: 5080, codecs: ["PCMU", "PCMA"], carrierNetworks: ["127.0.0.0/8"] },
    gateways: [],
    rtp: { firstPort: 16_384, lastPort: 18_383 },
    directory: {
      url: `http://127.0.0.1:${config["http.port"]}/fs/directory`,
      user,
      secret: config["freeswitch.directorySecret"],
    },
    folders: { recordings, prompts, records: join(target, "cdr"), music: join(prompts, "music") },
    limits: { sessions: 1_000, sessionsPerSecond: 60 },
    mediaTimeoutMs: 60_000,
    heartbeatS: 5,
    logLevel: "warning",
  });
  console.log(`Written to ${target}. Start the switch with:

  freeswitch ${run.arguments.join(" ")}

and Cordboard with these settings (secrets: keep them to yourself):

  CORDBOARD_FREESWITCH_HOST=127.0.0.1
  CORDBOARD_FREESWITCH_PORT=${config["freeswitch.port"]}
  CORDBOARD_FREESWITCH_PASSWORD=${run.eslPassword}
  CORDBOARD_SIP_DOMAIN=${config["freeswitch.domain"]}
  CORDBOARD_SIP_WEBSOCKET_URL=ws://127.0.0.1:5066
  CORDBOARD_DIRECTORY_SECRET=${run.directorySecret}
  CORDBOARD_PROMPTS=${prompts}
  CORDBOARD_RECORDINGS=${recordings}

All of it is for this machine alone. Addresses are set in conf/vars.xml, the networks of carriers in
conf/generated/acl-trunks.xml, carriers in conf/generated/gateways.xml; docs/operations/freeswitch.md says how.
When both run: npm run cordboard -- doctor`);
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
    throw error;
  }
}
