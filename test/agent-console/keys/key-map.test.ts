import { expect, test } from "vitest";
import { actionOf } from "#agent-console/src/keys/key-map.ts";

const press = (code: string, part: Partial<Parameters<typeof actionOf>[0]> = {}) => ({
  code,
  key: "",
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  ...part,
});

test("[CON40] Alt keys act everywhere, by their place on the keyboard", () => {
  expect(actionOf(press("KeyA", { altKey: true, key: "ф" }), true)).toBe("answer");
  expect(actionOf(press("Enter", { altKey: true }), true)).toBe("saveAndNext");
  expect(actionOf(press("Digit3", { altKey: true }), true)).toBe("disposition3");
});

test("[CON40] keys without Alt are left to the field that is being typed in", () => {
  expect(actionOf(press("Digit3"), true)).toBeUndefined();
  expect(actionOf(press("Digit3"), false)).toBe("choice3");
  expect(actionOf(press("Slash", { key: "?", shiftKey: true }), true)).toBeUndefined();
  expect(actionOf(press("Slash", { key: "?", shiftKey: true }), false)).toBe("showKeys");
});

test("[CON40] browser and system combinations are never taken", () => {
  expect(actionOf(press("KeyA", { altKey: true, ctrlKey: true }), false)).toBeUndefined();
  expect(actionOf(press("KeyX", { metaKey: true }), false)).toBeUndefined();
  expect(actionOf(press("KeyA"), false)).toBeUndefined();
  expect(actionOf(press("Digit1", { shiftKey: true }), false)).toBeUndefined();
});
