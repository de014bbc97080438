/** The closed list of expected "no"s to a person's request; the edge turns each into a status and a sentence. */

export type RefusalCode =
  | "unknownAgent"
  | "notSignedIn"
  | "unknownInteraction"
  | "notYourInteraction"
  | "alreadyEnded"
  | "notConnected"
  | "alreadyOnHold"
  | "notOnHold"
  | "busy"
  | "numberNotAllowed"
  | "numberMalformed"
  | "noTrunk"
  | "switchDown"
  | "unknownDestination"
  | "destinationNotReady"
  | "unknownReservation"
  | "notInWrapUp"
  | "digitsMalformed"
  | "wrapUpAtLimit"
  | "wrapUpNotOver"
  | "wrapUpNotOnRequest"
  | "dispositionMissing"
  | "callbacksOff"
  | "timeMalformed";

export interface Refusal {
  readonly refused: RefusalCode;
}
