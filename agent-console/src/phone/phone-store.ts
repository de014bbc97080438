/** What the screens know of the phone. */

import { create } from "zustand";
import { storedChoices, type DeviceChoices } from "./devices.ts";
import type { PhoneState } from "./phone.ts";
import type { LineQuality } from "./quality.ts";

interface PhoneFacts {
  /** `notStarted` until the click on "Start shift" that lets the browser make sound. */
  readonly shift: "notStarted" | "started";
  /** Whether this tab holds the phone; the others are remote controls. */
  readonly isOwner: boolean;
  readonly state: PhoneState;
  readonly quality: LineQuality | undefined;
  readonly isSoundOn: boolean;
  readonly devices: DeviceChoices;
}

export const usePhoneStore = create<PhoneFacts>(() => ({
  shift: "notStarted",
  isOwner: false,
  state: { kind: "closed" },
  quality: undefined,
  isSoundOn: false,
  devices: storedChoices(),
}));
