/** The values that a flow carries: how they are set, read, spoken and kept from leaking. */

import type { FlowContext, FlowCursor, SpokenPrompt } from "./interpret.ts";
import type { PromptRef } from "./parts.ts";
import type { Flow } from "./schema.ts";
import { namesIn, render } from "./template.ts";

/** Longer values are cut, so that a flow that appends in a loop stays small. */
export const VALUE_LENGTH_MAX = 200;

/** Further variables are not set. */
export const VARIABLES_MAX = 200;

/** The variable that is also the language of every prompt; only one of the flow's languages can be set. */
export const LANGUAGE_VARIABLE = "language";

/** Known to every flow before its first node. */
export const INITIAL_VARIABLES = ["caller.number", "caller.dialled", LANGUAGE_VARIABLE] as const;

export interface Assignment {
  readonly name: string;
  readonly value: string;
  readonly sensitive: boolean;
}

export function initialVariables(context: FlowContext, language: string): Readonly<Record<string, string>> {
  return {
    "caller.number": cut(context.caller.number ?? ""),
    "caller.dialled": cut(context.caller.dialled),
    [LANGUAGE_VARIABLE]: language,
  };
}

/** The value, or empty when it was never set. */
export function valueIn(cursor: FlowCursor, name: string): string {
  return Object.hasOwn(cursor.variables, name) ? (cursor.variables[name] ?? "") : "";
}

/** Fills a template for use inside the flow; sensitive values are included. */
export function renderInside(template: string, cursor: FlowCursor): string {
  return cut(render(template, (name) => valueIn(cursor, name)));
}

/** Fills a template for use outside the flow (a number to dial, digits to speak): sensitive values are left out. */
export function renderOutside(template: string, cursor: FlowCursor): string {
  return cut(render(template, (name) => (cursor.sensitive.includes(name) ? "" : valueIn(cursor, name))));
}

/** Whether a value made from this template gives a sensitive value away. */
export function isTainted(template: string, cursor: FlowCursor): boolean {
  return namesIn(template).some((name) => cursor.sensitive.includes(name));
}

/** The cursor with one variable set; a language that the flow does not speak changes nothing. */
export function assign(flow: Flow, cursor: FlowCursor, assignment: Assignment): FlowCursor {
  const { name, sensitive } = assignment;
  const value = cut(assignment.value);
  if (name === LANGUAGE_VARIABLE) {
    if (!flow.languages.includes(value)) return cursor;
    return { ...cursor, language: value, variables: { ...cursor.variables, [name]: value } };
  }
  if (!Object.hasOwn(cursor.variables, name) && Object.keys(cursor.variables).length >= VARIABLES_MAX) return cursor;
  const others = cursor.sensitive.filter((other) => other !== name);
  return {
    ...cursor,
    variables: { ...cursor.variables, [name]: value },
    sensitive: sensitive ? [...others, name] : others,
  };
}

/** The cursor without the values that must not be logged or journalled (PINs). A flow that goes on from it sees them empty. */
export function withoutSensitive(cursor: FlowCursor): FlowCursor {
  if (cursor.sensitive.length === 0) return cursor;
  const blanks = Object.fromEntries(cursor.sensitive.map((name) => [name, ""]));
  return { ...cursor, variables: { ...cursor.variables, ...blanks } };
}

/** Prompts with their language, values as a row of digit prompts. */
export function spoken(prompts: readonly PromptRef[], cursor: FlowCursor): readonly SpokenPrompt[] {
  return prompts.flatMap((prompt) =>
    "name" in prompt
      ? [{ language: prompt.language ?? cursor.language, name: prompt.name }]
      : (renderOutside(prompt.value, cursor).match(/[0-9]/gu) ?? []).map((digit) => ({
          language: cursor.language,
          name: digit,
        })),
  );
}

function cut(value: string): string {
  return value.length <= VALUE_LENGTH_MAX ? value : value.slice(0, VALUE_LENGTH_MAX).toWellFormed();
}
