/** Flows: versions that never change, one of them live. A call stays on the version that it began with. */

import type { Kysely } from "kysely";
import type { z } from "zod";
import type { flowDocument, flowProblem, flowRow } from "#protocol/api/flow-files.ts";
import { checkFlow as problemsOf, parseFlow, type FlowProblem } from "#ivr-flows/check.ts";
import { instant } from "../store/instant-column.ts";
import { json } from "../store/json-column.ts";
import type { Database } from "../store/schema.ts";
import { change, type Answer, type PromptNames, type SetupParts } from "./change.ts";
import { siteNames } from "./flow-names.ts";
import { RefusedChange } from "./refusals.ts";

export type FlowRow = z.output<typeof flowRow>;
export type FlowDocument = z.output<typeof flowDocument>;
export type FlowProblemView = z.output<typeof flowProblem>;

/** Every flow with its live version. */
export async function listFlows(db: Kysely<Database>): Promise<FlowRow[]> {
  const rows = await versions(db).whereRef("f.live_version", "=", "v.version").orderBy("v.flow").execute();
  return rows.map(flowRowOf);
}

/** Newest first; empty when there is no such flow. */
export async function listFlowVersions(db: Kysely<Database>, name: string): Promise<FlowRow[]> {
  const rows = await versions(db).where("v.flow", "=", name).orderBy("v.version", "desc").execute();
  return rows.map(flowRowOf);
}

/** The live version with its problems as of now; undefined when there is none. */
export async function readFlow(
  db: Kysely<Database>,
  name: string,
  prompts: PromptNames,
): Promise<FlowDocument | undefined> {
  const row = await db
    .selectFrom("cc.flow_versions as v")
    .innerJoin("cc.flows as f", (join) => join.onRef("f.name", "=", "v.flow").onRef("f.live_version", "=", "v.version"))
    .select(["v.version", "v.text", "v.graph"])
    .where("v.flow", "=", name)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const text = row.text ?? JSON.stringify(row.graph, undefined, 2);
  return { name, version: row.version, text, problems: await checkFlowText(db, text, prompts) };
}

/** What is wrong with a flow file, without publishing it. */
export async function checkFlowText(
  db: Kysely<Database>,
  text: string,
  prompts: PromptNames,
): Promise<FlowProblemView[]> {
  const parsed = parseFlow(text);
  const problems = "problems" in parsed ? parsed.problems : problemsOf(parsed.flow, await siteNames(db, prompts));
  return problems.map(problemView);
}

/** A new version, live at once. Refused (`invalid`, the problems as fields) when the file has errors. */
export async function publishFlow(
  parts: SetupParts,
  input: { readonly text: string; readonly note?: string | undefined },
  author: string | undefined,
): Answer<FlowDocument> {
  return await change(parts, async (trx) => {
    const problems = await checkFlowText(trx, input.text, parts.prompts());
    const parsed = parseFlow(input.text);
    const errors = problems.filter((problem) => problem.severity === "error");
    if ("problems" in parsed || errors.length > 0) {
      const fields = errors.map((each) => ({ path: each.node ?? "", message: `${each.code} ${each.detail}`.trim() }));
      throw new RefusedChange("invalid", "the flow has errors", fields);
    }
    const { flow } = parsed;
    await trx
      .insertInto("cc.flows")
      .values({ name: flow.id })
      .onConflict((conflict) => conflict.column("name").doNothing())
      .execute();
    const last = await trx
      .selectFrom("cc.flow_versions")
      .select((select) => select.fn.max("version").as("version"))
      .where("flow", "=", flow.id)
      .executeTakeFirst();
    const version = (last?.version ?? 0) + 1;
    await trx
      .insertInto("cc.flow_versions")
      .values({
        flow: flow.id,
        version,
        graph: json<unknown>(flow),
        text: input.text,
        note: input.note ?? null,
        created_by: author ?? null,
        created_at: instant(parts.now()),
      })
      .execute();
    await trx
      .updateTable("cc.flows")
      .set((set) => ({ live_version: version, version: set("version", "+", 1) }))
      .where("name", "=", flow.id)
      .execute();
    return { name: flow.id, version, text: input.text, problems };
  });
}

/** Makes a version live again. Calls under way stay on theirs. */
export async function rollBackFlow(parts: SetupParts, name: string, version: number): Answer<FlowRow> {
  return await change(parts, async (trx) => {
    const row = await versions(trx).where("v.flow", "=", name).where("v.version", "=", version).executeTakeFirst();
    if (row === undefined) throw new RefusedChange("notFound");
    await trx
      .updateTable("cc.flows")
      .set((set) => ({ live_version: version, version: set("version", "+", 1) }))
      .where("name", "=", name)
      .execute();
    return flowRowOf(row);
  });
}

function versions(db: Kysely<Database>) {
  return db
    .selectFrom("cc.flow_versions as v")
    .innerJoin("cc.flows as f", "f.name", "v.flow")
    .leftJoin("sys.users as u", "u.id", "v.created_by")
    .select(["v.flow", "v.version", "v.created_at", "v.note", "u.name as author"]);
}

function flowRowOf(row: {
  readonly flow: string;
  readonly version: number;
  readonly created_at: number;
  readonly note: string | null;
  readonly author: string | null;
}): FlowRow {
  return {
    name: row.flow,
    version: row.version,
    publishedAt: row.created_at,
    ...(row.author === null ? {} : { author: row.author }),
    ...(row.note === null ? {} : { note: row.note }),
  };
}

function problemView({ severity, code, node, params }: FlowProblem): FlowProblemView {
  const detail = Object.entries(params)
    .map(([name, value]) => `${name}: ${value}`)
    .join(", ");
  return { severity, code, detail, ...(node === undefined ? {} : { node }) };
}
