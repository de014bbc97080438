/** Where the focus goes when what had it has gone: keyboards and screen readers would start again at the top of the page. */

import { useEffect, useRef, type RefObject } from "react";

/** Whenever `stage` changes and nothing is left in focus, the element of the answered ref gets it. */
export function useFocusKept(stage: string): RefObject<HTMLHeadingElement | null> {
  const element = useRef<HTMLHeadingElement>(null);
  const shown = useRef(stage);
  useEffect(() => {
    if (shown.current === stage) return;
    shown.current = stage;
    if (document.activeElement === document.body) element.current?.focus({ preventScroll: true });
  }, [stage]);
  return element;
}
