/**
 * Who is calling, fetched ahead of time: the look-up begins when the call arrives, so that the answer lies ready when an
 * agent is chosen. Nothing waits for it; what comes late reaches the desk as a patch.
 */

import type { Fact } from "#routing/facts.ts";
import type { ContactId, InteractionId } from "#routing/ids.ts";
import type { State } from "#routing/state.ts";
import type { Pop, PopSources } from "./sources.ts";

/** Look-ups under way at once; the pool of connections has other users too. */
const AT_ONCE_MAX = 4;
/** More than this many calls that nobody could be looked up for: the oldest go without, and their number still shows. */
const WAITING_MAX = 500;
const LAST_CALLS = 3;
const OPEN_TASKS = 5;

export interface PopBook {
  /** Follows arrivals and choices; begins look-ups, ends what is over. */
  follow(facts: readonly Fact[], state: State): void;
  /** Begins look-ups for calls that were there before, after a restart. */
  catchUp(state: State): void;
  of(interaction: InteractionId): Pop | undefined;
  /** Resolves when no look-up is under way or waits. */
  settled(): Promise<void>;
}

export interface PopParts {
  readonly sources: PopSources;
  /** Something new is known; the desks that show the interaction are due. */
  readonly onChange: (interaction: InteractionId) => void;
  readonly onFault: (error: unknown, interaction: InteractionId) => void;
}

interface Entry {
  pop: Pop;
  /** What the pop is about. Another answer, for what it was about before, is thrown away. */
  about: About;
  /** The one person it is about, once there is one. */
  chosen: string | undefined;
}

type About = { readonly number: string | undefined; readonly contact: ContactId | undefined };

const nothing: Pop = { match: "none", candidates: [], lastCalls: [], tasks: [] };

export function createPopBook({ sources, onChange, onFault }: PopParts): PopBook {
  const entries = new Map<InteractionId, Entry>();
  /** Insertion order is the order of arrival. */
  const due = new Set<InteractionId>();
  const running = new Set<Promise<void>>();

  function want(interaction: InteractionId, about: About): void {
    const entry = entries.get(interaction);
    if (entry === undefined) entries.set(interaction, { pop: nothing, about, chosen: undefined });
    else if (entry.about.contact === about.contact && entry.about.number === about.number) return;
    else entry.about = about;
    due.add(interaction);
    const [oldest] = due;
    if (due.size > WAITING_MAX && oldest !== undefined) due.delete(oldest);
    startDue();
  }

  function startDue(): void {
    for (const interaction of due) {
      if (running.size >= AT_ONCE_MAX) return;
      due.delete(interaction);
      const entry = entries.get(interaction);
      if (entry === undefined) continue;
      const run = lookUp(interaction, entry)
        .catch((error: unknown) => onFault(error, interaction))
        .finally(() => {
          running.delete(run);
          startDue();
        });
      running.add(run);
    }
  }

  async function lookUp(interaction: InteractionId, entry: Entry): Promise<void> {
    const { about } = entry;
    const isCurrent = (): boolean => entries.get(interaction) === entry && entry.about === about;
    const found = about.number === undefined ? undefined : await sources.findCaller(about.number);
    const chosen = about.contact ?? onlyKnown(found);
    const candidates = [...(found?.candidates ?? [])];
    if (chosen !== undefined && !candidates.some(({ contact }) => contact === chosen)) {
      const candidate = await sources.candidate(chosen);
      if (candidate !== undefined) candidates.unshift(candidate);
    }
    if (!isCurrent()) return;
    // The name is what the agent needs first; histories follow. Those of another person do not stay meanwhile.
    const { lastCalls, tasks } = entry.chosen === chosen ? entry.pop : nothing;
    entry.chosen = chosen;
    entry.pop = { match: found?.match ?? (chosen === undefined ? "none" : "known"), candidates, lastCalls, tasks };
    onChange(interaction);
    const whose =
      chosen !== undefined ? { contact: chosen } : about.number === undefined ? undefined : { number: about.number };
    const [calls, openTasks] = await Promise.all([
      whose === undefined ? [] : sources.lastCalls(whose, interaction, LAST_CALLS),
      chosen === undefined ? [] : sources.openTasks(chosen, OPEN_TASKS),
    ]);
    if (!isCurrent()) return;
    entry.pop = { ...entry.pop, lastCalls: calls, tasks: openTasks };
    onChange(interaction);
  }

  return {
    follow(facts, state) {
      for (const fact of facts) {
        switch (fact.kind) {
          case "interaction.arrived":
            want(fact.interaction, { number: fact.from, contact: undefined });
            break;
          case "interaction.dialled":
            want(fact.interaction, { number: fact.to, contact: fact.contact });
            break;
          case "callback.due":
            want(fact.interaction, {
              number: numberOf(state, fact.interaction),
              contact: state.interactions.get(fact.interaction)?.contact,
            });
            break;
          case "contact.identified":
          case "contact.attached":
            // "none" says nothing new; the candidates of a "maybe" are already there.
            if (fact.contact !== undefined)
              want(fact.interaction, { number: numberOf(state, fact.interaction), contact: fact.contact });
            break;
          default:
            if ("interaction" in fact && fact.interaction !== undefined && !state.interactions.has(fact.interaction)) {
              entries.delete(fact.interaction);
              due.delete(fact.interaction);
            }
        }
      }
    },
    catchUp(state) {
      for (const { id, contact } of state.interactions.values()) want(id, { number: numberOf(state, id), contact });
    },
    of: (interaction) => entries.get(interaction)?.pop,
    async settled() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

function onlyKnown(
  found: { readonly match: string; readonly candidates: Pop["candidates"] } | undefined,
): string | undefined {
  return found?.match === "known" && found.candidates.length === 1 ? found.candidates[0]?.contact : undefined;
}

/** The other side's number; who writes has none, and is known by what the source says. */
function numberOf(state: State, id: InteractionId): string | undefined {
  const interaction = state.interactions.get(id);
  if (interaction?.work !== undefined) return undefined;
  return interaction?.direction === "outbound" ? interaction.to : interaction?.from;
}
