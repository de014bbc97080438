/** TypeScript as a tree, for rules about code that a search through its text would get wrong. */

import { parseSync } from "vite";

export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [property: string]: unknown;
}

export interface Place {
  readonly node: SyntaxNode;
  readonly parent: SyntaxNode | undefined;
  /** The property of the parent that it stands in. */
  readonly role: string;
}

export interface Comment {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

export interface Syntax {
  /** Every node, parents first. */
  readonly places: readonly Place[];
  readonly comments: readonly Comment[];
}

/** Throws when the file cannot be parsed. */
export function readSyntax(path: string, text: string): Syntax {
  const { program, comments, errors } = parseSync(path, text);
  const [error] = errors;
  if (error !== undefined) throw new Error(`${path}: ${error.message}`);
  const places: Place[] = [];
  visit(program, undefined, "program", places);
  return { places, comments };
}

function visit(value: unknown, parent: SyntaxNode | undefined, role: string, places: Place[]): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, parent, role, places);
    return;
  }
  if (!isNode(value)) return;
  places.push({ node: value, parent, role });
  for (const [property, child] of Object.entries(value)) {
    if (typeof child === "object" && child !== null) visit(child, value, property, places);
  }
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && "type" in value && "start" in value && "end" in value;
}

/** The child node in a property, if there is one. */
export function childOf(node: SyntaxNode, property: string): SyntaxNode | undefined {
  const child = node[property];
  return isNode(child) ? child : undefined;
}

export interface Reference {
  readonly from: string;
  readonly start: number;
}

/** What a module imports, re-exports, loads on demand or borrows a type from. */
export function referencesOf({ places }: Syntax): readonly Reference[] {
  return places.flatMap(({ node }) => {
    if (!/^(?:Import|ExportNamed|ExportAll)Declaration$|^(?:ImportExpression|TSImportType)$/.test(node.type)) return [];
    const from = childOf(node, "source")?.["value"] ?? childOf(node, "argument")?.["value"];
    return typeof from === "string" ? [{ from, start: node.start }] : [];
  });
}
