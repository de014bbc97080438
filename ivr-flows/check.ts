/**
 * Says what is wrong with a flow before a caller finds out. Errors block publishing, warnings do not. The editor, the
 * server and the tests all use this one.
 */

import { type Edges, loops, reachable, reversed } from "./graph.ts";
import { findSyntaxError } from "./json-syntax.ts";
import { SORRY_PROMPT } from "./interpret.ts";
import type { NodeBehaviour } from "./nodes/behaviour.ts";
import { behaviourOf } from "./nodes/table.ts";
import type { PromptRef } from "./parts.ts";
import { type Flow, flowSchema } from "./schema.ts";
import { namesIn } from "./template.ts";
import { INITIAL_VARIABLES } from "./variables.ts";

/** Characters of a flow file; beyond any flow that a person could read. */
export const FLOW_TEXT_LENGTH_MAX = 5_000_000;

/** Problems of one file that are worth telling; a file that is not a flow at all has thousands. */
export const SCHEMA_PROBLEMS_MAX = 50;

/** What a value is spoken with. */
const DIGIT_PROMPTS = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

/** What the site has, by name; `prompts` by language. */
export interface SiteNames {
  readonly queues: readonly string[];
  readonly skills: readonly string[];
  readonly schedules: readonly string[];
  readonly prompts: Readonly<Record<string, readonly string[]>>;
}

export type FlowProblemCode =
  | "textTooLong" // length, limit
  | "syntax" // line, column
  | "schema" // path, message
  | "entryMissing" // entry
  | "exitUnwired" // exit
  | "exitUnknown" // exit
  | "targetMissing" // exit, target
  | "unreachable"
  | "loopWithoutWait" // nodes
  | "deadEnd"
  | "promptMissing" // prompt, language
  | "queueUnknown" // queue
  | "skillUnknown" // skill
  | "scheduleUnknown" // schedule
  | "languageUnknown" // language
  | "variableUnknown" // variable
  | "sensitiveLeaves" // variable
  | "noAfterHoursPath"
  | "notAnswered";

/** One finding. `node` undefined: about the flow as a whole. `params` fill the message that the code stands for. */
export interface FlowProblem {
  readonly severity: "error" | "warning";
  readonly code: FlowProblemCode;
  readonly node: string | undefined;
  readonly params: Readonly<Record<string, string | number>>;
}

/** Outside data, parsed once: a flow that is well formed, though it may still have problems for `checkFlow`. */
export function parseFlow(text: string): { readonly flow: Flow } | { readonly problems: readonly FlowProblem[] } {
  if (text.length > FLOW_TEXT_LENGTH_MAX) {
    return { problems: [error("textTooLong", undefined, { length: text.length, limit: FLOW_TEXT_LENGTH_MAX })] };
  }
  const syntaxError = findSyntaxError(text);
  if (syntaxError !== undefined) return { problems: [error("syntax", undefined, syntaxError)] };

  const parsed = flowSchema.safeParse(JSON.parse(text));
  if (parsed.success) return { flow: parsed.data };
  const problems = parsed.error.issues.slice(0, SCHEMA_PROBLEMS_MAX).map(({ path, message }) => {
    const node = path[0] === "nodes" && path[1] !== undefined ? String(path[1]) : undefined;
    return error("schema", node, { path: path.map(String).join("."), message });
  });
  return { problems };
}

/** Every problem, the flow's own first, then in the order of its nodes. None of severity `error`: it may be published. */
export function checkFlow(flow: Flow, names: SiteNames): readonly FlowProblem[] {
  const graph = draw(flow);
  return [
    ...entryProblems(flow),
    ...promptProblems(flow, undefined, [{ name: SORRY_PROMPT }], names),
    ...[...graph.behaviours].flatMap(([id, behaviour]) => [
      ...wiringProblems(flow, id, behaviour),
      ...nameProblems(flow, id, behaviour, names),
      ...promptProblems(flow, id, behaviour.mentions.prompts, names),
      ...variableProblems(id, behaviour, graph),
    ]),
    ...loopProblems(graph),
    ...pathProblems(flow, graph),
  ];
}

interface Graph {
  readonly behaviours: ReadonlyMap<string, NodeBehaviour>;
  readonly edges: Edges;
  /** Only the exits that take the caller no time. */
  readonly instantEdges: Edges;
  readonly written: ReadonlySet<string>;
  readonly sensitive: ReadonlySet<string>;
}

function draw(flow: Flow): Graph {
  const behaviours = new Map(Object.entries(flow.nodes).map(([id, node]) => [id, behaviourOf(node)]));
  const edgesBy = (isDrawn: (exit: string, behaviour: NodeBehaviour) => boolean): Edges =>
    new Map(
      [...behaviours].map(([id, behaviour]) => {
        const exits = Object.entries(flow.nodes[id]?.exits ?? {});
        return [id, exits.filter(([exit, to]) => behaviours.has(to) && isDrawn(exit, behaviour)).map(([, to]) => to)];
      }),
    );
  const writes = [...behaviours.values()].flatMap(({ mentions }) => mentions.writes);
  return {
    behaviours,
    edges: edgesBy((exit, behaviour) => offers(behaviour, exit)),
    instantEdges: edgesBy((exit, behaviour) => behaviour.instantExits.includes(exit)),
    written: new Set([...INITIAL_VARIABLES, ...writes.map(({ name }) => name)]),
    sensitive: new Set(writes.filter(({ sensitive }) => sensitive).map(({ name }) => name)),
  };
}

