/** Microphone, speaker and ringer, chosen apart and found again by label when the browser has changed their ids. */

import { z } from "zod";

export type DeviceRole = "microphone" | "speaker" | "ringer";

export interface AudioDevice {
  readonly id: string;
  readonly label: string;
}

const remembered = z.object({ id: z.string(), label: z.string() });
const rememberedAll = z.object({
  microphone: remembered.optional(),
  speaker: remembered.optional(),
  ringer: remembered.optional(),
});
export type DeviceChoices = z.infer<typeof rememberedAll>;

const STORED = "cordboard.devices";

export function storedChoices(): DeviceChoices {
  const text = localStorage.getItem(STORED);
  if (text === null) return {};
  try {
    return rememberedAll.safeParse(JSON.parse(text)).data ?? {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

export function storeChoices(choices: DeviceChoices): void {
  localStorage.setItem(STORED, JSON.stringify(choices));
}

/** The chosen device among those present: by id, else by label (ids change when site data is cleared), else the default. */
export function presentDevice(
  choice: AudioDevice | undefined,
  present: readonly AudioDevice[],
): AudioDevice | undefined {
  if (choice === undefined) return undefined;
  return (
    present.find((device) => device.id === choice.id) ??
    present.find((device) => device.label === choice.label && choice.label !== "")
  );
}

export interface PresentDevices {
  readonly inputs: readonly AudioDevice[];
  readonly outputs: readonly AudioDevice[];
}

/** Labels are empty until the microphone has been allowed once. The browser's "default" entry is left to `undefined`. */
export async function presentDevices(): Promise<PresentDevices> {
  const all = navigator.mediaDevices === undefined ? [] : await navigator.mediaDevices.enumerateDevices();
  const of = (kind: MediaDeviceKind) =>
    all
      .filter((device) => device.kind === kind && device.deviceId !== "" && device.deviceId !== "default")
      .map(({ deviceId, label }) => ({ id: deviceId, label }));
  return { inputs: of("audioinput"), outputs: of("audiooutput") };
}

export function watchDevices(onChange: () => void): () => void {
  navigator.mediaDevices?.addEventListener("devicechange", onChange);
  return () => navigator.mediaDevices?.removeEventListener("devicechange", onChange);
}
