/** `cordboard flow-check`: the judgement of publishing, without a site; what the site must have is listed instead. */

import { readFile } from "node:fs/promises";
import { checkFlow, parseFlow, type FlowProblem, type FlowProblemCode, type SiteNames } from "#ivr-flows/check.ts";
import { promptNames } from "../media/prompt-names.ts";
import { ownPrompts } from "../own-folders.ts";
import { CommandFault } from "./fail.ts";

/** Only a site can judge these. */
const namingCodes: readonly FlowProblemCode[] = ["queueUnknown", "skillUnknown", "scheduleUnknown"];

export interface FlowVerdict {
  readonly isPublishable: boolean;
  readonly lines: readonly string[];
}

/** Prints a verdict per file; ends with status 1 when one of them could not be published on any site. */
export async function checkFlowFiles(files: readonly string[]): Promise<void> {
  const prompts = await promptNames(ownPrompts);
  for (const file of files) {
    const text = await readFile(file, "utf8").catch((error: unknown) => {
      throw new CommandFault(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    });
    const { isPublishable, lines } = judgeFlow(text, prompts);
    for (const line of lines) (isPublishable ? console.log : console.error)(`${file}: ${line}`);
    if (!isPublishable) process.exitCode = 1;
  }
}

/** `prompts`: the names of the prompts there are, by language. */
export function judgeFlow(text: string, prompts: SiteNames["prompts"]): FlowVerdict {
  const parsed = parseFlow(text);
  if ("problems" in parsed) return { isPublishable: false, lines: parsed.problems.map(shown) };
  const problems = checkFlow(parsed.flow, { queues: [], skills: [], schedules: [], prompts });
  const found = problems.filter(({ code }) => !namingCodes.includes(code));
  const wanted = problems.filter(({ code }) => namingCodes.includes(code)).flatMap(({ params }) => named(params));
  const isPublishable = found.every(({ severity }) => severity !== "error");
  return {
    isPublishable,
    lines: [
      ...found.map(shown),
      ...(isPublishable ? [`${Object.keys(parsed.flow.nodes).length} nodes, may be published`] : []),
      ...(wanted.length === 0 ? [] : [`the site must have: ${[...new Set(wanted)].join(", ")}`]),
    ],
  };
}

/** `schedule "Office hours"`. */
function named(params: FlowProblem["params"]): readonly string[] {
  return Object.entries(params).map(([kind, name]) => `${kind} "${name}"`);
}

/** `error: exitUnwired at node "hold" (exit "next")`. */
function shown({ severity, code, node, params }: FlowProblem): string {
  const details = Object.entries(params).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  return `${severity}: ${code}${node === undefined ? "" : ` at node "${node}"`}${details.length === 0 ? "" : ` (${details.join(", ")})`}`;
}
