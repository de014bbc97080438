/** Flows name queues, skills and schedules; what a live flow names can be neither deleted nor renamed under it. */

import type { Kysely } from "kysely";
import { checkFlow, type FlowProblemCode, type SiteNames } from "#ivr-flows/check.ts";
import { flowSchema, type Flow } from "#ivr-flows/schema.ts";
import type { Database } from "../store/schema.ts";
import type { PromptNames } from "./change.ts";
import { RefusedChange } from "./refusals.ts";

const NAMING: readonly FlowProblemCode[] = ["queueUnknown", "skillUnknown", "scheduleUnknown"];

/** What the site has, for `checkFlow`. */
export async function siteNames(db: Kysely<Database>, prompts: PromptNames): Promise<SiteNames> {
  const queues = await db.selectFrom("cc.queues").select("name").where("is_active", "=", true).execute();
  const skills = await db.selectFrom("cc.skills").select("name").execute();
  const schedules = await db.selectFrom("cc.schedules").select("name").execute();
  const names = (rows: readonly { readonly name: string }[]): readonly string[] => rows.map((row) => row.name);
  return { queues: names(queues), skills: names(skills), schedules: names(schedules), prompts };
}

/** Runs a change of names; refuses it when a live flow that knew its names before does not any more. */
export async function keepFlowNames<T>(db: Kysely<Database>, work: () => Promise<T>): Promise<T> {
  const flows = await liveFlows(db);
  const before = await unknownNames(db, flows);
  const answer = await work();
  const after = await unknownNames(db, flows);
  const broken = [...after].filter((each) => !before.has(each));
  if (broken.length > 0) throw new RefusedChange("inUse", `flows use it: ${broken.join("; ")}`);
  return answer;
}

async function liveFlows(db: Kysely<Database>): Promise<readonly Flow[]> {
  const rows = await db
    .selectFrom("cc.flows as f")
    .innerJoin("cc.flow_versions as v", (join) =>
      join.onRef("v.flow", "=", "f.name").onRef("v.version", "=", "f.live_version"),
    )
    .select("v.graph")
    .execute();
  return rows.flatMap(({ graph }) => {
    const parsed = flowSchema.safeParse(graph);
    return parsed.success ? [parsed.data] : [];
  });
}

async function unknownNames(db: Kysely<Database>, flows: readonly Flow[]): Promise<ReadonlySet<string>> {
  const names = await siteNames(db, {});
  return new Set(
    flows.flatMap((flow) =>
      checkFlow(flow, names)
        .filter((problem) => NAMING.includes(problem.code))
        .map((problem) => `${flow.id} (${Object.values(problem.params).join(", ")})`),
    ),
  );
}
