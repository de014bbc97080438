/** The console's keys. By `event.code`, so that they sit in the same place on every keyboard layout. */

import type { CatalogueKey } from "../i18n/catalogue.ts";

export type KeyAction =
  | "answer"
  | "hangUp"
  | "mute"
  | "hold"
  | "transfer"
  | "keypad"
  | "toggleReady"
  | "saveAndNext"
  | "dial"
  | "showKeys"
  /** A bare digit: the candidate while one asks who calls, the disposition in wrap-up. */
  | `choice${Digit}`
  /** Alt and a digit: always the disposition. */
  | `disposition${Digit}`;

const digits = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;
export type Digit = (typeof digits)[number];

/** The digit of the n-th thing in a list, counted from 0; undefined beyond the ninth. */
export function digitOf(place: number): Digit | undefined {
  return digits[place];
}

export interface KeyBinding {
  readonly action: KeyAction;
  readonly code: string;
  readonly isAlt: boolean;
  readonly shown: string;
  readonly words: CatalogueKey;
}

const alt = (action: KeyAction, code: string, shown: string, words: CatalogueKey): KeyBinding => ({
  action,
  code,
  isAlt: true,
  shown: `Alt+${shown}`,
  words,
});

export const keyBindings: readonly KeyBinding[] = [
  alt("answer", "KeyA", "A", "keys.answer"),
  alt("hangUp", "KeyX", "X", "keys.hangUp"),
  alt("mute", "KeyM", "M", "keys.mute"),
  alt("hold", "KeyH", "H", "keys.hold"),
  alt("transfer", "KeyT", "T", "keys.transfer"),
  alt("keypad", "KeyK", "K", "keys.keypad"),
  alt("dial", "KeyC", "C", "keys.dial"),
  alt("toggleReady", "KeyR", "R", "keys.toggleReady"),
  alt("saveAndNext", "Enter", "Enter", "keys.saveAndNext"),
];

interface Pressed {
  readonly code: string;
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

/** The action of a key press. Keys without Alt count only outside fields (`isTyping` false), as WCAG 2.1.4 asks. */
export function actionOf(pressed: Pressed, isTyping: boolean): KeyAction | undefined {
  if (pressed.ctrlKey || pressed.metaKey) return undefined;
  if (!pressed.altKey && isTyping) return undefined;
  if (!pressed.altKey && pressed.key === "?") return "showKeys";
  if (pressed.shiftKey) return undefined;
  const digit = digits.find((value) => pressed.code === `Digit${value}` || pressed.code === `Numpad${value}`);
  if (digit !== undefined) return pressed.altKey ? `disposition${digit}` : `choice${digit}`;
  return keyBindings.find(({ code, isAlt }) => isAlt === pressed.altKey && code === pressed.code)?.action;
}
