/** Bugs end the process: a wrong state is worse than a restart that rebuilds it from facts. Assertions stay on. */

export class Bug extends Error {
  override readonly name = "Bug";
}

/** `sentence` says what must hold. */
export function assert(holds: boolean, sentence: string): asserts holds {
  if (!holds) throw new Bug(sentence);
}
