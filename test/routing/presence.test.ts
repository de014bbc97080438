import { expect, test } from "vitest";
import { agentId } from "#routing/ids.ts";
import { id } from "../simulation/site.ts";
import { given, type Scene } from "./given.ts";

const console_ = (scene: Scene, is: "connected" | "disconnected", name = "ann") =>
  scene.when({ kind: `console.${is}`, agent: scene.agent(name) });

test("[RT62] a console that comes signs its agent in, not ready; a second tab changes nothing", () => {
  const scene = given();
  expect(console_(scene, "connected")).toMatchInlineSnapshot(`
    "agent.consoleConnected agent=ann
    agent.presenceChanged agent=ann presence={kind=notReady reason=signedIn} by=system"
  `);
  expect(console_(scene, "connected")).toBe("");
  const stranger = agentId(id("0", 9));
  expect(scene.when({ kind: "console.connected", agent: stranger })).toBe("refused: unknownAgent");
  expect(scene.when({ kind: "console.disconnected", agent: stranger })).toBe("refused: unknownAgent");
  expect(scene.when({ kind: "agent.presenceRequested", agent: stranger, presence: { kind: "ready" } })).toBe(
    "refused: unknownAgent",
  );
});

test("[RT60] an idle agent changes at once; the same again changes nothing", () => {
  const scene = given();
  scene.signsIn("ann");
  expect(scene.presence("ann", "ready")).toBe("");
  expect(scene.presence("ann", "notReady", "break")).toMatchInlineSnapshot(
    `"agent.presenceChanged agent=ann presence={kind=notReady reason=break} by=agent"`,
  );
  expect(scene.presence("ann", "notReady", "lunch")).toMatchInlineSnapshot(
    `"agent.presenceChanged agent=ann presence={kind=notReady reason=lunch} by=agent"`,
  );
});

test("[RT63] a console that comes back within the grace has missed nothing", () => {
  const scene = given();
  scene.signsIn("ann");
  expect(console_(scene, "disconnected")).toMatchInlineSnapshot(`"agent.consoleLost agent=ann until=+15000"`);
  expect(console_(scene, "disconnected")).toBe("");
  expect(scene.passes(14_999)).toBe("");
  expect(console_(scene, "connected")).toMatchInlineSnapshot(`"agent.consoleConnected agent=ann"`);
  expect(scene.passes(3_600_000)).toBe("");
});

test("[RT63] after the grace not ready, a quarter of an hour later signed out", () => {
  const scene = given();
  scene.signsIn("ann");
  console_(scene, "disconnected");
  expect(scene.passes(15_000)).toMatchInlineSnapshot(
    `"agent.presenceChanged agent=ann presence={kind=notReady reason=connectionLost} by=system"`,
  );
  expect(scene.passes(899_999)).toBe("");
  expect(scene.passes(1)).toMatchInlineSnapshot(
    `"agent.presenceChanged agent=ann presence={kind=signedOut} by=system"`,
  );
  expect(console_(scene, "connected")).toMatchInlineSnapshot(`
    "agent.consoleConnected agent=ann
    agent.presenceChanged agent=ann presence={kind=notReady reason=signedIn} by=system"
  `);
});

test("[RT63] two losses: only the last one's grace counts", () => {
  const scene = given();
  scene.signsIn("ann");
  console_(scene, "disconnected");
  scene.passes(10_000);
  console_(scene, "connected");
  console_(scene, "disconnected");
  expect(scene.passes(14_999)).toBe("");
  expect(scene.passes(1)).toContain("connectionLost");
});

test("[RT63] a console lost in a call: the call goes on, she takes no other; back in time, nothing happened", () => {
  const scene = given();
  scene.signsIn("ann");
  scene.waits();
  scene.talks("caller1", "leg1");
  console_(scene, "disconnected");
  expect(scene.passes(15_000)).toMatchInlineSnapshot(
    `"agent.nextPresenceChosen agent=ann presence={kind=notReady reason=connectionLost}"`,
  );
  expect(scene.state.interactions.get(scene.call("call1"))?.stage.kind).toBe("talking");
  expect(console_(scene, "connected")).toMatchInlineSnapshot(`
    "agent.consoleConnected agent=ann
    agent.nextPresenceChosen agent=ann presence=-"
  `);
});

test("[RT63] who wants to be signed out after her call is signed out, console or not", () => {
  const scene = given();
  scene.signsIn("ann");
  scene.waits();
  scene.talks("caller1", "leg1");
  scene.presence("ann", "signedOut");
  console_(scene, "disconnected");
  expect(scene.passes(15_000)).toBe("");
  scene.hangsUp("caller1");
  scene.hangsUp("leg1");
  expect(scene.passes(20_000)).toContain("agent.presenceChanged agent=ann presence={kind=signedOut} by=agent");
});
