/**
 * What a person sees of a fault of layout and no check of the page's width does: a control that lies over another or over
 * words, and contents that are cut off at the side by the box they are in.
 */

import type { Page } from "playwright-core";

/** Faults of what is in view now, one line each; empty when there are none. Of a page with a dialogue, the dialogue's. */
export function layoutFaults(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const TOLERANCE_PX = 1;
    interface Box {
      readonly element: Element;
      readonly left: number;
      readonly top: number;
      readonly right: number;
      readonly bottom: number;
    }
    const isOpen = (element: Element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    const dialogues = [...document.querySelectorAll('[role="dialog"]')].filter(isOpen);
    const root = dialogues.at(-1) ?? document.body;
    const lineOf = (element: Element): readonly Element[] =>
      element.parentElement === null ? [element] : [element, ...lineOf(element.parentElement)];
    // For the ears only, or an outline without words.
    const isUnseen = (element: Element) =>
      element.closest("svg, .cb-skip") !== null ||
      lineOf(element).some((each) => getComputedStyle(each).clipPath === "inset(50%)");
    // What is fixed lies over the page on purpose, and the page scrolls beneath it.
    const layerOf = (element: Element) =>
      lineOf(element).find((each) => ["fixed", "sticky"].includes(getComputedStyle(each).position));
    const nameOf = (element: Element) => {
      const words = (element.getAttribute("aria-label") ?? element.textContent).trim().replaceAll(/\s+/gu, " ");
      return `<${element.tagName.toLowerCase()} ${element.className.toString().split(" ")[0] ?? ""}> "${words.slice(0, 50)}"`;
    };
    const boxOf = (element: Element, { left, top, right, bottom }: DOMRect): Box => ({
      element,
      left,
      top,
      right,
      bottom,
    });
    const controls = [
      ...root.querySelectorAll(
        'a[href], button, input, select, textarea, summary, [role="button"], [role="tab"], [role="option"]',
      ),
    ]
      .filter((element) => isOpen(element) && !isUnseen(element))
      .map((element) => boxOf(element, element.getBoundingClientRect()));
    const words: Box[] = [];
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      const element = node.parentElement;
      if (element === null || node.textContent?.trim() === "" || !isOpen(element) || isUnseen(element)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const rectangle of range.getClientRects()) words.push(boxOf(element, rectangle));
    }

    /** The part that the scrolling and clipping boxes around it let through. */
    const shown = (box: Box): readonly Box[] => {
      let { left, top, right, bottom } = box;
      for (const each of lineOf(box.element)) {
        const style = getComputedStyle(each);
        if (style.overflowX === "visible" && style.overflowY === "visible") continue;
        const frame = each.getBoundingClientRect();
        left = Math.max(left, frame.left);
        top = Math.max(top, frame.top);
        right = Math.min(right, frame.right);
        bottom = Math.min(bottom, frame.bottom);
      }
      const isThere = right - left > TOLERANCE_PX && bottom - top > TOLERANCE_PX;
      return isThere ? [{ element: box.element, left, top, right, bottom }] : [];
    };
    const areOver = (a: Box, b: Box) =>
      Math.min(a.right, b.right) - Math.max(a.left, b.left) > TOLERANCE_PX &&
      Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > TOLERANCE_PX;
    const areFamily = (a: Element, b: Element) => a.contains(b) || b.contains(a);
    // A field's own button (clear, open) stands inside the field's frame, a switch's input beneath its picture.
    const areOneField = (a: Element, b: Element) => {
      const field = a.closest('[class*="-wrapper"], [class*="-body"], label');
      return field !== null && field.contains(b) && (a.matches("input, textarea, select") || b.matches("input"));
    };
    const seenControls = controls.flatMap(shown);
    const seenWords = words.flatMap(shown);
    const overlaps = seenControls.flatMap((control, at) =>
      [...seenControls.slice(at + 1), ...seenWords]
        .filter(
          (other) =>
            areOver(control, other) &&
            !areFamily(control.element, other.element) &&
            !areOneField(control.element, other.element) &&
            layerOf(control.element) === layerOf(other.element),
        )
        .map((other) => `${nameOf(control.element)} lies over ${nameOf(other.element)}`),
    );
    const cuts = [...controls, ...words].flatMap((box) => {
      const cutter = lineOf(box.element).find((each) => {
        const style = getComputedStyle(each);
        // What ends in dots says itself that it is shortened; the words of a field or of code move with the cursor.
        if (style.overflowX === "visible" || style.textOverflow === "ellipsis" || each.matches("input, textarea, pre"))
          return false;
        const frame = each.getBoundingClientRect();
        return box.right > frame.right + TOLERANCE_PX || box.left < frame.left - TOLERANCE_PX;
      });
      const isShortened = lineOf(box.element).some((each) => getComputedStyle(each).textOverflow === "ellipsis");
      return cutter === undefined || isShortened ? [] : [`${nameOf(box.element)} is cut by ${nameOf(cutter)}`];
    });
    return [...new Set([...overlaps, ...cuts])];
  });
}
