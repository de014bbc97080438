/** Codes of the server in words: in a call record, of the doctor, of the flow checker. A code that is newer than this console shows itself. */

import type { CatalogueKey } from "../i18n/catalogue.ts";
import type { Translate } from "../i18n/use-t.ts";

const codeWords = {
  /** Of reservations and of visits to queues. */
  outcome: {
    accepted: "reservation.accepted",
    declined: "reservation.declined",
    missed: "reservation.missed",
    withdrawn: "reservation.withdrawn",
    busy: "reservation.busy",
    unreachable: "reservation.unreachable",
    answered: "outcome.answered",
    abandoned: "outcome.abandoned",
    flowedOut: "outcome.flowedOut",
    lost: "outcome.lost",
  },
  /** Why a visit to a queue flowed out. */
  flowOut: {
    timeout: "flowOut.timeout",
    nobodySignedIn: "flowOut.nobodySignedIn",
    full: "flowOut.full",
    unknownQueue: "flowOut.unknownQueue",
    key: "flowOut.key",
    transferred: "flowOut.transferred",
    waited: "flowOut.waited",
    expectedWait: "flowOut.expectedWait",
    length: "flowOut.length",
    agentsReady: "flowOut.agentsReady",
    agentsStaffed: "flowOut.agentsStaffed",
    ratio: "flowOut.ratio",
    closing: "flowOut.closing",
    emergency: "flowOut.emergency",
  },
  overflowTo: {
    queue: "overflowTo.queue",
    flow: "overflowTo.flow",
    voicemail: "overflowTo.voicemail",
    callback: "overflowTo.callback",
    number: "overflowTo.number",
    exit: "overflowTo.exit",
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
  /** Of the doctor. */
  check: {
    "switch.configured": "check.switch.configured",
    database: "check.database",
    "esl.address": "check.esl.address",
    "esl.password": "check.esl.password",
    "esl.reachable": "check.esl.reachable",
    "expansion.api": "check.expansion.api",
    "expansion.arguments": "check.expansion.arguments",
    "folders.prompts": "check.folders.prompts",
    "folders.recordings": "check.folders.recordings",
    "modules.needed": "check.modules.needed",
    "modules.risky": "check.modules.risky",
    "applications.needed": "check.applications.needed",
    "commands.needed": "check.commands.needed",
    "phones.directory": "check.phones.directory",
    "phones.webSocket": "check.phones.webSocket",
    "sessions.max": "check.sessions.max",
    "sessions.perSecond": "check.sessions.perSecond",
    shell: "check.shell",
    "sip.agentsDomain": "check.sip.agentsDomain",
    "sip.agentsProfile": "check.sip.agentsProfile",
    "sip.defaultPassword": "check.sip.defaultPassword",
    version: "check.version",
    codecs: "check.codecs",
  },
  /** Of the flow checker. */
  flowProblem: {
    textTooLong: "flowProblem.textTooLong",
    syntax: "flowProblem.syntax",
    schema: "flowProblem.schema",
    entryMissing: "flowProblem.entryMissing",
    exitUnwired: "flowProblem.exitUnwired",
    exitUnknown: "flowProblem.exitUnknown",
    targetMissing: "flowProblem.targetMissing",
    unreachable: "flowProblem.unreachable",
    loopWithoutWait: "flowProblem.loopWithoutWait",
    deadEnd: "flowProblem.deadEnd",
    promptMissing: "flowProblem.promptMissing",
    queueUnknown: "flowProblem.queueUnknown",
    skillUnknown: "flowProblem.skillUnknown",
    scheduleUnknown: "flowProblem.scheduleUnknown",
    languageUnknown: "flowProblem.languageUnknown",
    variableUnknown: "flowProblem.variableUnknown",
    sensitiveLeaves: "flowProblem.sensitiveLeaves",
    noAfterHoursPath: "flowProblem.noAfterHoursPath",
    notAnswered: "flowProblem.notAnswered",
  },
  legRole: { customer: "legRole.customer", agent: "legRole.agent", external: "legRole.external" },
} as const satisfies Readonly<Record<string, Readonly<Record<string, CatalogueKey>>>>;

export function codeWord(t: Translate, of: keyof typeof codeWords, code: string): string {
  const key = Object.entries(codeWords[of]).find(([known]) => known === code)?.[1];
  return key === undefined ? code : t(key);
}
