/** Facts and commands as text that can be compared whole: ids become names in the order of their appearance. */

import { isDeepStrictEqual } from "node:util";
import { PLAIN_WRAP_UP } from "#routing/agent/wrap-up-policy.ts";
import type { Command } from "#routing/commands.ts";
import type { Fact } from "#routing/facts.ts";
import { isUuid } from "#routing/ids.ts";
import { NEVER, type Instant } from "#routing/instant.ts";
import type { StepResult } from "#routing/step.ts";

/** What an id is called after the field in which it is first seen. */
const kinds: Readonly<Record<string, string>> = {
  interaction: "call",
  leg: "leg",
  reservation: "reservation",
  id: "command",
  command: "command",
  awaiting: "command",
  recording: "command",
};

export class Names {
  readonly #nameOf = new Map<string, string>();
  readonly #idOf = new Map<string, string>();
  readonly #counts = new Map<string, number>();
  readonly #startAt: Instant;

  constructor(startAt: Instant, known: Readonly<Record<string, string>>) {
    this.#startAt = startAt;
    for (const [name, id] of Object.entries(known)) this.call(id, name);
  }

  call(id: string, name: string): void {
    this.#nameOf.set(id, name);
    this.#idOf.set(name, id);
  }

  /** The id that was given this name. */
  id(name: string): string {
    const id = this.#idOf.get(name);
    if (id === undefined) throw new Error(`nothing is called ${name}; known: ${[...this.#idOf.keys()].join(", ")}`);
    return id;
  }

  /** What an id is called, if it has been seen. */
  named(id: string): string {
    return this.#nameOf.get(id) ?? id;
  }

  /** One line for the refusal, one for each fact, one (`>`) for each command. */
  told({ facts, commands, refusal }: StepResult): string {
    return [
      ...(refusal === undefined ? [] : [`refused: ${refusal.refused}`]),
      ...facts.map((fact) => this.#fact(fact)),
      ...commands.map((command) => this.#command(command)),
    ].join("\n");
  }

  #fact({ kind, n: _n, at: _at, ...fields }: Fact): string {
    return `${kind} ${this.#fields(fields)}`.trimEnd();
  }

  #command({ kind, ...fields }: Command): string {
    const { node: _node, ...others } = { node: undefined, ...fields };
    return `> ${kind} ${this.#fields(others)}`;
  }

  #fields(fields: object): string {
    // What every wrap-up is like unless something else was set up is not told each time.
    return Object.entries(fields)
      .filter(([, value]) => !isDeepStrictEqual(value, PLAIN_WRAP_UP))
      .map(([key, value]) => `${key}=${this.#word(key, value)}`)
      .join(" ");
  }

  #word(key: string, value: unknown): string {
    if (value === undefined) return "-";
    if (value === NEVER) return "never";
    if (typeof value === "number") return value >= 1e12 ? `+${value - this.#startAt}` : String(value);
    if (typeof value === "string") return isUuid(value) ? this.#name(key, value) : value;
    if (typeof value !== "object" || value === null) return JSON.stringify(value);
    if (Array.isArray(value)) return `[${value.map((each) => this.#word(key, each)).join(" ")}]`;
    if ("variables" in value && "node" in value && "awaiting" in value)
      return `${String(value.node)}:${String(value.awaiting)}`;
    if ("dialPrefixes" in value && "version" in value) return `v${String(value.version)}`;
    if (key === "prompts" && "name" in value) return String(value.name);
    return `{${this.#fields(value)}}`;
  }

  #name(key: string, id: string): string {
    const known = this.#nameOf.get(id);
    if (known !== undefined) return known;
    const kind = kinds[key] ?? key;
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    this.call(id, `${kind}${count}`);
    return `${kind}${count}`;
  }
}
