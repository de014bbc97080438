/** Fills an empty database with the queues and agents of the comparison, by the functions behind the admin's screens. */

import { resolve } from "node:path";
import { queueInput } from "#protocol/api/admin.ts";
import { agentInput } from "#protocol/api/people.ts";
import { promptNames } from "#src/media/prompt-names.ts";
import { hashPassword } from "#src/platform/passwords.ts";
import { createAgent } from "#src/setup/agents.ts";
import { publishFlow } from "#src/setup/flows.ts";
import { putReason } from "#src/setup/lists.ts";
import { putNumber } from "#src/setup/numbers.ts";
import { createQueue } from "#src/setup/queues.ts";
import { isSetupRefusal, type SetupRefusal } from "#src/setup/refusals.ts";
import { createSkill } from "#src/setup/skills.ts";
import type { Store } from "#src/store/open-pool.ts";
import { agentsOf, type BenchPlan } from "./plan.ts";

/** Everybody's. */
export const consolePassword = "password-for-the-comparison";
/** Why the agents of the crowded queue take no calls. */
export const breakReason = "break";

/** The database is migrated and empty. */
export async function fillOurSite({ db }: Pick<Store, "db">, plan: BenchPlan, node: string): Promise<void> {
  const prompts = await promptNames(resolve("prompts"));
  // One hash for all: nothing here is about how long a password takes.
  const hash = await hashPassword(consolePassword);
  const setup = {
    db,
    now: () => Date.now(),
    hashPassword: () => Promise.resolve(hash),
    prompts: () => prompts,
    nodes: [node],
    onChange: () => undefined,
  };
  const label = { en: "Break", zh: "休息", es: "Descanso" };
  granted(await putReason(setup, { code: breakReason, label, position: 1, isPaid: true, isActive: true }));
  for (const queue of plan.queues) {
    const { name, dialled, wrapUpMs } = queue;
    const skill = granted(await createSkill(setup, { name }));
    const skills = [{ skill: skill.id, proficiency: 3 as const }];
    granted(await createQueue(setup, queueInput.parse({ name, requirement: skills, wrapUpMs })));
    for (const login of agentsOf(queue)) {
      const person = { login, name: login, password: consolePassword, roles: ["agent"], skills, wrapUpMs };
      granted(await createAgent(setup, agentInput.parse(person)));
    }
    const flow = {
      formatVersion: 1,
      type: "voice",
      id: `to-${name}`,
      name: `To ${name}`,
      entry: "answer",
      languages: ["en"],
      nodes: {
        answer: { type: "answer", config: {}, exits: { next: "queue" } },
        queue: {
          type: "enqueue",
          config: { queue: name },
          exits: { overflow: "bye", nobodySignedIn: "bye", full: "bye" },
        },
        bye: { type: "hangUp", config: {}, exits: {} },
      },
    };
    granted(await publishFlow(setup, { text: JSON.stringify(flow) }, undefined));
    granted(await putNumber(setup, { dialled, label: name, flow: flow.id }));
  }
}

function granted<T>(answer: T | SetupRefusal): T {
  if (isSetupRefusal(answer)) throw new Error(`the site cannot be set up: ${JSON.stringify(answer)}`);
  return answer;
}
