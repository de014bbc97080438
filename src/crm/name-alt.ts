/** How a Chinese name is typed on a Latin keyboard, written beside the name so that it can be found by it. */

import { pinyin } from "pinyin-pro";

const chinese = /\p{Script=Han}+/gu;

/** "张伟" gives "zhangwei zhang wei zw": as one word, by syllable, as initials. Empty for a name without Chinese. */
export function nameAlt(name: string): string {
  const runs = name.match(chinese) ?? [];
  return runs.map(spellings).join(" ");
}

function spellings(run: string): string {
  // The first characters of a name are read as a surname: 单 is Shan there, not Dan.
  const syllables = pinyin(run, { toneType: "none", type: "array", surname: "head" });
  const initials = syllables.map((syllable) => syllable.slice(0, 1)).join("");
  return `${syllables.join("")} ${syllables.join(" ")} ${initials}`;
}
