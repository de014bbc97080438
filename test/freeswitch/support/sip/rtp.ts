/** The voice of a test phone: sends one tone, presses keys (RFC 2833), and knows by its pitch what it hears. */

import { createSocket } from "node:dgram";
import type { Socket } from "node:dgram";
import { once } from "node:events";

import { loudness } from "../wave.ts";

const frameMs = 20;
const rate = 8_000;
const frameSamples = (rate * frameMs) / 1_000;
/** What counts as heard: the last so many samples, received not longer ago than `freshMs`. */
const windowSamples = 1_600;
const freshMs = 200;
const keys = "0123456789*#ABCD";

export interface Line extends AsyncDisposable {
  readonly port: number;
  /** Starts to speak there. */
  speakTo(address: string, port: number, digitsType: number): void;
  hush(): void;
  /** One key after another, 100 ms each with 60 ms between. */
  press(digits: string): Promise<void>;
  /** The one of `pitches` that what was heard last consists of; undefined when there was (almost) nothing, or no tone. */
  hears(pitches: readonly number[]): number | undefined;
  /** There was something to hear just now, tone or not. */
  hearsAnything(): boolean;
  /** The keys that came in so far. */
  digitsHeard(): string;
}

/** Opens an RTP port on 127.0.0.1; it speaks with a tone of `hertz`. */
export async function openLine(hertz: number): Promise<Line> {
  const socket = createSocket("udp4");
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return new ToneLine(socket, hertz);
}

class ToneLine implements Line {
  readonly port: number;
  readonly #socket: Socket;
  readonly #hertz: number;
  #to: { readonly address: string; readonly port: number; readonly digitsType: number } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #startedAt = 0;
  #frames = 0;
  #sequence = 1;
  #pressing: { readonly key: number; readonly startFrame: number; readonly frames: number } | undefined;
  #heard = new Float64Array(windowSamples);
  #heardAt = -Infinity;
  #digits = "";
  #lastDigitStamp = -1;

  constructor(socket: Socket, hertz: number) {
    this.#socket = socket;
    this.#hertz = hertz;
    this.port = socket.address().port;
    socket.on("message", (packet) => this.#receive(packet));
    // The far end may be gone already; that is for the call to find out, not for its voice.
    socket.on("error", () => this.hush());
  }

  speakTo(address: string, port: number, digitsType: number): void {
    this.#to = { address, port, digitsType };
    if (this.#timer !== undefined) return;
    this.#startedAt = performance.now();
    this.#frames = 0;
    this.#timer = setInterval(() => this.#catchUp(), frameMs);
  }

  hush(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async press(digits: string): Promise<void> {
    for (const key of digits) {
      await this.#pressOne(keys.indexOf(key));
    }
  }

  hears(pitches: readonly number[]): number | undefined {
    if (performance.now() - this.#heardAt > freshMs) return undefined;
    const levels = pitches.map((hertz) => loudness(this.#heard, hertz));
    const most = Math.max(...levels);
    return most < 200 || most < toneShare * effective(this.#heard) ? undefined : pitches[levels.indexOf(most)];
  }

  hearsAnything(): boolean {
    return performance.now() - this.#heardAt <= freshMs && effective(this.#heard) > 100;
  }

  digitsHeard(): string {
    return this.#digits;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.hush();
    await new Promise<void>((closed) => this.#socket.close(() => closed()));
  }

  #pressOne(key: number): Promise<void> {
    const pressed = Promise.withResolvers<undefined>();
    this.#pressing = { key, startFrame: this.#frames, frames: 5 };
    const watch = setInterval(() => {
      // Also when the voice has stopped: nobody waits for a key on a dead line.
      if (this.#pressing !== undefined && this.#timer !== undefined) return;
      clearInterval(watch);
      setTimeout(() => pressed.resolve(undefined), 60);
    }, frameMs / 2);
    return pressed.promise;
  }

  /** Timers come late on a busy machine; the switch counts frames, so each one due is sent. */
  #catchUp(): void {
    const due = Math.floor((performance.now() - this.#startedAt) / frameMs);
    while (this.#frames < due) this.#sendFrame();
  }

  #sendFrame(): void {
    if (this.#to === undefined) return;
    const pressing = this.#pressing;
    if (pressing !== undefined) this.#sendKey(pressing, this.#to.digitsType);
    else this.#send(0, this.#frames * frameSamples, this.#tone(), false);
    this.#frames += 1;
  }

  #sendKey(
    pressing: { readonly key: number; readonly startFrame: number; readonly frames: number },
    type: number,
  ): void {
    const at = this.#frames - pressing.startFrame;
    const isEnd = at >= pressing.frames;
    const event = Buffer.alloc(4);
    event[0] = pressing.key;
    event[1] = (isEnd ? 0x80 : 0) | 10;
    event.writeUInt16BE(Math.min(at + 1, pressing.frames) * frameSamples, 2);
    // The end is sent three times, as the RFC advises.
    for (let copy = 0; copy < (isEnd ? 3 : 1); copy += 1)
      this.#send(type, pressing.startFrame * frameSamples, event, at === 0);
    if (isEnd) this.#pressing = undefined;
  }

  #tone(): Buffer {
    const payload = Buffer.alloc(frameSamples);
    for (let index = 0; index < frameSamples; index += 1) {
      const at = this.#frames * frameSamples + index;
      payload[index] = toUlaw(6_000 * Math.sin((2 * Math.PI * this.#hertz * at) / rate));
    }
    return payload;
  }

  #send(type: number, stamp: number, payload: Buffer, isMarked: boolean): void {
    if (this.#to === undefined) return;
    const packet = Buffer.alloc(12 + payload.length);
    packet[0] = 0x80;
    packet[1] = type | (isMarked ? 0x80 : 0);
    packet.writeUInt16BE(this.#sequence & 0xff_ff, 2);
    packet.writeUInt32BE(stamp >>> 0, 4);
    packet.writeUInt32BE(this.#hertz, 8);
    payload.copy(packet, 12);
    this.#sequence += 1;
    this.#socket.send(packet, this.#to.port, this.#to.address);
  }

  #receive(packet: Buffer): void {
    const type = (packet[1] ?? 0) & 0x7f;
    if (packet.length > 12 && type === 0) {
      this.#heardAt = performance.now();
      const samples = packet.subarray(12);
      this.#heard.copyWithin(0, samples.length);
      const from = windowSamples - samples.length;
      for (const [index, value] of samples.entries()) this.#heard[from + index] = fromUlaw(value);
    }
    if (packet.length >= 16 && type === (this.#to?.digitsType ?? 101)) {
      const stamp = packet.readUInt32BE(4);
      if (stamp !== this.#lastDigitStamp) this.#digits += keys[packet[12] ?? 0] ?? "";
      this.#lastDigitStamp = stamp;
    }
  }
}

/** Of the effective level of a pure tone, Goertzel's filter finds 0.7 at its pitch; of speech, much less. */
const toneShare = 0.45;

function effective(samples: Float64Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length);
}

/** G.711 µ-law. */
function toUlaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(32_635, Math.abs(Math.round(sample))) + 132;
  const exponent = Math.max(0, Math.floor(Math.log2(magnitude)) - 7);
  return ~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0f)) & 0xff;
}

function fromUlaw(byte: number): number {
  const value = ~byte & 0xff;
  const magnitude = ((((value & 0x0f) << 3) + 132) << ((value >> 4) & 7)) - 132;
  return (value & 0x80) === 0 ? magnitude : -magnitude;
}
