import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import texts from "../../prompts/texts.json" with { type: "json" };
import { holdMusic } from "../../prompts/tones.ts";
import { PROMPT_RATE, readWav, type Sound } from "../../prompts/wav.ts";

const PROMPTS = join(import.meta.dirname, "../../prompts");
const LANGUAGES = ["en", "zh", "es"] as const;
const TOTAL_BYTES_MAX = 8_000_000;

function load(folder: string, name: string): Sound {
  return readWav(readFileSync(join(PROMPTS, folder, `${name}.wav`)));
}

function loudest({ samples }: Sound): number {
  return samples.reduce((max, sample) => Math.max(max, Math.abs(sample)), 0);
}

describe.each(LANGUAGES)("[FLOW34] prompts in %s", (language) => {
  const names = [...Object.keys(texts), "beep"];

  test("are exactly the texts and the beep", () => {
    const files = readdirSync(join(PROMPTS, language));
    expect(files.toSorted()).toEqual(names.map((name) => `${name}.wav`).toSorted());
    expect(Object.values(texts).every((text) => text[language].trim() !== "")).toBe(true);
  });

  test.each(names)("%s can be heard and is not long", (name) => {
    const sound = load(language, name);
    expect(sound.rate).toBe(PROMPT_RATE);
    const seconds = sound.samples.length / sound.rate;
    expect(seconds).toBeGreaterThan(0.15);
    expect(seconds).toBeLessThan(15);
    expect(loudest(sound)).toBeGreaterThan(0.3);
    expect(loudest(sound)).toBeLessThan(0.95);
  });
});

test("[FLOW34] what is said differs from language to language", () => {
  const welcomes = LANGUAGES.map((language) => readFileSync(join(PROMPTS, language, "welcome.wav"), "base64"));
  expect(new Set(welcomes).size).toBe(LANGUAGES.length);
});

describe("[FLOW34] the hold music", () => {
  const music = load("music", "hold");

  test("is 20 to 30 seconds at the rate of telephones, and what the script makes", () => {
    const seconds = music.samples.length / music.rate;
    expect([music.rate, seconds > 20, seconds < 30]).toEqual([PROMPT_RATE, true, true]);
    const made = holdMusic().samples;
    expect(made).toHaveLength(music.samples.length);
    const worst = made.reduce((max, sample, i) => Math.max(max, Math.abs(sample - (music.samples[i] ?? 9))), 0);
    expect(worst).toBeLessThan(1e-3);
  });

  test("repeats without a click: the step over the seam is no greater than any within", () => {
    const { samples } = music;
    const steps = samples.slice(1).map((sample, i) => Math.abs(sample - (samples[i] ?? 0)));
    const seam = Math.abs((samples[0] ?? 9) - (samples.at(-1) ?? -9));
    expect(seam).toBeLessThanOrEqual(steps.reduce((max, step) => Math.max(max, step), 0));
  });

  test("never goes quiet", () => {
    const second = PROMPT_RATE;
    for (let at = 0; at + second <= music.samples.length; at += second) {
      expect(loudest({ rate: second, samples: music.samples.slice(at, at + second) })).toBeGreaterThan(0.05);
    }
  });
});

test("[FLOW34] everything together stays small", () => {
  const files = readdirSync(PROMPTS, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
  expect(bytes).toBeLessThan(TOTAL_BYTES_MAX);
});
