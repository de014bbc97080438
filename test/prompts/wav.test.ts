import { describe, expect, test } from "vitest";
import { PROMPT_RATE, readWav, toPromptRate, trimmed, writeWav, type Sound } from "../../prompts/wav.ts";

/** One second. */
function tone(hz: number, rate: number): Sound {
  return {
    rate,
    samples: Float64Array.from({ length: rate }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hz * i) / rate)),
  };
}

/** Root mean square of the middle half, where the filter has its full length on both sides. */
function level({ samples }: Sound): number {
  const middle = samples.slice(samples.length / 4, (3 * samples.length) / 4);
  return Math.sqrt(middle.reduce((sum, sample) => sum + sample * sample, 0) / middle.length);
}

const FULL = 0.5 / Math.SQRT2;

describe("[FLOW35] conversion to 8 kHz", () => {
  test.each([100, 440, 1_000, 2_500, 3_300])("keeps a tone of %i Hz as loud and as high as it was", (hz) => {
    const converted = toPromptRate(tone(hz, 22_050));
    expect(converted.rate).toBe(PROMPT_RATE);
    expect(level(converted)).toBeCloseTo(FULL, 2);
    const crossings = converted.samples.reduce(
      (count, sample, i) => (i > 0 && sample >= 0 && (converted.samples[i - 1] ?? 0) < 0 ? count + 1 : count),
      0,
    );
    expect(Math.abs(crossings - hz)).toBeLessThanOrEqual(2);
  });

  test.each([4_100, 5_000, 7_000, 9_000])("leaves nothing of a tone of %i Hz, which would fold back", (hz) => {
    expect(level(toPromptRate(tone(hz, 22_050)))).toBeLessThan(FULL / 1_000);
  });
});

describe("[FLOW34] WAV files", () => {
  const sound: Sound = { rate: 8_000, samples: Float64Array.from([0, 0.5, -0.5, 1, -1]) };

  test("are read as they were written", () => {
    const { rate, samples } = readWav(writeWav(sound));
    expect(rate).toBe(8_000);
    expect([...samples].map((sample) => Math.round(sample * 1_000) / 1_000)).toEqual([0, 0.5, -0.5, 1, -1]);
  });

  test("clip what is too loud instead of turning it over", () => {
    expect([...readWav(writeWav({ rate: 8_000, samples: Float64Array.from([3, -3]) })).samples]).toEqual([1, -1]);
  });

  test("whose length is unknown, as from a pipe, are read to the end", () => {
    const bytes = writeWav(sound);
    new DataView(bytes.buffer).setUint32(40, 0x7f_ff_f0_00, true);
    expect(readWav(bytes).samples).toHaveLength(5);
  });

  test.each<[string, (view: DataView) => void]>([
    ["another container", (view) => view.setUint32(0, 0)],
    ["stereo", (view) => view.setUint16(22, 2, true)],
    ["8 bits", (view) => view.setUint16(34, 8, true)],
    ["compressed sound", (view) => view.setUint16(20, 7, true)],
    ["no sound", (view) => view.setUint32(36, 0)],
  ])("with %s are refused", (_what, spoil) => {
    const bytes = writeWav(sound);
    spoil(new DataView(bytes.buffer));
    expect(() => readWav(bytes)).toThrow(/WAV|PCM/u);
  });

  test("are trimmed of silence, keeping a margin, and brought to one loudness", () => {
    const samples = new Float64Array(8_000);
    samples.fill(0.2, 3_000, 5_000);
    const { samples: kept } = trimmed({ rate: 8_000, samples }, 0.7, 10);
    expect(kept).toHaveLength(2_000 + 2 * 80);
    expect(kept[100]).toBeCloseTo(0.7);
    expect(() => trimmed({ rate: 8_000, samples: new Float64Array(10) }, 0.7, 10)).toThrow("nothing in it");
  });
});
