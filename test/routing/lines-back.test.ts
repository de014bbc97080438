/** A switch that comes back brings all its lines at once: who goes first among them goes first. */

import { expect, test } from "vitest";
import { skills } from "../simulation/site.ts";
import { given, site } from "./given.ts";

test("[RT43] the link is back: nobody loses the only agent for him to somebody of less priority whom another could take", () => {
  const able = { skills: [skills.sales, skills.support].map((skill) => ({ skill, proficiency: 3 as const })) };
  const beginner = { skills: [{ skill: skills.sales, proficiency: 3 as const }], wrapUpMs: 0 };
  const config = site({ agents: [able, beginner], queue: { leaveWhenNobodySignedIn: false } });
  const queues = config.queues.map((each) => (each.name === "Support" ? { ...each, priority: 20 } : each));
  const scene = given({ ...config, queues });
  scene.signsIn("bea");
  scene.waits();
  scene.talks("caller1", "leg1");
  scene.waits("900100");
  scene.passes(1_000);
  scene.waits("900200");
  scene.linkLost();
  // ann is free and idle for longer than bea, whose customer is gone when the switch can be seen again.
  scene.signsIn("ann");
  scene.passes(5_000);
  const told = scene.resynced({ caller2: {}, caller3: {} });
  expect(told).toContain("interaction=call3 agent=ann");
  expect(told).toContain("interaction=call2 agent=bea");
});
