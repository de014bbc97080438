/** The one way a screen shows a phone number. What is dialled stays the number itself. */

import { useCallback, useEffect } from "react";
import { create } from "zustand";
import { useMe } from "../api/session.ts";

type PhoneWords = (number: string, country: string | undefined) => string;

/** Until the plans are there, and when they cannot be fetched, digits are shown as they came. */
const useLoaded = create<{ readonly words: PhoneWords | undefined }>(() => ({ words: undefined }));
let isAsked = false;

function load(): void {
  if (isAsked) return;
  isAsked = true;
  import("./phone-words.ts").then(
    ({ phoneWords }) => useLoaded.setState({ words: phoneWords }),
    // The next screen with a number tries again.
    () => (isAsked = false),
  );
}

export function usePhoneWords(): (number: string) => string {
  const { country } = useMe();
  const words = useLoaded((state) => state.words);
  useEffect(load, []);
  return useCallback((number) => words?.(number, country) ?? number, [words, country]);
}
