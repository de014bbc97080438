/**
 * The shift: takes the seat, opens the right phone in the one tab that may have it, and follows the desk so that the phone
 * knows which calls are real. Starts from a click, which is what unlocks sound in a browser.
 */

import { takeSeat, type Seat } from "#protocol/api/session.ts";
import { callRoute } from "../api/call-route.ts";
import { useDeskStore } from "../live/stores.ts";
import { allowNotifications } from "./attention.ts";
import { presentDevice, presentDevices, storeChoices, watchDevices, type DeviceChoices } from "./devices.ts";
import { joinPhoneTabs, type PhoneTab, type TabMessage } from "./one-phone.ts";
import type { Phone, PhoneEvents, RingingCall } from "./phone.ts";
import { usePhoneStore } from "./phone-store.ts";
import { serverPhone } from "./server-phone.ts";
import { isSoundUnlocked, unlockSound, setRinger } from "./sounds.ts";

const STARTED = "cordboard.shift";
let tab: PhoneTab | undefined;
let phone: Phone | undefined;
let stopFollowing: (() => void) | undefined;

/** Whether the shift was started in this tab before a reload. */
export function wasStarted(): boolean {
  return sessionStorage.getItem(STARTED) === "yes";
}

/** Called by the click. Everything that needs the person's gesture happens first. */
export async function startShift(agent: string): Promise<void> {
  await enableSound();
  await allowNotifications();
  resumeShift(agent);
}

export async function enableSound(): Promise<void> {
  await unlockSound();
  usePhoneStore.setState({ isSoundOn: isSoundUnlocked() });
  await applyDevices();
}

/** After a reload the phone comes back by itself; only sound has to wait for a click. */
export function resumeShift(agent: string): void {
  sessionStorage.setItem(STARTED, "yes");
  usePhoneStore.setState({ shift: "started" });
  tab ??= joinPhoneTabs(agent, { onOwn: () => void own(), onMessage: hearTab });
}

/** A phone that is not reachable by then will not be so soon. */
const REACHABLE_MS_MAX = 20_000;

/**
 * Resolves to true as soon as calls can ring here (or in the tab that has the phone), to false when they cannot. Whoever
 * became ready before would be offered a call that finds no phone.
 */
export function phoneIsReachable(): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const look = () => {
    const { kind } = usePhoneStore.getState().state;
    if (kind === "ready") resolve(true);
    if (kind === "failed") resolve(false);
  };
  const stop = usePhoneStore.subscribe(look);
  const timer = setTimeout(() => resolve(false), REACHABLE_MS_MAX);
  look();
  return promise.finally(() => {
    stop();
    clearTimeout(timer);
  });
}

async function own(): Promise<void> {
  usePhoneStore.setState({ isOwner: true });
  const events: PhoneEvents = {
    onState: (state) => {
      usePhoneStore.setState({ state });
      tab?.announce(state);
    },
    onQuality: (quality) => usePhoneStore.setState({ quality }),
  };
  events.onState({ kind: "connecting" });
  phone = await phoneFor(events);
  stopFollowing = follow();
  await phone.open();
  await applyDevices();
}

async function phoneFor(events: PhoneEvents): Promise<Phone> {
  const seat = await firstSeat();
  if (seat.kind === "server") return serverPhone(events);
  const { sipPhone } = await import("./sip-phone.ts");
  let first: typeof seat | undefined = seat;
  return sipPhone(async () => {
    const taken = first ?? (await callRoute(takeSeat, {}));
    first = undefined;
    if (taken.kind === "sip") return taken;
    throw new Error("the seat is no longer a browser phone");
  }, events);
}

const SEAT_RETRY_MS = 5_000;
const SEAT_TRIES_MAX = 60;

async function firstSeat(): Promise<Seat> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await callRoute(takeSeat, {});
    } catch (error) {
      if (tries >= SEAT_TRIES_MAX) throw error;
      usePhoneStore.setState({ state: { kind: "lost", retryAt: Date.now() + SEAT_RETRY_MS } });
      await new Promise((resolve) => setTimeout(resolve, SEAT_RETRY_MS));
    }
  }
}

/** Tells the phone which calls the server has told us about. A dialled call rings our own phone first. */
function follow(): () => void {
  const tell = () => {
    const call = useDeskStore.getState().view?.call;
    phone?.expect(
      call === undefined || call.stage === "ended"
        ? []
        : [
            {
              interaction: call.interaction,
              reservation: call.reservation,
              isAutoAnswered: call.direction === "outbound" && call.stage === "dialling",
            },
          ],
    );
  };
  tell();
  const stopStore = useDeskStore.subscribe(tell);
  const stopDevices = watchDevices(() => void applyDevices());
  return () => {
    stopStore();
    stopDevices();
  };
}

function hearTab(message: TabMessage): void {
  const { isOwner } = usePhoneStore.getState();
  switch (message.kind) {
    case "answer":
      if (isOwner) void phone?.answer({ interaction: message.interaction, reservation: message.reservation });
      return;
    case "state":
      if (!isOwner) usePhoneStore.setState({ state: message.state });
      return;
    case "endShift":
      return void endShift(false);
    case "whoOwns":
      return;
    default:
      return message satisfies never;
  }
}

/** Answers here, or tells the tab that has the phone to. False when this tab knows that it did not work. */
export async function answerCall(call: RingingCall): Promise<boolean> {
  if (usePhoneStore.getState().isOwner) return (await phone?.answer(call)) ?? false;
  tab?.say({ kind: "answer", interaction: call.interaction, reservation: call.reservation });
  return tab !== undefined;
}

export async function chooseDevices(devices: DeviceChoices): Promise<void> {
  storeChoices(devices);
  usePhoneStore.setState({ devices });
  await applyDevices();
}

async function applyDevices(): Promise<void> {
  const { devices } = usePhoneStore.getState();
  const { inputs, outputs } = await presentDevices();
  await setRinger(presentDevice(devices.ringer, outputs)?.id);
  await phone?.use({
    microphone: presentDevice(devices.microphone, inputs)?.id,
    speaker: presentDevice(devices.speaker, outputs)?.id,
  });
}

/** Puts the phone away, in all tabs when `everywhere`. */
export async function endShift(everywhere: boolean): Promise<void> {
  sessionStorage.removeItem(STARTED);
  if (everywhere) tab?.say({ kind: "endShift" });
  stopFollowing?.();
  stopFollowing = undefined;
  const closing = phone;
  phone = undefined;
  await closing?.close();
  tab?.leave();
  tab = undefined;
  usePhoneStore.setState({ shift: "notStarted", isOwner: false, state: { kind: "closed" }, quality: undefined });
}