function offers(behaviour: NodeBehaviour, exit: string): boolean {
  return behaviour.exits.includes(exit) || behaviour.optionalExits.includes(exit);
}

function entryProblems(flow: Flow): readonly FlowProblem[] {
  return Object.hasOwn(flow.nodes, flow.entry) ? [] : [error("entryMissing", undefined, { entry: flow.entry })];
}

function wiringProblems(flow: Flow, id: string, behaviour: NodeBehaviour): readonly FlowProblem[] {
  const wired = Object.entries(flow.nodes[id]?.exits ?? {});
  return [
    ...behaviour.exits
      .filter((exit) => !wired.some(([name]) => name === exit))
      .map((exit) => error("exitUnwired", id, { exit })),
    ...wired.filter(([exit]) => !offers(behaviour, exit)).map(([exit]) => warning("exitUnknown", id, { exit })),
    ...wired
      .filter(([, target]) => !Object.hasOwn(flow.nodes, target))
      .map(([exit, target]) => error("targetMissing", id, { exit, target })),
  ];
}

function nameProblems(flow: Flow, id: string, { mentions }: NodeBehaviour, names: SiteNames): readonly FlowProblem[] {
  return [
    ...missing(mentions.queues, names.queues).map((queue) => error("queueUnknown", id, { queue })),
    ...missing(mentions.skills, names.skills).map((skill) => error("skillUnknown", id, { skill })),
    ...missing(mentions.schedules, names.schedules).map((schedule) => error("scheduleUnknown", id, { schedule })),
    ...missing(mentions.languages, flow.languages).map((language) => error("languageUnknown", id, { language })),
  ];
}

function missing(used: readonly string[], known: readonly string[]): readonly string[] {
  return used.filter((name) => !known.includes(name));
}

/** A prompt without a language of its own is needed in every language of the flow. */
function promptProblems(
  flow: Flow,
  id: string | undefined,
  prompts: readonly PromptRef[],
  names: SiteNames,
): readonly FlowProblem[] {
  const needed = prompts.flatMap((ref) => {
    const languages = "name" in ref && ref.language !== undefined ? [ref.language] : flow.languages;
    const wanted = "name" in ref ? [ref.name] : DIGIT_PROMPTS;
    return languages.flatMap((language) => wanted.map((prompt) => ({ language, prompt })));
  });
  return needed
    .filter(({ language, prompt }) => {
      const known = Object.hasOwn(names.prompts, language) ? names.prompts[language] : undefined;
      return known?.includes(prompt) !== true;
    })
    .map((params) => error("promptMissing", id, params));
}

function variableProblems(id: string, { mentions }: NodeBehaviour, graph: Graph): readonly FlowProblem[] {
  const spoken = mentions.prompts.flatMap((prompt) => ("say" in prompt ? namesIn(prompt.value) : []));
  const outward = [...mentions.sends, ...spoken];
  return [
    ...[...mentions.reads, ...outward]
      // The CRM decides which fields a contact has.
      .filter((variable) => !graph.written.has(variable) && !variable.startsWith("contact."))
      .map((variable) => warning("variableUnknown", id, { variable })),
    ...outward
      .filter((variable) => graph.sensitive.has(variable))
      .map((variable) => error("sensitiveLeaves", id, { variable })),
  ];
}

/** A loop in which the caller neither hears, presses nor waits would spend the whole step budget in a moment. */
function loopProblems(graph: Graph): readonly FlowProblem[] {
  return loops(graph.instantEdges).map((nodes) => error("loopWithoutWait", nodes[0], { nodes: nodes.join(", ") }));
}

function pathProblems(flow: Flow, graph: Graph): readonly FlowProblem[] {
  const starts = graph.behaviours.has(flow.entry) ? [flow.entry] : [];
  const ids = [...graph.behaviours.keys()];
  const isType = (id: string, type: string) => flow.nodes[id]?.type === type;
  const behaviour = (id: string) => graph.behaviours.get(id);

  const reached = reachable(starts, graph.edges);
  const ends = ids.filter((id) => behaviour(id)?.endsCall === true);
  const leadsToEnd = reachable(ends, reversed(graph.edges));
  const withoutHours = reachable(starts, graph.edges, (id) => !isType(id, "hours"));
  const withoutAnswer = reachable(starts, graph.edges, (id) => !isType(id, "answer"));
  return [
    ...ids.filter((id) => !reached.has(id)).map((id) => warning("unreachable", id)),
    ...ids.filter((id) => !leadsToEnd.has(id)).map((id) => error("deadEnd", id)),
    ...ids.filter((id) => isType(id, "enqueue") && withoutHours.has(id)).map((id) => warning("noAfterHoursPath", id)),
    ...ids
      .filter((id) => behaviour(id)?.needsAnswer === true && withoutAnswer.has(id))
      .map((id) => warning("notAnswered", id)),
  ];
}

function error(code: FlowProblemCode, node: string | undefined, params: FlowProblem["params"] = {}): FlowProblem {
  return { severity: "error", code, node, params };
}

function warning(code: FlowProblemCode, node: string, params: FlowProblem["params"] = {}): FlowProblem {
  return { severity: "warning", code, node, params };
}
