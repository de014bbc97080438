/** Capacity as an admin sets it up: the site's profile, and an agent's own. */

import { expect, test } from "vitest";
import { agentInput } from "#protocol/api/people.ts";
import { capacityProfile } from "#protocol/api/capacity.ts";
import { PLAIN_CAPACITY } from "#routing/work/capacity.ts";
import { changeAgent, createAgent, listAgents } from "#src/setup/agents.ts";
import { putCapacity, readCapacity } from "#src/setup/site-capacity.ts";
import { good, site } from "./site.ts";

const ada = (more: object = {}) =>
  agentInput.parse({ login: "ada", name: "Ada", password: "correct horse", roles: ["admin", "agent"], ...more });

test("[SET24] the site's profile begins as shipped, and what an admin changes reaches routing at once", async () => {
  const parts = await site();
  const shipped = await readCapacity(parts.db);
  expect(shipped).toEqual(PLAIN_CAPACITY);
  const wider = { ...shipped, chat: 5, total: 6, interruptible: [], duringVoice: 2 };
  expect(good(await putCapacity(parts, wider, undefined))).toEqual(wider);
  expect(await readCapacity(parts.db)).toEqual(wider);
  expect(parts.adopted.at(-1)?.capacity).toEqual(wider);
  for (const wrong of [{ mail: -1 }, { chat: 51 }, { voice: 2 }, { interruptible: ["voice"] }, { total: 1.5 }]) {
    expect(capacityProfile.safeParse({ ...shipped, ...wrong }).success).toBe(false);
  }
});

test("[SET24] an agent has the site's profile, or her own until it is taken away again; other changes leave it", async () => {
  const parts = await site();
  const shipped = await readCapacity(parts.db);
  const made = good(await createAgent(parts, ada()));
  expect(made.capacity).toBeUndefined();
  expect(parts.adopted.at(-1)?.agents[0]?.capacity).toBeUndefined();
  const own = { ...shipped, voice: 0 as const, mail: 8, total: 9 };
  const changed = good(await changeAgent(parts, made.id, { version: made.version, capacity: own }));
  expect(changed.capacity).toEqual(own);
  expect(parts.adopted.at(-1)?.agents[0]?.capacity).toEqual(own);
  const renamed = good(await changeAgent(parts, made.id, { version: changed.version, name: "Ada L." }));
  expect(renamed.capacity).toEqual(own);
  good(await putCapacity(parts, { ...shipped, mail: 2 }, undefined));
  expect((await listAgents(parts.db))[0]?.capacity).toEqual(own);
  const plain = good(await changeAgent(parts, made.id, { version: renamed.version, capacity: null }));
  expect(plain.capacity).toBeUndefined();
  expect(parts.adopted.at(-1)?.agents[0]?.capacity).toBeUndefined();
  const second = good(await createAgent(parts, ada({ login: "bea", capacity: own })));
  expect(second.capacity).toEqual(own);
});
