/** Turns whatever went wrong into one sentence in the reader's language. No screen words an error itself. */

import type { WireRefusal } from "#protocol/errors.ts";
import type { CatalogueKey } from "../i18n/catalogue.ts";
import type { Translate } from "../i18n/use-t.ts";
import { ApiProblem } from "./api-problem.ts";

const byCode: Readonly<Record<string, CatalogueKey>> = {
  stale: "problem.stale",
  wrongCredentials: "problem.wrongCredentials",
  throttled: "problem.throttled",
  notFound: "problem.notFound",
  forbidden: "problem.forbidden",
  malformed: "problem.malformed",
  notWaiting: "problem.notWaiting",
  inUse: "problem.inUse",
  taken: "problem.taken",
  wrongPassword: "problem.wrongPassword",
  keyReused: "problem.keyReused",
  foreignOrigin: "problem.foreignOrigin",
  invalid: "problem.invalid",
  signedOut: "problem.signedOut",
  unavailable: "problem.unavailable",
  tooLarge: "problem.tooLarge",
  broken: "problem.broken",
};

const byStatus: Readonly<Record<number, CatalogueKey>> = {
  400: "problem.malformed",
  401: "problem.signedOut",
  403: "problem.forbidden",
  404: "problem.notFound",
  405: "problem.malformed",
  409: "problem.stale",
  413: "problem.tooLarge",
  415: "problem.malformed",
  422: "problem.invalid",
  429: "problem.throttled",
  500: "problem.broken",
  503: "problem.unavailable",
};

export function problemWords(t: Translate, error: unknown): string {
  if (!(error instanceof ApiProblem)) return t("problem.noAnswer");
  const { code, status } = error.problem;
  const key = byCode[code] ?? byStatus[status] ?? "problem.unknown";
  if (key === "problem.throttled" && error.retryAfterMs !== undefined)
    return t("problem.throttledFor", { seconds: Math.ceil(error.retryAfterMs / 1_000) });
  return t(key, { code });
}

const byRefusal: Readonly<Record<WireRefusal, CatalogueKey>> = {
  unknownAgent: "refusal.unknownAgent",
  notSignedIn: "refusal.notSignedIn",
  unknownInteraction: "refusal.unknownInteraction",
  notYourInteraction: "refusal.notYourInteraction",
  alreadyEnded: "refusal.alreadyEnded",
  notConnected: "refusal.notConnected",
  alreadyOnHold: "refusal.alreadyOnHold",
  notOnHold: "refusal.notOnHold",
  busy: "refusal.busy",
  numberNotAllowed: "refusal.numberNotAllowed",
  numberMalformed: "refusal.numberMalformed",
  noTrunk: "refusal.noTrunk",
  switchDown: "refusal.switchDown",
  unknownDestination: "refusal.unknownDestination",
  destinationNotReady: "refusal.destinationNotReady",
  unknownReservation: "refusal.unknownReservation",
  notInWrapUp: "refusal.notInWrapUp",
  digitsMalformed: "refusal.digitsMalformed",
  wrapUpAtLimit: "refusal.wrapUpAtLimit",
  wrapUpNotOver: "refusal.wrapUpNotOver",
  wrapUpNotOnRequest: "refusal.wrapUpNotOnRequest",
  dispositionMissing: "refusal.dispositionMissing",
  callbacksOff: "refusal.callbacksOff",
  timeMalformed: "refusal.timeMalformed",
  forbidden: "problem.forbidden",
  malformed: "problem.malformed",
  notSaved: "refusal.notSaved",
};

export function refusalWords(t: Translate, code: WireRefusal): string {
  return t(byRefusal[code]);
}
