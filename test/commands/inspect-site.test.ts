import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { inspectPhones } from "#src/commands/inspect-site.ts";
import { readConfig } from "#src/config.ts";

const ours = {
  CORDBOARD_FREESWITCH_HOST: "10.0.0.1",
  CORDBOARD_FREESWITCH_PASSWORD: "not the shipped one",
};
const phones = {
  CORDBOARD_DIRECTORY_SECRET: "a secret of the directory",
  CORDBOARD_SIP_WEBSOCKET_URL: "wss://cc.example.org/ws",
};
const verdicts = (environment: Readonly<Record<string, string>>) =>
  inspectPhones(readConfig(environment, tmpdir())).map(({ check, verdict, howToMend }) => [
    check,
    verdict,
    howToMend === undefined,
  ]);

test("[FS93] settings with which phones can register are fine, those that keep them out have a remedy", () => {
  expect(verdicts({ ...ours, ...phones })).toEqual([
    ["phones.directory", "ok", true],
    ["phones.webSocket", "ok", true],
  ]);
  expect(verdicts(ours)).toEqual([
    ["phones.directory", "fault", false],
    ["phones.webSocket", "warning", false],
  ]);
});
