/**
 * The words that node configurations are made of, each with its limit, so that a flow file can name nothing dangerous: a
 * prompt's name and a language become part of a file path, a key becomes an exit.
 */

import { z } from "zod";

/** Digits asked for at once; longer than any account or card number. */
export const COLLECTED_DIGITS_MAX = 32;

/** Tries at one menu or question before the flow goes on by `timeout` or `invalid`. */
const ATTEMPTS_MAX = 10;

/** Prompts played in one go. */
const PROMPTS_MAX = 20;

/** Nodes in one flow. */
export const NODES_MAX = 2_000;

export const nodeIdSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/u);
export const exitNameSchema = z.string().regex(/^(?:[A-Za-z][A-Za-z0-9_-]{0,31}|[0-9*#])$/u);

/** An exit named by the author of a flow (a case of a condition). */
export const caseExitSchema = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,31}$/u);

/** As in `prompts/<language>/`: ISO 639, with a region where it matters. */
export const languageSchema = z.string().regex(/^[a-z]{2,3}(?:-[A-Z]{2})?$/u);

/** As in `prompts/<language>/<name>.wav`. */
export const promptNameSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/u);

/** The name of a queue, skill, schedule or voice-mail box, as an admin wrote it. */
export const siteNameSchema = z.string().trim().min(1).max(100);

/** A name that an admin or agent reads beside a value. */
export const labelSchema = z.string().trim().min(1).max(100);

export const variableNameSchema = z.string().regex(/^[A-Za-z][A-Za-z0-9_.]{0,63}$/u);

/** Text in which `{{ name }}` stands for a variable. */
export const templateSchema = z.string().max(1_000);

/** One key of the phone. */
export const keySchema = z.string().regex(/^[0-9*#]$/u);

/**
 * Something to be heard: a prompt in the caller's language (or in the one named), or a value spoken digit by digit by the
 * prompts `0` to `9`. Characters of the value that are not digits are skipped.
 */
const promptRefSchema = z.union([
  z.strictObject({ name: promptNameSchema, language: languageSchema.optional() }),
  z.strictObject({ say: z.literal("digits"), value: templateSchema }),
]);
export type PromptRef = z.infer<typeof promptRefSchema>;

export const promptsSchema = z.array(promptRefSchema).min(1).max(PROMPTS_MAX);

/** How a question waits: `timeoutMs` for the first key, `digitTimeoutMs` between keys. */
export const patience = {
  attempts: z.int().min(1).max(ATTEMPTS_MAX).default(3),
  timeoutMs: z.int().min(500).max(60_000).default(5_000),
  digitTimeoutMs: z.int().min(500).max(20_000).default(3_000),
  /** Whether a key stops the prompt. */
  barge: z.boolean().default(true),
  /** Heard before the question when it is asked again. */
  invalidPrompts: z
    .array(promptRefSchema)
    .max(PROMPTS_MAX)
    .default([{ name: "invalid" }]),
};

export const requirementSchema = z.strictObject({ skill: siteNameSchema, proficiency: z.int().min(1).max(5) });
