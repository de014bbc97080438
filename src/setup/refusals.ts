/** The closed list of expected "no"s to an admin; each is a code of the HTTP edge. */

export type SetupRefusalCode =
  /** Somebody else changed it meanwhile. */
  | "stale"
  /** Something else needs it; `detail` says what. */
  | "inUse"
  /** The name, login or number exists already. */
  | "taken"
  | "notFound"
  /** It does not make sense as a whole; `fields` says where. */
  | "invalid";

export interface Field {
  readonly path: string;
  readonly message: string;
}

export interface SetupRefusal {
  readonly refused: SetupRefusalCode;
  readonly detail: string | undefined;
  readonly fields: readonly Field[];
}

/** Thrown inside a change so that its transaction is undone; `change` turns it into its refusal. */
export class RefusedChange extends Error {
  readonly refusal: SetupRefusal;

  constructor(refused: SetupRefusalCode, detail?: string, fields: readonly Field[] = []) {
    super(detail ?? refused);
    this.name = "RefusedChange";
    this.refusal = { refused, detail, fields };
  }
}

/** Tells a refusal from an answer. */
export function isSetupRefusal(answer: unknown): answer is SetupRefusal {
  return typeof answer === "object" && answer !== null && "refused" in answer;
}
