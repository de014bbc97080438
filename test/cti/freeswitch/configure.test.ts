/** The run folder of a switch: what is written, who may read it, and what is refused. */

import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { expect, test } from "vitest";

import { writeFreeswitchRun } from "#cti/freeswitch/configure.ts";
import type { FreeswitchSite } from "#cti/freeswitch/configure.ts";

const configuration = resolve(import.meta.dirname, "../../../freeswitch-conf");

function siteIn(folder: string): FreeswitchSite {
  const door = {
    address: "127.0.0.1",
    port: 5060,
    mediaAddress: "192.0.2.7",
    publicSipAddress: undefined,
    publicMediaAddress: "198.51.100.1",
    codecs: ["PCMU"],
  };
  return {
    nodeName: "switch-1",
    esl: { address: "127.0.0.1", port: 8021, allowedNetworks: ["127.0.0.1/32"] },
    agents: { ...door, domain: "cc.local", wsAddress: "127.0.0.1", wsPort: 5066 },
    trunk: { ...door, port: 5080, carrierNetworks: ["203.0.113.0/24"] },
    gateways: [
      { name: "carrier", proxy: "sip.example.com", registration: { username: "u", password: 'p"<&>' }, pingS: 25 },
    ],
    rtp: { firstPort: 20_000, lastPort: 20_100 },
    directory: { url: "http://127.0.0.1:8080/fs/directory", user: "switch", secret: undefined },
    folders: {
      recordings: join(folder, "rec"),
      prompts: join(folder, "prompts"),
      records: join(folder, "cdr"),
      music: join(folder, "music"),
    },
    limits: { sessions: 1_000, sessionsPerSecond: 60 },
    mediaTimeoutMs: 60_000,
    heartbeatS: 5,
    logLevel: "warning",
  };
}

async function temporary(): Promise<{ readonly folder: string } & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), "cordboard-configure-"));
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

test("[FS1] a run has random secrets, new each time, in files that only their owner can read", async () => {
  await using place = await temporary();
  const one = await writeFreeswitchRun(configuration, place.folder, siteIn(place.folder));
  const two = await writeFreeswitchRun(configuration, place.folder, siteIn(place.folder));
  expect(one.eslPassword).toMatch(/^[0-9a-f]{64}$/);
  expect(new Set([one.eslPassword, two.eslPassword, one.directorySecret, two.directorySecret]).size).toBe(4);
  for (const file of ["vars.xml", "generated/gateways.xml", "generated/acl-esl.xml", "generated/acl-trunks.xml"]) {
    const { mode } = await stat(join(place.folder, "conf", file));
    expect(mode & 0o777, file).toBe(0o600);
  }
  const vars = await readFile(join(place.folder, "conf/vars.xml"), "utf8");
  expect(vars).toContain(`data="esl_password=${two.eslPassword}"`);
  expect(vars).not.toMatch(/ClueCon|1234/);
});

test("[FS2] shell commands, API expansion and expanded arguments are off for the whole switch", async () => {
  await using place = await temporary();
  await writeFreeswitchRun(configuration, place.folder, siteIn(place.folder));
  const vars = await readFile(join(place.folder, "conf/vars.xml"), "utf8");
  for (const line of [
    "disable_system_app_commands=true",
    "disable_system_api_commands=true",
    "app_disable_expand_variables=true",
  ])
    expect(vars).toContain(`data="${line}"`);
  expect(await readFile(join(configuration, "autoload_configs/switch.conf.xml"), "utf8")).toContain(
    'name="api-expansion" value="false"',
  );
  const modules = await readFile(join(configuration, "autoload_configs/modules.conf.xml"), "utf8");
  expect(modules).not.toMatch(
    /<load module="mod_(?:lua|python|v8|shell_stream|xml_rpc|verto|httapi|sms|voicemail|callcenter)"/,
  );
});

test("[FS3] public addresses are told to the far end, private ones are kept where none is given", async () => {
  await using place = await temporary();
  await writeFreeswitchRun(configuration, place.folder, siteIn(place.folder));
  const vars = await readFile(join(place.folder, "conf/vars.xml"), "utf8");
  expect(vars).toContain('data="agents_public_media_address=198.51.100.1"');
  expect(vars).toContain('data="agents_public_sip_address=127.0.0.1"');
});

test("[FS4] a gateway's password may have any character that XML can carry", async () => {
  await using place = await temporary();
  await writeFreeswitchRun(configuration, place.folder, siteIn(place.folder));
  const gateways = await readFile(join(place.folder, "conf/generated/gateways.xml"), "utf8");
  expect(gateways).toContain('<param name="password" value="p&#34;&#60;&#38;&#62;"/>');
  expect(gateways).toContain('<param name="ping" value="25"/>');
});

test.each([
  [
    "a quote in a folder",
    (site: FreeswitchSite) => ({ ...site, folders: { ...site.folders, music: `${site.folders.music}"/>` } }),
  ],
  ["a reference to a secret in a name", (site: FreeswitchSite) => ({ ...site, nodeName: "$${esl_password}" })],
  [
    "a reference to a secret in a gateway",
    (site: FreeswitchSite) => ({
      ...site,
      gateways: [{ name: "carrier", proxy: "$${esl_password}", registration: undefined, pingS: undefined }],
    }),
  ],
  [
    "a line break in a network",
    (site: FreeswitchSite) => ({ ...site, trunk: { ...site.trunk, carrierNetworks: ["127.0.0.1/32\n"] } }),
  ],
])("[FS5] %s is refused", async (_, spoil) => {
  await using place = await temporary();
  await expect(writeFreeswitchRun(configuration, place.folder, spoil(siteIn(place.folder)))).rejects.toThrow(
    RangeError,
  );
});
