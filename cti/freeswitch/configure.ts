/** Writes a run folder for a FreeSWITCH: a copy of our own configuration plus this site's addresses, folders and secrets. */

import { randomBytes } from "node:crypto";
import { chmod, cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { gatewayName } from "./words.ts";
import { escapeXml } from "./xml.ts";

/** Where one SIP door listens and which media address it tells the far end; the public ones when behind NAT. */
interface SipDoor {
  readonly address: string;
  readonly port: number;
  readonly mediaAddress: string;
  readonly publicSipAddress: string | undefined;
  readonly publicMediaAddress: string | undefined;
  /** In order of preference, as FreeSWITCH writes them: `PCMU,PCMA`. */
  readonly codecs: readonly string[];
}

/** A way out to a carrier. `registration` undefined: the carrier knows us by our address. */
export interface Gateway {
  readonly name: string;
  /** Host or host:port of the carrier. */
  readonly proxy: string;
  readonly registration: { readonly username: string; readonly password: string } | undefined;
  /** OPTIONS every so many seconds; undefined: the carrier is taken to be up. */
  readonly pingS: number | undefined;
}

/** Everything that differs between two sites. Addresses are IP addresses, folders absolute, ports real (not 0). */
export interface FreeswitchSite {
  readonly nodeName: string;
  readonly esl: { readonly address: string; readonly port: number; readonly allowedNetworks: readonly string[] };
  readonly agents: SipDoor & { readonly domain: string; readonly wsAddress: string; readonly wsPort: number };
  readonly trunk: SipDoor & { readonly carrierNetworks: readonly string[] };
  readonly gateways: readonly Gateway[];
  readonly rtp: { readonly firstPort: number; readonly lastPort: number };
  /** `url` is where mod_xml_curl posts; user and secret go with every request as basic authentication. */
  readonly directory: { readonly url: string; readonly user: string; readonly secret: string | undefined };
  readonly folders: {
    readonly recordings: string;
    readonly prompts: string;
    readonly records: string;
    readonly music: string;
  };
  readonly limits: { readonly sessions: number; readonly sessionsPerSecond: number };
  /** A leg whose far end sends no more audio is hung up after this. */
  readonly mediaTimeoutMs: number;
  readonly heartbeatS: number;
  readonly logLevel: "debug" | "info" | "notice" | "warning" | "err";
}

/** What was written, and the secrets made on the way. `arguments` start the switch in the foreground. */
export interface FreeswitchRun {
  readonly folder: string;
  readonly eslPassword: string;
  readonly directorySecret: string;
  readonly arguments: readonly string[];
}

/** The characters that a value may have in the preprocessor's `name=value` without being cut or expanded. */
const plainValue = /^[A-Za-z0-9 _.:,;=@/+%?()[\]*-]*$/;

/** Longer values are no addresses, names or folders but a mistake. */
const valueLengthMax = 1024;

/**
 * Copies `configuration` (the folder freeswitch-conf) to `<folder>/conf` and writes the generated part beside it.
 * Secrets are new on every call and lie in files that only the owner can read. Throws when a value has characters that
 * the switch's preprocessor would take for its own (RangeError, or UnsafeWord for a gateway's name).
 */
export async function writeFreeswitchRun(
  configuration: string,
  folder: string,
  site: FreeswitchSite,
): Promise<FreeswitchRun> {
  const eslPassword = randomBytes(32).toString("hex");
  const directorySecret = site.directory.secret ?? randomBytes(32).toString("hex");
  const conf = join(folder, "conf");
  const generated = join(conf, "generated");
  const runFolders = ["log", "db", "run", "storage", "cache", "certs", "temp", "scripts", "grammar", "htdocs"];

  await mkdir(folder, { recursive: true, mode: 0o700 });
  await cp(configuration, conf, { recursive: true });
  await mkdir(generated, { recursive: true });
  for (const name of runFolders) await mkdir(join(folder, name), { recursive: true });
  for (const path of Object.values(site.folders)) await mkdir(path, { recursive: true });

  await writeSecret(join(conf, "vars.xml"), varsXml(site, eslPassword, directorySecret));
  await writeSecret(join(generated, "gateways.xml"), gatewaysXml(site));
  await writeSecret(join(generated, "acl-esl.xml"), networksXml(site.esl.allowedNetworks));
  await writeSecret(join(generated, "acl-trunks.xml"), networksXml(site.trunk.carrierNetworks));
  return { folder, eslPassword, directorySecret, arguments: startArguments(folder, site) };
}

function startArguments(folder: string, site: FreeswitchSite): readonly string[] {
  // Not forked, no console, no NAT-PMP, no realtime priority: a well-behaved child process.
  const manners = ["-nf", "-nc", "-nonat", "-np"];
  const folders = ["conf", "log", "db", "run", "storage", "cache", "certs", "temp", "scripts", "grammar", "htdocs"];
  return [
    ...manners,
    ...folders.flatMap((name) => [`-${name}`, join(folder, name)]),
    "-recordings",
    site.folders.recordings,
    "-sounds",
    site.folders.prompts,
  ];
}

function varsXml(site: FreeswitchSite, eslPassword: string, directorySecret: string): string {
  const values: readonly (readonly [string, string | number])[] = [
    // These four hold for every leg, because a leg without its own value falls back to the global one.
    ["disable_system_app_commands", "true"],
    ["disable_system_api_commands", "true"],
    ["app_disable_expand_variables", "true"],
    ["media_timeout", site.mediaTimeoutMs],
    ["node_name", site.nodeName],
    ["log_level", site.logLevel],
    ["max_sessions", site.limits.sessions],
    ["sessions_per_second", site.limits.sessionsPerSecond],
    ["heartbeat_s", site.heartbeatS],
    ["rtp_first_port", site.rtp.firstPort],
    ["rtp_last_port", site.rtp.lastPort],
    ["esl_address", site.esl.address],
    ["esl_port", site.esl.port],
    ["esl_password", eslPassword],
    ["agents_domain", site.agents.domain],
    ["agents_ws_address", site.agents.wsAddress],
    ["agents_ws_port", site.agents.wsPort],
    ...doorValues("agents", site.agents),
    ...doorValues("trunk", site.trunk),
    ["directory_url", site.directory.url],
    ["directory_user", site.directory.user],
    ["directory_secret", directorySecret],
    ["recordings_folder", site.folders.recordings],
    ["prompts_folder", site.folders.prompts],
    ["cdr_folder", site.folders.records],
    ["music_folder", site.folders.music],
  ];
  const lines = values.map(([name, value]) => {
    const text = String(value);
    if (!plainValue.test(text) || text.length > valueLengthMax) {
      throw new RangeError(
        `${name} has characters that FreeSWITCH's configuration cannot hold: ${JSON.stringify(text)}`,
      );
    }
    return `  <X-PRE-PROCESS cmd="set" data="${name}=${text}"/>`;
  });
  return `<!-- Written by Cordboard for one run of the switch; holds secrets. Do not edit, do not copy. -->\n<include>\n${lines.join("\n")}\n</include>\n`;
}

function doorValues(prefix: string, door: SipDoor): readonly (readonly [string, string | number])[] {
  return [
    [`${prefix}_sip_address`, door.address],
    [`${prefix}_sip_port`, door.port],
    [`${prefix}_media_address`, door.mediaAddress],
    [`${prefix}_public_sip_address`, door.publicSipAddress ?? door.address],
    [`${prefix}_public_media_address`, door.publicMediaAddress ?? door.mediaAddress],
    [`${prefix}_codecs`, door.codecs.join(",")],
  ];
}

function gatewaysXml(site: FreeswitchSite): string {
  const gateways = site.gateways.map((gateway) => {
    return [
      `  <gateway name="${gatewayName(gateway.name)}">`,
      // Without a registration the switch still wants the three words; nobody ever asks for them.
      param("username", gateway.registration?.username ?? "cordboard"),
      param("password", gateway.registration?.password ?? "none"),
      param("realm", gateway.proxy),
      param("proxy", gateway.proxy),
      param("register", gateway.registration === undefined ? "false" : "true"),
      param("caller-id-in-from", "true"),
      param("context", "cc-in"),
      ...(gateway.pingS === undefined ? [] : [param("ping", gateway.pingS)]),
      "  </gateway>",
    ].join("\n");
  });
  return `<include>\n${gateways.join("\n")}\n</include>\n`;
}

function param(name: string, value: string | number): string {
  return `    <param name="${name}" value="${escapeXml(refuseReference(String(value)))}"/>`;
}

function networksXml(networks: readonly string[]): string {
  const nodes = networks.map((network) => `  <node type="allow" cidr="${escapeXml(refuseReference(network))}"/>`);
  return `<include>\n${nodes.join("\n")}\n</include>\n`;
}

/** A `$${…}` in a generated value would be replaced by the preprocessor, for example by the ESL password. */
function refuseReference(text: string): string {
  if (text.includes("$${") || /[\r\n\0]/.test(text))
    throw new RangeError(`not a configuration value: ${JSON.stringify(text)}`);
  return text;
}

async function writeSecret(path: string, text: string): Promise<void> {
  await writeFile(path, text, { mode: 0o600 });
  // The mode above counts only for a new file.
  await chmod(path, 0o600);
}
