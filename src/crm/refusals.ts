/** The closed list of expected "no"s of the customer base; the edge turns each into a status and a sentence. */

export type CrmRefusalCode =
  /** No such record, or archived. */
  | "contact.unknown"
  | "account.unknown"
  | "activity.unknown"
  | "point.unknown"
  | "entry.unknown"
  /** Somebody else saved meanwhile: read again, nothing of theirs is lost. */
  | "contact.changedMeanwhile"
  | "account.changedMeanwhile"
  | "activity.changedMeanwhile"
  | "entry.changedMeanwhile"
  /** Not a phone number, not an e-mail address. */
  | "point.unusable"
  | "point.alreadyThere"
  /** Nobody here has this id. */
  | "owner.unknown"
  | "name.missing"
  | "text.missing"
  | "text.tooLong"
  | "reference.alreadyTaken"
  | "cursor.unreadable"
  /** A private record of somebody else. */
  | "activity.notYours";

export interface CrmRefusal {
  readonly refused: CrmRefusalCode;
}

export const refuse = (refused: CrmRefusalCode): CrmRefusal => ({ refused });

/** Tells a refusal from an answer. */
export function isRefusal(answer: object): answer is CrmRefusal {
  return "refused" in answer;
}
