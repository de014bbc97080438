import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ConfigFault, configurationPage, readConfig } from "#src/config.ts";

async function folderWith(file: unknown) {
  const path = await mkdtemp(join(tmpdir(), "config-"));
  if (file !== undefined)
    await writeFile(join(path, "cordboard.json"), typeof file === "string" ? file : JSON.stringify(file));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

function problemsOf(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigFault) return error.problems;
    throw error;
  }
  return [];
}

test("[HT40] without any setting it starts: this machine, port 8080, the simulated switch, the built-in database", async () => {
  await using folder = await folderWith(undefined);
  const config = readConfig({}, folder.path);
  expect(config).toMatchObject({
    "http.host": "127.0.0.1",
    "http.port": 8080,
    dataFolder: join(folder.path, ".cordboard"),
    "freeswitch.recordingsFolder": join(folder.path, ".cordboard", "recordings"),
    timeZone: "UTC",
  });
  expect(config["freeswitch.host"]).toBeUndefined();
  expect(config.databaseUrl).toBeUndefined();
});

test("[HT41] the file in either form, and the environment before the file", async () => {
  await using folder = await folderWith({
    http: { port: 9000, allowedOrigins: ["https://a.example/x"] },
    "log.level": "debug",
    timeZone: "Asia/Shanghai",
  });
  const environment = {
    CORDBOARD_HTTP_PORT: "9001",
    CORDBOARD_ICE_SERVERS: "stun:one:3478, turn:two",
    CORDBOARD_LOG: "",
  };
  expect(readConfig(environment, folder.path)).toMatchObject({
    "http.port": 9001,
    "http.allowedOrigins": ["https://a.example"],
    "log.level": "debug",
    timeZone: "Asia/Shanghai",
    "freeswitch.iceServers": ["stun:one:3478", "turn:two"],
  });
});

test("[HT42] all that is wrong at once, each with its place, never with a secret", async () => {
  await using folder = await folderWith({ "http.prot": 80, "log.level": "loud" });
  const environment = {
    CORDBOARD_HTTP_PORT: "70000",
    CORDBOARD_TIME_ZONE: "Mars/Olympus",
    CORDBOARD_FREESWITCH_HOST: "10.0.0.1",
    CORDBOARD_FREESWITCH_PASSWORD: "ClueCon",
    CORDBOARD_METRICS_TOKEN: "hunter2",
    DATABASE_URL: "mysql://root:hunter2@db/x",
  };
  const problems = problemsOf(() => readConfig(environment, folder.path));
  expect(problems.map((problem) => problem.split(":")[0] ?? "").toSorted((a, b) => a.localeCompare(b))).toEqual([
    "CORDBOARD_FREESWITCH_PASSWORD",
    "CORDBOARD_FREESWITCH_PASSWORD",
    "CORDBOARD_HTTP_PORT",
    "CORDBOARD_METRICS_TOKEN",
    "CORDBOARD_TIME_ZONE",
    "DATABASE_URL",
    "http.prot",
    "log.level",
  ]);
  expect(problems.join("\n")).not.toContain("hunter2");
  expect(problems.join("\n")).not.toContain("ClueCon");
});

test("[HT42] a switch without a password, a file that is not there, a file that is not JSON", async () => {
  await using folder = await folderWith("{ http");
  expect(problemsOf(() => readConfig({}, folder.path))).toMatchObject([/cordboard\.json: .*JSON/]);
  await using empty = await folderWith(undefined);
  expect(problemsOf(() => readConfig({ CORDBOARD_CONFIG: "site.json" }, empty.path))).toMatchObject([
    /site\.json: ENOENT/,
  ]);
  const demoWithSwitch = {
    CORDBOARD_DEMO: "1",
    CORDBOARD_FREESWITCH_HOST: "10.0.0.1",
    CORDBOARD_FREESWITCH_PASSWORD: "not the shipped one",
  };
  expect(problemsOf(() => readConfig(demoWithSwitch, empty.path))).toMatchObject([/^CORDBOARD_DEMO: /]);
  expect(problemsOf(() => readConfig({ CORDBOARD_DEMO: "perhaps" }, empty.path))).toMatchObject([/^CORDBOARD_DEMO: /]);
  expect(readConfig({ CORDBOARD_DEMO: "0" }, empty.path).demo).toBe(false);
  expect(problemsOf(() => readConfig({ CORDBOARD_FREESWITCH_HOST: "10.0.0.1" }, empty.path))).toEqual([
    "CORDBOARD_FREESWITCH_PASSWORD: needed when a switch is given",
  ]);
});

test("[HT43] docs/configuration.md is what the table prints (UPDATE_DOCS=1 writes it)", async () => {
  const path = new URL("../docs/configuration.md", import.meta.url);
  if (process.env["UPDATE_DOCS"] === "1") await writeFile(path, configurationPage());
  expect(await readFile(path, "utf8")).toBe(configurationPage());
});
