/**
 * The flow file: one JSON document per flow, readable by people, with everything outside it (queues, skills, schedules,
 * prompts) named rather than numbered, so that it moves between sites.
 */

import { z } from "zod";
import { answerConfig } from "./nodes/answer.ts";
import { callbackConfig } from "./nodes/callback.ts";
import { collectDigitsConfig } from "./nodes/collect-digits.ts";
import { conditionConfig } from "./nodes/condition.ts";
import { enqueueConfig } from "./nodes/enqueue.ts";
import { hangUpConfig } from "./nodes/hang-up.ts";
import { hoursConfig } from "./nodes/hours.ts";
import { lookUpContactConfig } from "./nodes/look-up-contact.ts";
import { menuConfig } from "./nodes/menu.ts";
import { playConfig } from "./nodes/play.ts";
import { setVariableConfig } from "./nodes/set-variable.ts";
import { transferConfig } from "./nodes/transfer.ts";
import { voicemailConfig } from "./nodes/voicemail.ts";
import { exitNameSchema, languageSchema, NODES_MAX, nodeIdSchema } from "./parts.ts";

/** Raised when a file of the old form would be read wrongly. */
const FLOW_FORMAT_VERSION = 1;

const configs = {
  answer: answerConfig,
  play: playConfig,
  menu: menuConfig,
  collectDigits: collectDigitsConfig,
  hours: hoursConfig,
  lookUpContact: lookUpContactConfig,
  condition: conditionConfig,
  setVariable: setVariableConfig,
  enqueue: enqueueConfig,
  transfer: transferConfig,
  voicemail: voicemailConfig,
  callback: callbackConfig,
  hangUp: hangUpConfig,
} as const;

/** `exits` says which node follows by which exit; `ui` is the place on the editor's canvas and means nothing to a call. */
function node<T extends keyof typeof configs>(type: T) {
  return z.strictObject({
    type: z.literal(type),
    config: configs[type],
    exits: z.record(exitNameSchema, nodeIdSchema),
    ui: z.strictObject({ x: z.number(), y: z.number() }).optional(),
  });
}

const nodeSchema = z.discriminatedUnion("type", [
  node("answer"),
  node("play"),
  node("menu"),
  node("collectDigits"),
  node("hours"),
  node("lookUpContact"),
  node("condition"),
  node("setVariable"),
  node("enqueue"),
  node("transfer"),
  node("voicemail"),
  node("callback"),
  node("hangUp"),
]);

/** Read a file with `parseFlow`; publish its form with `z.toJSONSchema(flowSchema, { io: "input" })`. */
export const flowSchema = z.strictObject({
  $schema: z.string().max(500).optional(),
  formatVersion: z.literal(FLOW_FORMAT_VERSION),
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/u),
  name: z.string().trim().min(1).max(100),
  type: z.literal("voice"),
  entry: nodeIdSchema,
  /** The first one is spoken until the flow sets another. */
  languages: z
    .array(languageSchema)
    .min(1)
    .max(20)
    .refine((languages) => new Set(languages).size === languages.length, "a language is listed twice"),
  nodes: z
    .record(nodeIdSchema, nodeSchema)
    .refine((nodes) => Object.keys(nodes).length <= NODES_MAX, `more than ${NODES_MAX} nodes`),
});

export type Flow = z.infer<typeof flowSchema>;
export type FlowNode = Flow["nodes"][string];
export type NodeType = keyof typeof configs;

/** One type of node, in a form that lets the compiler match it with its behaviour. */
export type NodeOf<T extends NodeType> = {
  readonly [K in T]: { readonly type: K; readonly config: z.infer<(typeof configs)[K]> };
}[T];
