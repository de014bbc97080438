import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { judgeFlow } from "#src/commands/flow-check.ts";
import { promptNames } from "#src/media/prompt-names.ts";
import { ownFlows, ownPrompts } from "#src/own-folders.ts";

const hoursVoicemail = await readFile(join(ownFlows, "hours-voicemail.flow.json"), "utf8");
const prompts = await promptNames(ownPrompts);

test("[FLOW36] a good flow may be published, and what it wants of the site is listed once", () => {
  const { isPublishable, lines } = judgeFlow(hoursVoicemail, prompts);
  expect(isPublishable).toBe(true);
  expect(lines).toEqual([
    "12 nodes, may be published",
    'the site must have: schedule "Office hours", queue "Support", skill "support"',
  ]);
});

test("[FLOW36] what publishing would refuse is refused, with its place", () => {
  const unwired = hoursVoicemail.replace('"exits": {"next": "office-hours"}', '"exits": {"next": "nowhere"}');
  expect(judgeFlow(unwired, prompts)).toMatchObject({ isPublishable: false });
  expect(judgeFlow(unwired, prompts).lines).toContain(
    'error: targetMissing at node "answer" (exit "next", target "nowhere")',
  );
  expect(judgeFlow("{ broken", prompts)).toMatchObject({ isPublishable: false, lines: [/^error: syntax \(line 1/] });
});
