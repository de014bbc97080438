/** Sound files made of figures, so that no recorded audio lies in the repository. */

/** A mono 8 kHz 16-bit WAV of one tone. `amplitude` 0 is silence, 32767 full scale. */
export function toneWave(tone: {
  readonly hertz: number;
  readonly durationMs: number;
  readonly amplitude: number;
}): Buffer {
  const rate = 8_000;
  const samples = Math.round((tone.durationMs * rate) / 1_000);
  const wave = Buffer.alloc(44 + samples * 2);
  wave.write("RIFF", 0, "latin1");
  wave.writeUInt32LE(36 + samples * 2, 4);
  wave.write("WAVEfmt ", 8, "latin1");
  wave.writeUInt32LE(16, 16);
  wave.writeUInt16LE(1, 20); // PCM
  wave.writeUInt16LE(1, 22); // mono
  wave.writeUInt32LE(rate, 24);
  wave.writeUInt32LE(rate * 2, 28);
  wave.writeUInt16LE(2, 32);
  wave.writeUInt16LE(16, 34);
  wave.write("data", 36, "latin1");
  wave.writeUInt32LE(samples * 2, 40);
  for (let index = 0; index < samples; index += 1) {
    wave.writeInt16LE(Math.round(tone.amplitude * Math.sin((2 * Math.PI * tone.hertz * index) / rate)), 44 + index * 2);
  }
  return wave;
}

/** A 16-bit WAV taken apart: one list of samples per channel. */
export function readWave(file: Buffer): { readonly rate: number; readonly channels: readonly Float64Array[] } {
  const format = file.indexOf("fmt ", 0, "latin1");
  const start = file.indexOf("data", 0, "latin1") + 8;
  const count = file.readUInt16LE(format + 10);
  const frames = Math.floor((file.length - start) / (2 * count));
  const channels = Array.from({ length: count }, (_, channel) =>
    Float64Array.from({ length: frames }, (__, frame) => file.readInt16LE(start + 2 * (frame * count + channel))),
  );
  return { rate: file.readUInt32LE(format + 12), channels };
}

/** How loud one pitch is in samples at 8 kHz (Goertzel's filter): about half the amplitude of such a tone. */
export function loudness(samples: Float64Array, hertz: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * hertz) / 8_000);
  let before = 0;
  let beforeThat = 0;
  for (const sample of samples) {
    const now = sample + turn * before - beforeThat;
    beforeThat = before;
    before = now;
  }
  return Math.sqrt(Math.max(0, before ** 2 + beforeThat ** 2 - turn * before * beforeThat)) / samples.length;
}
