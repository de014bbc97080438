/**
 * All settings of the program, from the environment and an optional file. The only place that reads either.
 *
 * Every setting stands in one table with its name in the file, its environment variable and what it is for;
 * `docs/configuration.md` is printed from it.
 */

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { logLevels } from "./observe/log.ts";

interface Setting {
  readonly variable: string;
  /** One sentence for the person who sets it. */
  readonly what: string;
  readonly schema: z.ZodType;
  /** Shown as • wherever settings are printed. */
  readonly isSecret?: boolean;
}

const port = z.coerce.number().int().min(0).max(65_535);
const address = z.string().trim().min(1).max(255);
const folder = z.string().trim().min(1).max(1_000);
const webUrl = z.url({ protocol: /^https?$/ });
/** In the environment: separated by commas. */
const list = <Item extends z.ZodType>(item: Item) =>
  z.preprocess(
    (given) =>
      typeof given === "string"
        ? given
            .split(",")
            .map((part) => part.trim())
            .filter((part) => part !== "")
        : given,
    z.array(item).max(100),
  );
/** In the environment: 1 or 0. */
const yesOrNo = z.preprocess(
  (given) => (given === "1" || given === "true" ? true : given === "0" || given === "false" ? false : given),
  z.boolean("true or false, in the environment 1 or 0").optional(),
);
const timeZone = z.string().refine(isTimeZone, "an IANA time zone such as Europe/Madrid");

const settings = {
  "http.host": {
    variable: "CORDBOARD_HTTP_HOST",
    what: "The address to listen on; 0.0.0.0 for all.",
    schema: address.default("127.0.0.1"),
  },
  "http.port": {
    variable: "CORDBOARD_HTTP_PORT",
    what: "The port to listen on; 0 takes a free one.",
    schema: port.default(8080),
  },
  "http.publicUrl": {
    variable: "CORDBOARD_PUBLIC_URL",
    what: "The address that browsers use. With https, cookies are bound to TLS. Unset: whatever they ask for.",
    schema: webUrl.optional(),
  },
  "http.allowedOrigins": {
    variable: "CORDBOARD_ALLOWED_ORIGINS",
    what: "Further origins whose pages may use the API and the live socket, separated by commas.",
    schema: list(webUrl.transform((url) => new URL(url).origin)).default([]),
  },
  "http.trustedProxies": {
    variable: "CORDBOARD_TRUSTED_PROXIES",
    what: "Addresses or networks of reverse proxies whose X-Forwarded-For is believed, separated by commas.",
    schema: list(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])).default([]),
  },
  "http.metricsToken": {
    variable: "CORDBOARD_METRICS_TOKEN",
    what: "The bearer token for /metrics from other machines. Unset: only this machine may read it.",
    schema: z.string().min(16).max(200).optional(),
    isSecret: true,
  },
  dataFolder: {
    variable: "CORDBOARD_DATA",
    what: "Where the built-in database, the spool, recordings and seats are kept.",
    schema: folder.default(".cordboard"),
  },
  databaseUrl: {
    variable: "DATABASE_URL",
    what: "A PostgreSQL of your own. Unset: the built-in one, in the data folder.",
    schema: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    isSecret: true,
  },
  demo: {
    variable: "CORDBOARD_DEMO",
    what: "Whether a start without a switch fills an empty database with the demo. Unset: the built-in one, and no other.",
    schema: yesOrNo,
  },
  "freeswitch.host": {
    variable: "CORDBOARD_FREESWITCH_HOST",
    what: "The address of the switch's event socket. Unset: none, or the demo's simulated one.",
    schema: address.optional(),
  },
  "freeswitch.port": {
    variable: "CORDBOARD_FREESWITCH_PORT",
    what: "The port of the event socket.",
    schema: port.default(8021),
  },
  "freeswitch.password": {
    variable: "CORDBOARD_FREESWITCH_PASSWORD",
    what: "The password of the event socket. The switch's shipped one is refused.",
    schema: z
      .string()
      .min(8)
      .max(200)
      .refine((text) => text !== "ClueCon", "the shipped password is known to everybody")
      .optional(),
    isSecret: true,
  },
  "freeswitch.node": {
    variable: "CORDBOARD_FREESWITCH_NODE",
    what: "The name of this switch on screens and in records.",
    schema: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, "a-z, 0-9 and -")
      .default("fs1"),
  },
  "freeswitch.domain": {
    variable: "CORDBOARD_SIP_DOMAIN",
    what: "The SIP domain of the agents' phones.",
    schema: z
      .string()
      .regex(/^[A-Za-z0-9.-]{1,253}$/, "a host name")
      .default("cordboard.local"),
  },
  "freeswitch.webSocketUrl": {
    variable: "CORDBOARD_SIP_WEBSOCKET_URL",
    what: "Where the agents' browsers reach the switch for SIP, such as wss://phone.example.org:7443.",
    schema: z.url({ protocol: /^wss?$/ }).optional(),
  },
  "freeswitch.directoryUser": {
    variable: "CORDBOARD_DIRECTORY_USER",
    what: "The user that the switch names when it asks /fs/directory for a phone.",
    schema: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,60}$/)
      .default("freeswitch"),
  },
  "freeswitch.directorySecret": {
    variable: "CORDBOARD_DIRECTORY_SECRET",
    what: "The secret that the switch gives with it. Unset: /fs/directory does not exist and no phone can register.",
    schema: z.string().min(16).max(200).optional(),
    isSecret: true,
  },
  "freeswitch.promptsFolder": {
    variable: "CORDBOARD_PROMPTS",
    what: "The prompts' folder, as the switch sees it.",
    schema: folder.optional(),
  },
  "freeswitch.recordingsFolder": {
    variable: "CORDBOARD_RECORDINGS",
    what: "The recordings' folder, as the switch sees it; read here for playing voicemails. Unset: in the data folder.",
    schema: folder.optional(),
  },
  "freeswitch.iceServers": {
    variable: "CORDBOARD_ICE_SERVERS",
    what: "STUN and TURN servers for the agents' browsers, separated by commas.",
    schema: list(
      z.string().regex(/^(stun|stuns|turn|turns):[^\s,]{1,250}$/, "such as stun:stun.example.org:3478"),
    ).default([]),
  },
  timeZone: {
    variable: "CORDBOARD_TIME_ZONE",
    what: "The site's time zone: where the day of the boards begins.",
    schema: timeZone.default("UTC"),
  },
  "log.level": {
    variable: "CORDBOARD_LOG",
    what: `How much is logged: ${logLevels.join(", ")}.`,
    schema: z.enum(logLevels).default("info"),
  },
} as const satisfies Readonly<Record<string, Setting>>;

