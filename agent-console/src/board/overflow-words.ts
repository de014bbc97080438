/** A rule of overflow in one line: when it holds, and where it leads. */

import type { OverflowRuleView, OverflowToView, OverflowWhenView } from "#protocol/api/overflow.ts";
import { clockText } from "../i18n/format.ts";
import type { Translate } from "../i18n/use-t.ts";

/** `nameOf` turns a queue's id into its name. */
export function overflowWords(t: Translate, { when, to }: OverflowRuleView, nameOf: (queue: string) => string): string {
  const figure = figureOf(when);
  const place = placeOf(to, nameOf);
  return [
    [t(`overflowWhen.${when.kind}`), figure].filter((part) => part !== undefined).join(" "),
    [t(`overflowTo.${to.kind}`), place].filter((part) => part !== undefined).join(": "),
  ].join(" → ");
}

function figureOf(when: OverflowWhenView): string | undefined {
  switch (when.kind) {
    case "waited":
      return clockText(when.afterMs);
    case "expectedWait":
      return clockText(when.overMs);
    case "length":
      return String(when.ahead);
    case "agentsReady":
    case "agentsStaffed":
      return String(when.below);
    case "ratio":
      return String(when.above);
    case "closing":
      return when.schedule;
    case "emergency":
      return undefined;
    default:
      return when satisfies never;
  }
}

function placeOf(to: OverflowToView, nameOf: (queue: string) => string): string | undefined {
  switch (to.kind) {
    case "queue":
      return nameOf(to.queue);
    case "flow":
      return to.flow;
    case "voicemail":
      return to.box;
    case "number":
      return to.number;
    case "callback":
    case "exit":
      return undefined;
    default:
      return to satisfies never;
  }
}
