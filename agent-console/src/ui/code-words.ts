/** The core's codes in a call record, in words. A code that is newer than this console shows itself. */

import type { CatalogueKey } from "../i18n/catalogue.ts";
import type { Translate } from "../i18n/use-t.ts";

const codeWords = {
  rule: { longestIdle: "rule.longestIdle", particularAgent: "rule.particularAgent" },
  passedOver: {
    notReady: "passed.notReady",
    engaged: "passed.engaged",
    lacksSkill: "passed.lacksSkill",
    idleShorter: "passed.idleShorter",
    nextPresence: "passed.nextPresence",
  },
  /** Of reservations and of visits to queues. */
  outcome: {
    accepted: "reservation.accepted",
    declined: "reservation.declined",
    missed: "reservation.missed",
    withdrawn: "reservation.withdrawn",
    unreachable: "reservation.unreachable",
    answered: "outcome.answered",
    abandoned: "outcome.abandoned",
    flowedOut: "outcome.flowedOut",
    lost: "outcome.lost",
  },
  segment: {
    flow: "segment.flow",
    queue: "segment.queue",
    connecting: "segment.connecting",
    alert: "segment.alert",
    talk: "segment.talk",
    hold: "segment.hold",
    wrapUp: "segment.wrapUp",
    external: "segment.external",
    voicemail: "segment.voicemail",
  },
  legRole: { customer: "legRole.customer", agent: "legRole.agent", external: "legRole.external" },
} as const satisfies Readonly<Record<string, Readonly<Record<string, CatalogueKey>>>>;

export function codeWord(t: Translate, of: keyof typeof codeWords, code: string): string {
  const key = Object.entries(codeWords[of]).find(([known]) => known === code)?.[1];
  return key === undefined ? code : t(key);
}
