/** Puts variables into text. Substitution only: a flow file is data, and nothing in it is ever run. */

const PLACE = /\{\{\s*([A-Za-z][A-Za-z0-9_.]*)\s*\}\}/gu;

/** `{{ name }}` becomes `valueOf(name)`; everything else stays as it is. */
export function render(template: string, valueOf: (name: string) => string): string {
  return template.replace(PLACE, (_place, name: string) => valueOf(name));
}

/** The names that a template reads, in order. */
export function namesIn(template: string): readonly string[] {
  return [...template.matchAll(PLACE)].flatMap((match) => match[1] ?? []);
}
