/**
 * Makes the prompt files beside it from `texts.json`. Run by hand (`node prompts/render.ts`) after a change of the texts
 * and commit what it wrote; a running server never needs it. Wants Debian's `espeak-ng`.
 */

import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pinyin } from "pinyin-pro";
import texts from "./texts.json" with { type: "json" };
import { beep, holdMusic } from "./tones.ts";
import { readWav, toPromptRate, trimmed, writeWav, type Sound } from "./wav.ts";

const FOLDER = import.meta.dirname;

/** Words a minute: slower than the default of 175, as telephones swallow consonants. */
const SPEED = "155";

const SPEECH_PEAK = 0.7;
const MARGIN_MS = 40;

/** Half a minute of speech; a longer prompt is a mistake. */
const SPOKEN_BYTES_MAX = 4_000_000;

/** Chinese goes in as pinyin: Debian's espeak-ng comes without the dictionary of Chinese characters. */
const VOICES = {
  en: { voice: "en-us", written: (text: string) => text },
  zh: { voice: "cmn-latn-pinyin", written: inPinyin },
  es: { voice: "es-419", written: (text: string) => text },
} as const;

function inPinyin(text: string): string {
  const latin = text.replaceAll(/[，、]/gu, ", ").replaceAll("。", ". ");
  // pinyin-pro writes the neutral tone as 0, espeak-ng as 5.
  return pinyin(latin, { toneType: "num", nonZh: "consecutive" }).replaceAll("0", "5");
}

function speak(voice: string, text: string): Sound {
  const spoken = spawnSync("espeak-ng", ["-v", voice, "-s", SPEED, "--stdout", "--", text], {
    maxBuffer: SPOKEN_BYTES_MAX,
  });
  if (spoken.error !== undefined) throw spoken.error;
  if (spoken.status !== 0) throw new Error(`espeak-ng: ${spoken.stderr.toString()}`);
  return trimmed(toPromptRate(readWav(spoken.stdout)), SPEECH_PEAK, MARGIN_MS);
}

function write(folder: string, name: string, sound: Sound): void {
  mkdirSync(join(FOLDER, folder), { recursive: true });
  writeFileSync(join(FOLDER, folder, `${name}.wav`), writeWav(sound));
}

for (const language of ["en", "zh", "es"] as const) {
  const { voice, written } = VOICES[language];
  for (const [name, text] of Object.entries(texts)) write(language, name, speak(voice, written(text[language])));
  write(language, "beep", beep());
}
write("music", "hold", holdMusic());
