/** The voice of one SIP session: what is heard, through which speaker, from which microphone, and how good the line is. */

import { Web, type Session } from "sip.js";
import { microphone } from "./microphone-level.ts";
import { lineQuality, type LineQuality, type Reading } from "./quality.ts";

const READ_EVERY_MS = 5_000;

function connectionOf(session: Session): RTCPeerConnection | undefined {
  const description = session.sessionDescriptionHandler;
  return description instanceof Web.SessionDescriptionHandler ? description.peerConnection : undefined;
}

/** Plays the other side through `speaker` until stopped; reports quality each five seconds. */
export function playVoice(
  session: Session,
  speaker: string | undefined,
  onQuality: (quality: LineQuality | undefined) => void,
): { readonly element: HTMLAudioElement; readonly stop: () => void } {
  const element = new Audio();
  element.autoplay = true;
  const connection = connectionOf(session);
  const stream = new MediaStream(connection?.getReceivers().map((receiver) => receiver.track) ?? []);
  element.srcObject = stream;
  void setSpeaker(element, speaker);
  void element.play();
  let before: Reading | undefined;
  const timer = setInterval(() => {
    void (async () => {
      const now = connection === undefined ? undefined : await read(connection);
      if (now === undefined) return;
      onQuality(lineQuality(before, now));
      before = now;
    })();
  }, READ_EVERY_MS);
  return {
    element,
    stop: () => {
      clearInterval(timer);
      element.pause();
      element.srcObject = null;
      onQuality(undefined);
    },
  };
}

export async function setSpeaker(element: HTMLAudioElement, speaker: string | undefined): Promise<void> {
  if ("setSinkId" in element) await element.setSinkId(speaker ?? "");
}

/** Swaps the microphone of a running call without a new negotiation. */
export async function setMicrophone(session: Session, deviceId: string | undefined): Promise<void> {
  const sender = connectionOf(session)
    ?.getSenders()
    .find(({ track }) => track?.kind === "audio");
  if (sender === undefined) return;
  const stream = await navigator.mediaDevices.getUserMedia({ audio: microphone(deviceId) });
  const old = sender.track;
  await sender.replaceTrack(stream.getAudioTracks()[0] ?? null);
  old?.stop();
}

async function read(connection: RTCPeerConnection): Promise<Reading | undefined> {
  const reports = [...(await connection.getStats()).values()].map((report: unknown) => report);
  const inbound = reports.find(
    (report) => field(report, "type") === "inbound-rtp" && field(report, "kind") === "audio",
  );
  const pair = reports.find(
    (report) => field(report, "type") === "candidate-pair" && field(report, "nominated") === true,
  );
  if (inbound === undefined) return undefined;
  return {
    packetsReceived: number(inbound, "packetsReceived"),
    packetsLost: number(inbound, "packetsLost"),
    jitterMs: number(inbound, "jitter") * 1_000,
    roundTripMs: pair === undefined ? 0 : number(pair, "currentRoundTripTime") * 1_000,
  };
}

function field(report: unknown, name: string): unknown {
  return typeof report === "object" && report !== null
    ? Object.entries(report).find(([key]) => key === name)?.[1]
    : undefined;
}

function number(report: unknown, name: string): number {
  const value = field(report, name);
  return typeof value === "number" ? value : 0;
}
