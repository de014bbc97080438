/**
 * The ring and the small sounds, made of tones so that nothing has to load. One AudioContext, unlocked by the click on
 * "Start shift", playing through an audio element so that the ringer can be another device than the headset.
 */

interface SoundDesk {
  readonly context: AudioContext;
  readonly output: MediaStreamAudioDestinationNode;
  readonly element: HTMLAudioElement;
}

let desk: SoundDesk | undefined;

/** Must run inside a click once; harmless when repeated. */
export async function unlockSound(): Promise<void> {
  desk ??= makeDesk();
  await desk.context.resume();
  await desk.element.play();
}

export function isSoundUnlocked(): boolean {
  return desk?.context.state === "running";
}

function makeDesk(): SoundDesk {
  const context = new AudioContext();
  const output = context.createMediaStreamDestination();
  const element = new Audio();
  element.srcObject = output.stream;
  return { context, output, element };
}

/** Where rings are heard; undefined is the system's default. Browsers without `setSinkId` keep the default. */
export async function setRinger(deviceId: string | undefined): Promise<void> {
  if (desk !== undefined && "setSinkId" in desk.element) await desk.element.setSinkId(deviceId ?? "");
}

interface Tone {
  readonly hertz: readonly number[];
  readonly atMs: number;
  readonly forMs: number;
}

/** Two soft fifths, then silence: heard across a room, bearable forty times an hour. */
const ringTones: readonly Tone[] = [
  { hertz: [523, 784], atMs: 0, forMs: 380 },
  { hertz: [587, 880], atMs: 420, forMs: 480 },
];
const RING_EVERY_MS = 2_400;
const wrapUpTones: readonly Tone[] = [{ hertz: [659], atMs: 0, forMs: 120 }];
const RING_LOUDNESS = 0.16;

function play(tones: readonly Tone[]): void {
  if (desk === undefined || desk.context.state !== "running") return;
  const { context, output } = desk;
  for (const tone of tones) {
    const start = context.currentTime + tone.atMs / 1_000;
    const end = start + tone.forMs / 1_000;
    const gain = context.createGain();
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(RING_LOUDNESS, start + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.001, end);
    gain.connect(output);
    for (const hertz of tone.hertz) {
      const oscillator = context.createOscillator();
      oscillator.frequency.value = hertz;
      oscillator.connect(gain);
      oscillator.start(start);
      oscillator.stop(end);
    }
  }
}

/** Rings until the returned function is called. */
export function ring(): () => void {
  play(ringTones);
  const timer = setInterval(() => play(ringTones), RING_EVERY_MS);
  return () => clearInterval(timer);
}

export function playTestSound(): void {
  play(ringTones);
}

export function playWrapUpWarning(): void {
  play(wrapUpTones);
}
