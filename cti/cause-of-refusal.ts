/** What a switch's refusal means to the core, for every port to FreeSWITCH or to something that speaks like it. */

/** `invalid session id [x]`, `No such channel!`, `Invalid uuid`: it does not know the leg. */
const unknownLeg = /^(?:invalid (?:session id|uuid)|no such channel)/i;

/** `LEG_GONE`, or else the switch's own words (without `-ERR`). */
export function causeOfRefusal(refusal: string): string {
  return unknownLeg.test(refusal) ? "LEG_GONE" : refusal;
}
