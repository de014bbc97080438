/** Branches on a variable or on how a queue stands: yes or no, or one exit per case. */

import { z } from "zod";
import type { FlowContext } from "../interpret.ts";
import { caseExitSchema, siteNameSchema, templateSchema, variableNameSchema } from "../parts.ts";
import { namesIn } from "../template.ts";
import { renderInside, valueIn } from "../variables.ts";
import { IGNORE, leave, NO_MENTIONS, type NodeBehaviour, type Scene } from "./behaviour.ts";

/** Cases of one condition. */
const CASES_MAX = 50;

const figureSchema = z.enum(["waiting", "staffed", "ready", "longestWaitMs", "expectedWaitMs"]);

const subjectSchema = z.union([
  z.strictObject({ variable: variableNameSchema }),
  z.strictObject({ queue: siteNameSchema, figure: figureSchema }),
]);
type Subject = z.infer<typeof subjectSchema>;

const operatorSchema = z.enum([
  "equals",
  "notEquals",
  "contains",
  "startsWith",
  "lessThan",
  "moreThan",
  "isSet",
  "isNotSet",
]);
type Operator = z.infer<typeof operatorSchema>;

export const conditionConfig = z.discriminatedUnion("kind", [
  /** Exits `true` and `false`. `lessThan` and `moreThan` compare numbers and are false where there is none. */
  z.strictObject({
    kind: z.literal("compare"),
    subject: subjectSchema,
    operator: operatorSchema,
    value: templateSchema.default(""),
  }),
  /** The exit of the first case that equals, or `otherwise`. */
  z.strictObject({
    kind: z.literal("cases"),
    subject: subjectSchema,
    cases: z
      .array(z.strictObject({ equals: templateSchema, exit: caseExitSchema }))
      .min(1)
      .max(CASES_MAX),
  }),
]);

export function condition(config: z.infer<typeof conditionConfig>): NodeBehaviour {
  const exits =
    config.kind === "compare"
      ? ["true", "false"]
      : [...new Set([...config.cases.map((each) => each.exit), "otherwise"])];
  const templates = config.kind === "compare" ? [config.value] : config.cases.map((each) => each.equals);
  const { subject } = config;
  return {
    exits,
    optionalExits: [],
    instantExits: exits,
    endsCall: false,
    needsAnswer: false,
    mentions: {
      ...NO_MENTIONS,
      queues: "queue" in subject ? [subject.queue] : [],
      reads: [...("variable" in subject ? [subject.variable] : []), ...templates.flatMap(namesIn)],
    },
    enter: (scene) => {
      const left = subjectValue(subject, scene);
      if (config.kind === "compare") {
        return leave(String(holds(left, config.operator, renderInside(config.value, scene.cursor))));
      }
      const match = config.cases.find((each) => renderInside(each.equals, scene.cursor) === left);
      return leave(match?.exit ?? "otherwise");
    },
    resume: () => IGNORE,
  };
}

function subjectValue(subject: Subject, scene: Scene): string {
  if ("variable" in subject) return valueIn(scene.cursor, subject.variable);
  return queueFigure(subject.queue, subject.figure, scene.context);
}

/** Empty for a queue that is not there, and for a figure that nobody knows: no comparison of numbers holds then. */
function queueFigure(queue: string, figure: z.infer<typeof figureSchema>, context: FlowContext): string {
  const found = context.queue(queue);
  return found.exists ? String(found[figure] ?? "") : "";
}

function holds(left: string, operator: Operator, right: string): boolean {
  switch (operator) {
    case "equals":
      return left === right;
    case "notEquals":
      return left !== right;
    case "contains":
      return left.includes(right);
    case "startsWith":
      return left.startsWith(right);
    case "lessThan":
      return numberIn(left) < numberIn(right);
    case "moreThan":
      return numberIn(left) > numberIn(right);
    case "isSet":
      return left !== "";
    case "isNotSet":
      return left === "";
  }
}

/** NaN, which is neither less nor more than anything, when there is no number. */
function numberIn(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text);
}
