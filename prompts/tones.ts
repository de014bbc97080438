/** The sounds that are not speech: the tone before a recording, and music to wait with. Made here, so nobody owns them. */

import { PROMPT_RATE, type Sound } from "./wav.ts";

const BEEP_HZ = 1_000;
const BEEP_SECONDS = 0.4;
const BEEP_PEAK = 0.4;

/** Faded in and out, so that it does not click. */
export function beep(): Sound {
  const samples = Float64Array.from({ length: BEEP_SECONDS * PROMPT_RATE }, (_, i) => {
    const seconds = i / PROMPT_RATE;
    const fade = Math.min(1, seconds / 0.02, (BEEP_SECONDS - seconds) / 0.02);
    return BEEP_PEAK * fade * Math.sin(2 * Math.PI * BEEP_HZ * seconds);
  });
  return { rate: PROMPT_RATE, samples };
}

/** Eight bars of four beats at 76 beats a minute: 25.3 s. */
const BEAT_SECONDS = 60 / 76;
const BEATS_PER_BAR = 4;

/** One chord a bar, as MIDI notes: bass first, then what the plucked voice walks through. */
const BARS = [
  [48, 60, 64, 67, 71], // C major seventh
  [45, 57, 60, 64, 67], // A minor seventh
  [41, 57, 60, 64, 69], // F major seventh
  [43, 59, 62, 67, 69], // G with its ninth
  [48, 60, 64, 67, 72],
  [40, 59, 64, 67, 71], // E minor
  [41, 57, 60, 65, 69],
  [43, 55, 59, 62, 65], // G seventh, which leads back to the start
] as const;

/** Steps of the chord that the plucked voice takes, one per half beat. */
const WALK = [1, 2, 3, 4, 3, 2, 4, 3] as const;

/** The tune above it: bar, beat, MIDI note, beats long. */
const TUNE = [
  [0, 0, 76, 1.5],
  [0, 2, 79, 2],
  [1, 0, 76, 1.5],
  [1, 2, 72, 2],
  [2, 0, 77, 1.5],
  [2, 2, 76, 1],
  [2, 3, 72, 1],
  [3, 0, 74, 3],
  [4, 0, 76, 1.5],
  [4, 2, 79, 2],
  [5, 0, 83, 1.5],
  [5, 2, 79, 2],
  [6, 0, 81, 1],
  [6, 1, 79, 1],
  [6, 2, 77, 1.5],
  [7, 0, 74, 2],
  [7, 2, 71, 1.5],
] as const;

const MUSIC_PEAK = 0.35;

/** How one voice sounds: its overtones, how fast it dies away, how loud it is. */
interface Voice {
  readonly overtones: readonly number[];
  readonly decaySeconds: number;
  readonly attackSeconds: number;
  readonly level: number;
}

const BASS: Voice = { overtones: [1, 0.5, 0.25], decaySeconds: 1.6, attackSeconds: 0.02, level: 0.5 };
const PLUCKED: Voice = { overtones: [1, 0.35, 0.15, 0.06], decaySeconds: 0.5, attackSeconds: 0.006, level: 0.3 };
const SINGING: Voice = { overtones: [1, 0.2, 0.08], decaySeconds: 1.1, attackSeconds: 0.04, level: 0.42 };

/** Music that can be repeated without a seam: what rings beyond the end is heard at the start. */
export function holdMusic(): Sound {
  const barSeconds = BEATS_PER_BAR * BEAT_SECONDS;
  const samples = new Float64Array(Math.round(BARS.length * barSeconds * PROMPT_RATE));
  BARS.forEach((chord, bar) => {
    const start = bar * barSeconds;
    strike(samples, chord[0], start, BASS);
    strike(samples, chord[0] + 7, start + 2 * BEAT_SECONDS, BASS);
    WALK.forEach((step, i) => strike(samples, chord[step], start + (i * BEAT_SECONDS) / 2, PLUCKED));
  });
  for (const [bar, beat, note, beats] of TUNE) {
    const held: Voice = { ...SINGING, decaySeconds: SINGING.decaySeconds * (beats / 1.5) };
    strike(samples, note, bar * barSeconds + beat * BEAT_SECONDS, held);
  }
  const loudest = samples.reduce((max, sample) => Math.max(max, Math.abs(sample)), 0);
  return { rate: PROMPT_RATE, samples: samples.map((sample) => (sample * MUSIC_PEAK) / loudest) };
}

/** Adds one note, round the end of the loop if it rings that long. */
function strike(samples: Float64Array, note: number, startSeconds: number, voice: Voice): void {
  const hz = 440 * 2 ** ((note - 69) / 12);
  const start = Math.round(startSeconds * PROMPT_RATE);
  // After seven time constants, less than a thousandth is left.
  const length = Math.round(7 * voice.decaySeconds * PROMPT_RATE);
  for (let i = 0; i < length; i += 1) {
    const seconds = i / PROMPT_RATE;
    const envelope = Math.min(1, seconds / voice.attackSeconds) * Math.exp(-seconds / voice.decaySeconds);
    let wave = 0;
    voice.overtones.forEach((share, k) => {
      wave += share * Math.sin(2 * Math.PI * hz * (k + 1) * seconds);
    });
    const at = (start + i) % samples.length;
    samples[at] = (samples[at] ?? 0) + voice.level * envelope * wave;
  }
}
