/** Who does what on a key: components offer an action while they are on screen, one listener calls the newest offer. */

import { useEffect, useRef } from "react";
import { create } from "zustand";
import { actionOf, type KeyAction } from "./key-map.ts";

interface Offer {
  readonly action: KeyAction;
  readonly run: () => void;
}

const offers: Offer[] = [];
const STORED = "cordboard.keys";

export const useKeySetting = create<{ readonly isOn: boolean }>(() => ({
  isOn: localStorage.getItem(STORED) !== "off",
}));

export function setKeys(isOn: boolean): void {
  localStorage.setItem(STORED, isOn ? "on" : "off");
  useKeySetting.setState({ isOn });
}

/** Offers an action while mounted and enabled. */
export function useKeyAction(action: KeyAction, run: () => void, isEnabled = true): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!isEnabled) return undefined;
    const offer: Offer = { action, run: () => latest.current() };
    offers.push(offer);
    return () => void offers.splice(offers.indexOf(offer), 1);
  }, [action, isEnabled]);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}

/** A dialog has its own keys; only those with Alt reach what lies behind it. */
function isDialogOpen(): boolean {
  return document.querySelector('[role="dialog"][aria-modal="true"]') !== null;
}

/** The one listener; mounted by the shell. */
export function useKeyListener(): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!useKeySetting.getState().isOn || event.repeat || event.defaultPrevented) return;
      const action = actionOf(event, isTyping(event.target) || isDialogOpen());
      const offer = offers.findLast((each) => each.action === action);
      if (offer === undefined) return;
      event.preventDefault();
      offer.run();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}
