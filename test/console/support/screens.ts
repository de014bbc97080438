/** Every screen of the console, and how one knows that it has come; the looks in which they are looked at. */

import type { PageWish } from "./browser.ts";
import { id, ids } from "./ids.ts";

export const screens: readonly (readonly [path: string, ready: string])[] = [
  ["/desk", ".cb-tile"],
  ["/board", "td .cb-state"],
  ["/dry-run", "main form"],
  [`/dry-run?call=${id(5, 21)}`, "td"],
  ["/calls", "td"],
  [`/calls/${id(5, 101)}`, "td"],
  ["/records", "td"],
  ["/contacts", "td"],
  [`/contacts/${ids.maria}`, "ol li"],
  ["/accounts", "td"],
  [`/accounts/${ids.acme}`, "dl"],
  ["/tasks", "main li"],
  ["/notes", "main li"],
  ["/voicemails", "audio"],
  ["/callbacks", "td"],
  ["/callbacks?state=ended", "td"],
  ["/do-not-call", "td"],
  ["/settings", "main li"],
  ["/admin/agents", "td"],
  ["/admin/skills", "main li"],
  ["/admin/queues", "td"],
  ["/admin/groups", "main li"],
  ["/admin/order", "main fieldset"],
  ["/admin/capacity", "main fieldset"],
  ["/admin/rules", "main dl"],
  ["/admin/rule-trial", "main form"],
  ["/admin/numbers", "td"],
  ["/admin/flows", "td"],
  ["/admin/flows/welcome", "main li"],
  ["/admin/schedules", "dl"],
  ["/admin/dispositions", "td"],
  ["/admin/reasons", "td"],
  ["/admin/dialling", "main fieldset"],
  ["/admin/tokens", "td"],
  ["/admin/doctor", "main li"],
  ["/nowhere", "main a"],
];

/** Each pair of language, scheme and width is met at least once. */
export const wishes: readonly PageWish[] = [
  { language: "en", scheme: "light", width: 1280 },
  { language: "zh", scheme: "dark", width: 1280 },
  { language: "es", scheme: "dark", width: 1280 },
  { language: "en", scheme: "dark", width: 390 },
  { language: "zh", scheme: "light", width: 390 },
  { language: "es", scheme: "light", width: 390 },
];

/** The forms that have most in them, each with a section of its own in view. */
export const forms: readonly (readonly [path: string, opener: string, tabs: number])[] = [
  ["/admin/queues", "main td button", 7],
  ["/admin/agents", "main td button", 0],
  ["/admin/rules", "main .cb-panel button:nth-of-type(3)", 0],
];
