/**
 * The part of a desk that is the same for all: colleagues and queues. Projected and encoded once for a thousand desks;
 * only a desk's own agent is left out of its copy, since nobody is her own colleague.
 */

import { difference, type Json } from "#protocol/json.ts";
import type { AgentId } from "#routing/ids.ts";
import { plain } from "./plain.ts";
import { sharedDesk } from "./project.ts";
import type { Sources } from "./sources.ts";

/** What changed, for each desk. */
interface SharedChange {
  /** The encoded patch for the agent's desk; undefined: nothing that she sees. */
  patchFor(agent: AgentId): string | undefined;
}

export interface SharedDeskPart {
  /** Projects anew; undefined: nothing changed. */
  update(): SharedChange | undefined;
  /** The two fields for the agent's desk as of the last update, encoded, without the braces around them. */
  fieldsFor(agent: AgentId): string;
}

type Rows = { readonly [key: string]: Json };

const isRows = (value: Json | undefined): value is Rows =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export function createSharedDesk(sources: Sources): SharedDeskPart {
  let view: Rows = {};
  let encoded: { readonly queues: string; readonly colleagues: readonly (readonly [string, string])[] } | undefined;

  function encode(): NonNullable<typeof encoded> {
    const { queues, colleagues } = view;
    const rows = isRows(colleagues) ? Object.entries(colleagues) : [];
    return {
      queues: JSON.stringify(queues ?? {}),
      colleagues: rows.map(([id, row]) => [id, `${JSON.stringify(id)}:${JSON.stringify(row)}`]),
    };
  }

  return {
    update() {
      const { colleagues, queues } = sharedDesk(sources);
      const before = view;
      view = { colleagues: plain(colleagues), queues: plain(queues) };
      const change = difference(before, view);
      if (!isRows(change)) return undefined;
      encoded = undefined;
      const all = JSON.stringify(change);
      const changed = change["colleagues"];
      return {
        patchFor: (agent) => (isRows(changed) && agent in changed ? without(change, changed, agent) : all),
      };
    },
    fieldsFor(agent) {
      encoded ??= encode();
      const others = encoded.colleagues.filter(([id]) => id !== agent).map(([, row]) => row);
      return `"queues":${encoded.queues},"colleagues":{${others.join(",")}}`;
    },
  };
}

/** The patch without the agent's own row; undefined when nothing else is left. */
function without(change: Rows, changed: Rows, agent: AgentId): string | undefined {
  const { [agent]: _, ...others } = changed;
  const { colleagues: __, ...rest } = change;
  if (Object.keys(others).length > 0) return JSON.stringify({ ...rest, colleagues: others });
  return Object.keys(rest).length === 0 ? undefined : JSON.stringify(rest);
}
