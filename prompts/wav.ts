/** Sound as the switch plays it from a file: 8 kHz, 16-bit, one channel. Reading, converting and writing, nothing else. */

/** What telephones speak; a file of another rate makes the switch convert it again for every caller. */
export const PROMPT_RATE = 8_000;

/** Mono samples between -1 and 1. */
export interface Sound {
  readonly rate: number;
  readonly samples: Float64Array;
}

const HEADER_BYTES = 44;
const FULL_SCALE = 32_767;

/** Telephone speech ends here; what is above would fold back into the audible range at 8 kHz. */
const CUTOFF_HZ = 3_600;

/** Zero crossings of the filter on each side; 24 put folded sound below -60 dB. */
const FILTER_LOBES = 24;

/** Reads 16-bit mono PCM. Throws on anything else. A writer to a pipe does not know the length: then all that follows is sound. */
export function readWav(bytes: Uint8Array): Sound {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < HEADER_BYTES || tag(view, 0) !== "RIFF" || tag(view, 8) !== "WAVE") {
    throw new Error("not a WAV file");
  }
  let rate: number | undefined;
  for (let at = 12; at + 8 <= bytes.byteLength;) {
    const length = view.getUint32(at + 4, true);
    const body = at + 8;
    if (tag(view, at) === "fmt ") {
      const isPcm16Mono =
        view.getUint16(body, true) === 1 &&
        view.getUint16(body + 2, true) === 1 &&
        view.getUint16(body + 14, true) === 16;
      if (!isPcm16Mono) throw new Error("not 16-bit mono PCM");
      rate = view.getUint32(body + 4, true);
    }
    if (tag(view, at) === "data" && rate !== undefined) {
      const count = Math.floor(Math.min(length, bytes.byteLength - body) / 2);
      return {
        rate,
        samples: Float64Array.from({ length: count }, (_, i) => view.getInt16(body + 2 * i, true) / FULL_SCALE),
      };
    }
    at = body + length + (length % 2);
  }
  throw new Error("a WAV file without sound");
}

/** The bytes of a WAV file; samples beyond full scale are clipped. */
export function writeWav({ rate, samples }: Sound): Uint8Array {
  const view = new DataView(new ArrayBuffer(HEADER_BYTES + 2 * samples.length));
  putTag(view, 0, "RIFF");
  view.setUint32(4, HEADER_BYTES - 8 + 2 * samples.length, true);
  putTag(view, 8, "WAVE");
  putTag(view, 12, "fmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, 2 * rate, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  putTag(view, 36, "data");
  view.setUint32(40, 2 * samples.length, true);
  samples.forEach((sample, i) => {
    view.setInt16(HEADER_BYTES + 2 * i, Math.round(FULL_SCALE * Math.max(-1, Math.min(1, sample))), true);
  });
  return new Uint8Array(view.buffer);
}

/** The same sound at `PROMPT_RATE`: a windowed-sinc low-pass, evaluated only at the moments that are kept. */
export function toPromptRate({ rate, samples }: Sound): Sound {
  const ratio = rate / PROMPT_RATE;
  const cutoff = Math.min(1, (2 * CUTOFF_HZ) / rate);
  const reach = Math.ceil(FILTER_LOBES / cutoff);
  const converted = Float64Array.from({ length: Math.floor(samples.length / ratio) }, (_, n) => {
    const centre = n * ratio;
    const first = Math.max(0, Math.ceil(centre - reach));
    const last = Math.min(samples.length - 1, Math.floor(centre + reach));
    let sum = 0;
    for (let i = first; i <= last; i += 1) {
      const distance = i - centre;
      const window = 0.5 + 0.5 * Math.cos((Math.PI * distance) / reach);
      sum += (samples[i] ?? 0) * cutoff * sinc(cutoff * distance) * window;
    }
    return sum;
  });
  return { rate: PROMPT_RATE, samples: converted };
}

/** The sound without the silence around it, `marginMs` of which stays, and as loud as `peak` (0 to 1). */
export function trimmed({ rate, samples }: Sound, peak: number, marginMs: number): Sound {
  const loudest = samples.reduce((max, sample) => Math.max(max, Math.abs(sample)), 0);
  if (loudest === 0) throw new Error("a sound with nothing in it");
  const isHeard = (sample: number) => Math.abs(sample) > loudest / 100;
  const margin = Math.round((rate * marginMs) / 1_000);
  const start = Math.max(0, samples.findIndex(isHeard) - margin);
  const end = Math.min(samples.length, samples.findLastIndex(isHeard) + 1 + margin);
  return { rate, samples: samples.slice(start, end).map((sample) => (sample * peak) / loudest) };
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function tag(view: DataView, at: number): string {
  return String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
}

function putTag(view: DataView, at: number, text: string): void {
  for (let i = 0; i < text.length; i += 1) view.setUint8(at + i, text.charCodeAt(i));
}
