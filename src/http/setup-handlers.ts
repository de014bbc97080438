/** The routes of administration: each calls the setup function of the same name. Decides nothing. */

import type { DoctorCheck } from "#protocol/api/admin.ts";
import { changeAgent, createAgent, listAgents, listPeople } from "../setup/agents.ts";
import type { SetupParts } from "../setup/change.ts";
import { putDialSettings, readDialSettings } from "../setup/dial-settings.ts";
import { checkFlowText, listFlows, listFlowVersions, publishFlow, readFlow, rollBackFlow } from "../setup/flows.ts";
import { listDispositions, listReasons, putDisposition, putReason } from "../setup/lists.ts";
import { deleteNumber, listNumbers, putNumber } from "../setup/numbers.ts";
import { changeQueue, createQueue, deleteQueue, listQueues } from "../setup/queues.ts";
import { changeGroup, createGroup, deleteGroup, listGroups } from "../setup/groups.ts";
import {
  putRoutingRules,
  putRoutingSettings,
  readRoutingRules,
  readRoutingSettings,
} from "../setup/routing-settings.ts";
import { isSetupRefusal, type SetupRefusal } from "../setup/refusals.ts";
import { changeSchedule, createSchedule, deleteSchedule, listSchedules } from "../setup/schedules.ts";
import { putCapacity, readCapacity } from "../setup/site-capacity.ts";
import { changeSkill, createSkill, deleteSkill, listSkills } from "../setup/skills.ts";
import { Refused } from "./refused.ts";
import type { Handlers } from "./routes.ts";

type SetupHandlers = Pick<
  Handlers,
  | "listAgents"
  | "listPeople"
  | "createAgent"
  | "changeAgent"
  | "listSkills"
  | "createSkill"
  | "changeSkill"
  | "deleteSkill"
  | "listQueues"
  | "createQueue"
  | "changeQueue"
  | "deleteQueue"
  | "listGroups"
  | "createGroup"
  | "changeGroup"
  | "deleteGroup"
  | "readRoutingSettings"
  | "putRoutingSettings"
  | "readRoutingRules"
  | "putRoutingRules"
  | "listNumbers"
  | "putNumber"
  | "deleteNumber"
  | "listFlows"
  | "readFlow"
  | "publishFlow"
  | "checkFlow"
  | "listFlowVersions"
  | "rollBackFlow"
  | "listSchedules"
  | "createSchedule"
  | "changeSchedule"
  | "deleteSchedule"
  | "listDispositions"
  | "putDisposition"
  | "listReasons"
  | "putReason"
  | "readCapacity"
  | "putCapacity"
  | "readDialSettings"
  | "putDialSettings"
  | "runDoctor"
>;

export interface SetupHandlerParts extends SetupParts {
  readonly doctor: () => Promise<DoctorCheck[]>;
  /**
   * A person's name, roles, standing or password changed: her sessions are read anew, or ended. A password that an admin
   * sets ends them as one's own change does; whoever got hold of a session is out.
   */
  readonly onPersonChange: (user: string, staysSignedIn: boolean) => Promise<void>;
}

export function setupHandlers(parts: SetupHandlerParts): SetupHandlers {
  const { db } = parts;
  return {
    listAgents: () => listAgents(db),
    listPeople: () => listPeople(db),
    createAgent: async ({ body }) => answered(await createAgent(parts, body)),
    async changeAgent({ params, body }) {
      const changed = await changeAgent(parts, params.id, body);
      if (!isSetupRefusal(changed)) {
        await parts.onPersonChange(changed.id, changed.isActive && body.password === undefined);
      }
      return answered(changed);
    },

    listSkills: () => listSkills(db),
    createSkill: async ({ body }) => answered(await createSkill(parts, body)),
    changeSkill: async ({ params, body }) => answered(await changeSkill(parts, params.id, body)),
    deleteSkill: async ({ params }) => answered(await deleteSkill(parts, params.id)),

    listQueues: () => listQueues(db),
    createQueue: async ({ body }) => answered(await createQueue(parts, body)),
    changeQueue: async ({ params, body }) => answered(await changeQueue(parts, params.id, body)),
    deleteQueue: async ({ params }) => answered(await deleteQueue(parts, params.id)),

    listGroups: () => listGroups(db),
    createGroup: async ({ body }) => answered(await createGroup(parts, body)),
    changeGroup: async ({ params, body }) => answered(await changeGroup(parts, params.id, body)),
    deleteGroup: async ({ params }) => answered(await deleteGroup(parts, params.id)),
    readRoutingSettings: () => readRoutingSettings(db),
    putRoutingSettings: async ({ body }) => answered(await putRoutingSettings(parts, body)),
    readRoutingRules: () => readRoutingRules(db),
    putRoutingRules: async ({ body }) => answered(await putRoutingRules(parts, body)),

    listNumbers: () => listNumbers(db),
    putNumber: async ({ body }) => answered(await putNumber(parts, body)),
    deleteNumber: async ({ params }) => answered(await deleteNumber(parts, params.dialled)),

    listFlows: () => listFlows(db),
    readFlow: async ({ params }) => (await readFlow(db, params.name, parts.prompts())) ?? new Refused("notFound"),
    publishFlow: async ({ body, session }) => answered(await publishFlow(parts, body, session.user.id)),
    checkFlow: ({ body }) => checkFlowText(db, body.text, parts.prompts()),
    listFlowVersions: ({ params }) => listFlowVersions(db, params.name),
    rollBackFlow: async ({ params, body }) => answered(await rollBackFlow(parts, params.name, body.version)),

    listSchedules: () => listSchedules(db),
    createSchedule: async ({ body }) => answered(await createSchedule(parts, body)),
    changeSchedule: async ({ params, body }) => answered(await changeSchedule(parts, params.id, body)),
    deleteSchedule: async ({ params }) => answered(await deleteSchedule(parts, params.id)),

    listDispositions: () => listDispositions(db),
    putDisposition: async ({ body }) => answered(await putDisposition(parts, body)),
    listReasons: () => listReasons(db),
    putReason: async ({ body }) => answered(await putReason(parts, body)),

    readCapacity: () => readCapacity(db),
    putCapacity: async ({ body, session }) => answered(await putCapacity(parts, body, session.user.id)),
    readDialSettings: () => readDialSettings(db),
    putDialSettings: async ({ body, session }) => answered(await putDialSettings(parts, body, session.user.id)),
    runDoctor: () => parts.doctor(),
  };
}

/** The codes of setup's refusals are the edge's own, but for the name of a clash. */
function answered<T>(answer: T | SetupRefusal): T | Refused {
  if (!isSetupRefusal(answer)) return answer;
  return new Refused(answer.refused, {
    ...(answer.detail === undefined ? {} : { detail: answer.detail }),
    ...(answer.fields.length === 0 ? {} : { fields: answer.fields }),
  });
}
