/** What nobody should send: hostile callers, broken flows, a wrong password. A clear word, and nothing else suffers. */

import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { expect } from "vitest";
import { z } from "zod";
import { problem } from "#protocol/errors.ts";
import { openBoard, signIn } from "../support/agent.ts";
import { closedCalls, expectWholeJournal, recordedCalls, report } from "../support/records.ts";
import { directNumber, menuFlow, menuNumber, unknownNumber } from "../support/site.ts";
import { until } from "../support/until.ts";
import type { World } from "../support/world.ts";

/** Would be made by a switch that carries out what a caller is called. */
const trap = "/tmp/cordboard-end-to-end-trap";
const nameLengthMax = 200;
const names = [
  `Anne "Nan" O'Hara, junior`,
  "a,b;c|d=e^^:f",
  `\${system(touch ${trap})}`,
  `\${uuid_kill(\${uuid})}`,
  `{origination_uuid=1}[leg=2]<3>&park()`,
  `\`touch ${trap}\`; touch ${trap} && $(touch ${trap})`,
  "<script>alert(document.cookie)</script>",
  `'; drop table cc.interactions; --`,
  "😀 王伟 Ωmega ñandú \u202Egnp.exe",
  "%0A%0Aexit%00\\n\\r\\x00",
  "x".repeat(1_000),
] as const;

export async function hostileCallers(world: World): Promise<void> {
  await rm(trap, { force: true });
  await world.service.start();
  await using emma = await world.agent("emma");
  await using lucia = await world.agent("lucia");
  await emma.ready();
  await using innocent = await world.caller({ from: "12025576001", to: directNumber });
  await emma.desk("talks", ({ call }) => call?.stage === "talking");
  await using waiting = await world.caller({ from: "12025576002", to: directNumber });
  await until("the second innocent waits", () => waiting.hears() === "music");

  await using lost = await world.caller({ from: "12025576003", to: unknownNumber });
  await until("an unknown number has its record", async () =>
    (await recordedCalls(world)).some(({ from, endReason }) => from === lost.label && endReason === "unknownNumber"),
  );
  await until("and its caller is let go", () => !lost.isUp());

  // The first in line is an innocent one; the agent takes him, then each of the hostile ones.
  await lucia.ready();
  await lucia.desk("the innocent first", ({ call }) => call?.stage === "talking" && call.number === waiting.label);
  waiting.hangUp();
  await lucia.endWrapUp();
  const shown: (string | undefined)[] = [];
  for (const [at, name] of names.entries()) {
    await using caller = await world.caller({
      from: `120255770${String(at).padStart(2, "0")}`,
      name,
      to: directNumber,
    });
    const { call } = await lucia.desk(`talks to ${name}`, (desk) => desk.call?.stage === "talking");
    shown.push(call?.callerName);
    await until("they hear each other", () => caller.hears() === "voice of lucia");
    caller.hangUp();
    await lucia.endWrapUp();
  }
  expect(innocent.hears(), "who talked talks on").toBe("voice of emma");
  innocent.hangUp();
  await emma.endWrapUp();

  const calls = await closedCalls(world, names.length + 3);
  const recorded = names.map((_, at) => calls.find(({ from }) => from === `120255770${String(at).padStart(2, "0")}`));
  expect(recorded.map((call) => call?.endReason)).toEqual(names.map(() => "completed"));
  const wanted = names.map((name) => toldBy(world, name).slice(0, nameLengthMax));
  expect(recorded.map((call) => call?.fromName)).toEqual(wanted);
  expect(shown.map((name) => name?.slice(0, nameLengthMax))).toEqual(wanted);
  expect(existsSync(trap), "something was carried out").toBe(false);
  await expectWholeJournal(world);
  report(
    world,
    "E2E13",
    `${names.length} hostile names shown and recorded as they are (cut at ${nameLengthMax}), none carried out, an unknown number refused, the others undisturbed`,
  );
}

/** FreeSWITCH decodes percent signs up to a NUL and takes the dollar from what it might expand. */
function toldBy({ kind }: World, name: string): string {
  if (kind === "simulated") return name;
  return name.startsWith("%0A%0Aexit%00") ? "exit" : name.replaceAll("${", "%{");
}

const flowAnswer = z.object({ version: z.int() });

/** [E2E14] A flow with a dead end is refused with its problems; the one that is live goes on. */
export async function brokenFlow(world: World): Promise<void> {
  await world.service.start();
  const cookie = await signIn(world.service, "admin");
  const publish = async (text: string): Promise<Response> =>
    await fetch(`${world.service.url}/api/flows`, {
      method: "POST",
      headers: { cookie, origin: world.service.url, "content-type": "application/json" },
      body: JSON.stringify({ text }),
    });
  const { bye: _bye, ...deadEnd } = menuFlow.nodes;
  const refusals: string[] = [];
  for (const text of [
    JSON.stringify({ ...menuFlow, nodes: deadEnd }),
    "{ not json",
    JSON.stringify({ ...menuFlow, entry: "nowhere" }),
  ]) {
    const answer = await publish(text);
    expect(answer.status).toBe(422);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    const { code, fields } = problem.parse(await answer.json());
    expect(code).toBe("invalid");
    expect(fields?.length).toBeGreaterThan(0);
    refusals.push(`${fields?.[0]?.path}: ${fields?.[0]?.message}`);
  }
  await using caller = await world.caller({ from: "12025578001", to: menuNumber });
  await until("the live flow goes on", () => caller.isUp());
  caller.hangUp();
  await closedCalls(world, 1);
  const whole = await publish(JSON.stringify(menuFlow));
  expect(whole.status).toBe(201);
  expect(flowAnswer.parse(await whole.json()).version).toBe(2);
  report(world, "E2E14", `three broken flows refused with 422 (${refusals.join("; ")}), the live one unharmed`);
}

/** [E2E15] The event socket's password is wrong: said everywhere in words, tried again slowly, and HTTP serves. `world` has it wrong. */
export async function wrongPassword(world: World): Promise<void> {
  await world.service.start("answers");
  expect(await world.service.health()).toBe("degraded");
  await using board = await openBoard(world.service);
  const { nodes } = await board.view("the fault in words", (view) =>
    Object.values(view.nodes).some(({ fault }) => fault?.includes("password") === true),
  );
  const cookie = await signIn(world.service, "admin");
  const doctor = await fetch(`${world.service.url}/api/doctor`, { headers: { cookie } });
  const checks = await doctor.text();
  expect(checks).toMatch(/"verdict":"fault"[^}]*password/);
  await until("the log says it", () => /password/.test(world.service.said()), 5_000);
  const lines = world.service
    .said()
    .split("\n")
    .filter((line) => line.includes("password"));
  expect(lines.length, "lines in the log about it").toBeLessThanOrEqual(3);
  report(
    world,
    "E2E15",
    `board: ${Object.values(nodes)[0]?.fault} log: ${lines.length} line(s); health degraded, HTTP serves`,
  );
}
