/** Which events a client of the event socket wants: names, subclasses and filters, with the switch's odd rules. */

import type { EslValues } from "../esl/events.ts";
import { textOf } from "../esl/events.ts";

/** The names that the switch knows and this model can tell, and the ones that clients like to ask for. */
const known: ReadonlySet<string> = new Set([
  "CHANNEL_CREATE",
  "CHANNEL_PROGRESS",
  "CHANNEL_PROGRESS_MEDIA",
  "CHANNEL_ANSWER",
  "CHANNEL_PARK",
  "CHANNEL_UNPARK",
  "CHANNEL_BRIDGE",
  "CHANNEL_UNBRIDGE",
  "CHANNEL_HANGUP",
  "CHANNEL_HANGUP_COMPLETE",
  "CHANNEL_EXECUTE",
  "CHANNEL_EXECUTE_COMPLETE",
  "CHANNEL_STATE",
  "CHANNEL_CALLSTATE",
  "CHANNEL_DESTROY",
  "DTMF",
  "PLAYBACK_START",
  "PLAYBACK_STOP",
  "RECORD_START",
  "RECORD_STOP",
  "BACKGROUND_JOB",
  "HEARTBEAT",
  "SHUTDOWN",
  "API",
  "LOG",
  "MESSAGE",
]);

const FILTERS_MAX = 1000;

export interface Subscription {
  /** False if no word names an event; the ones before stay. */
  readonly add: (words: readonly string[]) => boolean;
  readonly remove: (words: readonly string[]) => boolean;
  readonly clear: () => void;
  readonly addFilter: (header: string, value: string) => void;
  readonly removeFilter: (header: string, value: string | undefined) => void;
  readonly wants: (values: EslValues) => boolean;
}

export function createSubscription(): Subscription {
  const names = new Set<string>();
  const subclasses = new Set<string>();
  let isAll = false;
  let filters: { readonly header: string; readonly value: string }[] = [];

  function passesFilters(values: EslValues): boolean {
    if (filters.length === 0) return true;
    let isWanted = false;
    for (const { header, value } of filters) {
      const actual = textOf(values, header);
      if (actual === undefined) continue;
      // Negative ones only take away from what a positive one let through, and end the search.
      if (value.startsWith("-")) {
        if (isWanted && matches(actual, value.slice(1))) return false;
      } else if (matches(actual, value.startsWith("+") ? value.slice(1) : value)) isWanted = true;
    }
    return isWanted;
  }

  return {
    add: (words) => {
      let isAny = false;
      let isCustom = false;
      for (const word of words) {
        if (isCustom) {
          subclasses.add(word);
          continue;
        }
        const name = word.toUpperCase();
        if (name === "CUSTOM") isCustom = true;
        else if (name === "ALL") isAll = true;
        else if (known.has(name)) names.add(name);
        else continue;
        isAny = true;
      }
      return isAny;
    },
    remove: (words) => {
      let isAny = false;
      for (const word of words) {
        const name = word.toUpperCase();
        if (!known.has(name) && name !== "CUSTOM" && !subclasses.has(word)) continue;
        isAny = true;
        names.delete(name);
        subclasses.delete(word);
      }
      return isAny;
    },
    clear: () => {
      names.clear();
      subclasses.clear();
      isAll = false;
    },
    addFilter: (header, value) => {
      if (filters.length < FILTERS_MAX) filters.push({ header, value });
    },
    removeFilter: (header, value) => {
      filters =
        header === "all"
          ? []
          : filters.filter((filter) => filter.header !== header || (value !== undefined && filter.value !== value));
    },
    wants: (values) => {
      const name = textOf(values, "Event-Name") ?? "";
      const subclass = textOf(values, "Event-Subclass");
      const isNamed = isAll || (subclass === undefined ? names.has(name) : subclasses.has(subclass));
      return isNamed && passesFilters(values);
    },
  };
}

function matches(actual: string, wanted: string): boolean {
  const pattern = /^\/(.*)\/$/.exec(wanted)?.[1];
  if (pattern !== undefined) return new RegExp(pattern, "i").test(actual);
  return actual.toLowerCase().includes(wanted.toLowerCase());
}