type Settings = typeof settings;
type Key = keyof Settings;
type Value<K extends Key> = z.output<Settings[K]["schema"]>;

/** Every setting by its name in the file; folders are absolute. */
export type Config = { readonly [K in Key]: Value<K> };

const FILE_VARIABLE = "CORDBOARD_CONFIG";
const FILE = "cordboard.json";

/** Wrong settings: all of them at once, each with where it stands and what is expected, and never with a secret's value. */
export class ConfigFault extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration is wrong:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
    this.name = "ConfigFault";
    this.problems = problems;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The environment wins over the file. Throws a `ConfigFault`. */
export function readConfig(environment: Environment, workingFolder: string): Config {
  const named = environment[FILE_VARIABLE];
  const file = readFile(resolve(workingFolder, named ?? FILE), named !== undefined);
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const key of Object.keys(file))
    if (!(key in settings)) problems.push(`${key}: there is no such setting${likely(key)}`);
  for (const [key, setting] of Object.entries<Setting>(settings)) {
    const fromEnvironment = environment[setting.variable];
    const isSet = fromEnvironment !== undefined && fromEnvironment !== "";
    const parsed = setting.schema.safeParse(isSet ? fromEnvironment : file[key]);
    if (parsed.success) values[key] = parsed.data;
    else for (const issue of parsed.error.issues) problems.push(`${isSet ? setting.variable : key}: ${issue.message}`);
  }
  const isPasswordWrong = problems.some((problem) => problem.startsWith("CORDBOARD_FREESWITCH_PASSWORD"));
  if (values["freeswitch.host"] !== undefined && values["freeswitch.password"] === undefined && !isPasswordWrong)
    problems.push("CORDBOARD_FREESWITCH_PASSWORD: needed when a switch is given");
  if (values["freeswitch.host"] !== undefined && values["demo"] === true)
    problems.push("CORDBOARD_DEMO: the demo has a simulated switch; unset it or CORDBOARD_FREESWITCH_HOST");
  if (problems.length > 0) throw new ConfigFault(problems);
  return absolute(values, workingFolder);
}

/** The table above said which type each value has; the loop filled in every key. */
function absolute(values: Record<string, unknown>, workingFolder: string): Config {
  const config = values as Config;
  const dataFolder = resolve(workingFolder, config.dataFolder);
  const recordings = config["freeswitch.recordingsFolder"];
  return {
    ...config,
    dataFolder,
    "freeswitch.recordingsFolder":
      recordings === undefined ? join(dataFolder, "recordings") : resolve(workingFolder, recordings),
  };
}

/** Nested or flat: `{ "http": { "port": 80 } }` and `{ "http.port": 80 }` say the same. */
function readFile(path: string, isNeeded: boolean): Readonly<Record<string, unknown>> {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (!isNeeded && error instanceof Error && "code" in error && error.code === "ENOENT") return {};
    throw new ConfigFault([`${path}: ${error instanceof Error ? error.message : String(error)}`]);
  }
  try {
    return flat(JSON.parse(text), "");
  } catch (error) {
    throw new ConfigFault([`${path}: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

function flat(value: unknown, prefix: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    if (prefix === "") throw new TypeError("the file must be one JSON object");
    return { [prefix]: value };
  }
  return Object.assign(
    {},
    ...Object.entries(value).map(([key, item]) => flat(item, prefix === "" ? key : `${prefix}.${key}`)),
  );
}

function likely(key: string): string {
  const last = key.split(".").at(-1)?.toLowerCase() ?? "";
  const near = Object.keys(settings).find((known) => known.toLowerCase().endsWith(last));
  return near === undefined ? "" : `, did you mean ${near}?`;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).format(0) !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** `docs/configuration.md`, whole. */
export function configurationPage(): string {
  const rows = Object.entries<Setting>(settings).map(([key, { variable, what, schema, isSecret }]) => {
    const preset: unknown = schema.safeParse(undefined).data;
    const isNone = preset === undefined || (Array.isArray(preset) && preset.length === 0);
    const shown = isNone ? "" : `\`${typeof preset === "string" ? preset : JSON.stringify(preset)}\``;
    return `| \`${key}\` | \`${variable}\` | ${shown} | ${what}${isSecret === true ? " Secret." : ""} |`;
  });
  return `# Configuration

Written by the program from its own table of settings; do not edit.

Settings come from environment variables, and from \`${FILE}\` in the working folder (or the file that \`${FILE_VARIABLE}\`
names). The environment wins. In the file, \`{ "http": { "port": 80 } }\` and \`{ "http.port": 80 }\` say the same. A wrong
or unknown setting stops the program with a list of all that is wrong.

| in the file | environment | preset | what for |
| --- | --- | --- | --- |
${rows.join("\n")}
`;
}
