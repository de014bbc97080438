/** Random flows that the parser takes, sensible or not: wired at random, with loops, gaps and nodes of every type. */

import * as fc from "fast-check";
import type { FlowEvent } from "#ivr-flows/interpret.ts";
import { type Flow, flowSchema } from "#ivr-flows/schema.ts";

const NODES = ["n0", "n1", "n2", "n3", "n4", "n5", "n6", "n7", "constructor"];
const VARIABLES = ["a", "b", "pin", "language", "contact.tier", "toString"];
const KEYS = ["1", "2", "*"];

const variable = fc.constantFrom(...VARIABLES);
const template = fc
  .array(fc.constantFrom("x", "12", "{{a}}", "{{ b }}", "{{pin}}", "zh", "{{ contact.tier }}", "{{"), { maxLength: 4 })
  .map((parts) => parts.join(""));
const prompts = fc.array(
  fc.oneof(
    fc.constant({ name: "welcome" }),
    template.map((value) => ({ say: "digits" as const, value })),
  ),
  { minLength: 1, maxLength: 3 },
);
const attempts = fc.integer({ min: 1, max: 4 });

const configs = {
  answer: fc.constant({}),
  play: fc.record({ prompts }),
  menu: fc.record({ prompts, attempts, label: fc.constant("M"), keys: fc.constant({ 1: "One", "*": "Star" }) }),
  collectDigits: fc.record({
    prompts,
    attempts,
    min: fc.constant(1),
    max: fc.constant(3),
    variable,
    label: fc.constant("L"),
    sensitive: fc.boolean(),
  }),
  hours: fc.constant({ schedule: "Office hours" }),
  lookUpContact: fc.oneof(
    fc.constant({ by: "callerNumber" }),
    variable.map((name) => ({ by: "variable", variable: name })),
  ),
  condition: fc.oneof(
    fc.record({
      kind: fc.constant("compare"),
      subject: fc.record({ variable }),
      operator: fc.constantFrom("equals", "lessThan", "isSet"),
      value: template,
    }),
    fc.record({
      kind: fc.constant("cases"),
      subject: fc.record({ variable }),
      cases: fc.constant([{ equals: "x", exit: "a" }]),
    }),
  ),
  setVariable: fc.record({ variable, value: template, label: fc.constant("S") }),
  enqueue: fc.record({ queue: fc.constant("Sales"), keys: fc.constant(["1"]) }),
  transfer: fc.record({
    to: fc.oneof(
      template.filter((text) => text !== ""),
      fc.constant("5000"),
    ),
  }),
  voicemail: fc.record({ box: fc.constant("Office"), prompts }),
  hangUp: fc.constant({}),
};

const EXITS = [
  "next",
  "1",
  "*",
  "timeout",
  "invalid",
  "open",
  "closed",
  "holiday",
  "known",
  "maybe",
  "none",
  "true",
  "false",
  "a",
  "otherwise",
  "overflow",
  "nobodySignedIn",
  "full",
  "failed",
  "recorded",
];

const exits = fc
  .tuple(...EXITS.map(() => fc.option(fc.constantFrom(...NODES, "gone"), { freq: 12, nil: undefined })))
  .map((targets) =>
    Object.fromEntries(EXITS.flatMap((exit, i) => (targets[i] === undefined ? [] : [[exit, targets[i]]]))),
  );

const node = fc.oneof(
  ...Object.entries(configs).map(([type, config]) => fc.record({ type: fc.constant(type), config, exits })),
);

export const arbitraryFlow: fc.Arbitrary<Flow> = fc
  .tuple(fc.tuple(...NODES.map(() => node)), fc.constantFrom(...NODES, "gone"))
  .map(([nodes, entry]) =>
    flowSchema.parse({
      formatVersion: 1,
      id: "random",
      name: "Random",
      type: "voice",
      entry,
      languages: ["en", "zh"],
      nodes: Object.fromEntries(NODES.map((id, i) => [id, nodes[i]])),
    }),
  );

const text = fc.oneof(fc.constantFrom("", "1", "123", "7", "*", "zh", "{{a}}", "__proto__"), fc.string());

export const arbitraryEvent: fc.Arbitrary<FlowEvent> = fc.oneof(
  fc.constantFrom<FlowEvent>(
    { kind: "started" },
    { kind: "answered" },
    { kind: "played" },
    { kind: "failed", reason: "x" },
  ),
  fc.record({
    kind: fc.constant("collected" as const),
    digits: fc.option(text, { nil: undefined }),
    invalid: fc.option(text, { nil: undefined }),
  }),
  fc.record({
    kind: fc.constant("contactFound" as const),
    match: fc.constantFrom("none" as const, "maybe" as const, "known" as const),
    contact: fc.option(text, { nil: undefined }),
    values: fc.dictionary(text, text, { maxKeys: 5 }),
  }),
  fc.record({
    kind: fc.constant("queueLeft" as const),
    reason: fc.constantFrom(
      "timeout" as const,
      "nobodySignedIn" as const,
      "full" as const,
      "unknownQueue" as const,
      "key" as const,
    ),
    key: fc.option(fc.constantFrom(...KEYS), { nil: undefined }),
  }),
  fc.record({ kind: fc.constant("transferFailed" as const), cause: text }),
  fc.record({ kind: fc.constant("recorded" as const), seconds: fc.nat() }),
);
