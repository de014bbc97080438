/**
 * The browser's own phone: sip.js over a secure WebSocket to FreeSWITCH.
 *
 *   closed ──open──▶ connecting ──registered──▶ ready ──transport or registration lost──▶ lost ──backoff──▶ connecting
 *
 * The credentials are short-lived; they are fetched anew for each connection and before they expire. A call in progress
 * outlives both: it is only given up when the session itself ends.
 */

import type { Seat } from "#protocol/api/session.ts";
import { Registerer, RegistererState, SessionState, UserAgent, type Invitation } from "sip.js";
import { backoffMs } from "../live/backoff.ts";
import { serverNow } from "../live/clock.ts";
import { matchedCall, type ExpectedCall } from "./auto-answer.ts";
import { microphone } from "./microphone-level.ts";
import type { Phone, PhoneEvents, RingingCall, VoiceDevices } from "./phone.ts";
import { playVoice, setMicrophone, setSpeaker } from "./voice.ts";

export type SipSeat = Extract<Seat, { kind: "sip" }>;

const RETRY = { firstMs: 500, maxMs: 20_000 } as const;
const ICE_GATHERING_MS = 500;
const REGISTER_EXPIRES_S = 120;
/** Fresh credentials this long before the old ones end. */
const REFRESH_BEFORE_MS = 60_000;
const REFRESH_SOONEST_MS = 10_000;
/** How long an INVITE may wait for the live socket to say what it is. */
const UNCLAIMED_MAX_MS = 10_000;
/** How long an answer may wait for its INVITE. */
const ANSWER_WAIT_MS = 5_000;

interface Ringing {
  readonly invitation: Invitation;
  readonly header: string | undefined;
  readonly giveUp: ReturnType<typeof setTimeout>;
}

export function sipPhone(takeSeat: () => Promise<SipSeat>, events: PhoneEvents): Phone {
  let devices: VoiceDevices = { microphone: undefined, speaker: undefined };
  let expected: readonly ExpectedCall[] = [];
  let agent: UserAgent | undefined;
  let registerer: Registerer | undefined;
  let ringing: Ringing | undefined;
  let talking: { readonly session: Invitation; readonly voice: ReturnType<typeof playVoice> } | undefined;
  let wanted: { readonly call: RingingCall; readonly settle: (taken: boolean) => void } | undefined;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let refreshTimer: ReturnType<typeof setTimeout> | undefined;
  let isClosed = true;
  let attempt = 0;

  async function connect(): Promise<void> {
    clearTimeout(retryTimer);
    events.onState({ kind: "connecting" });
    try {
      const seat = await takeSeat();
      await dismantle();
      if (isClosed) return;
      agent = makeAgent(seat);
      await agent.start();
      registerer = new Registerer(agent, { expires: REGISTER_EXPIRES_S });
      registerer.stateChange.addListener((state) => {
        if (state === RegistererState.Registered) settleDown(seat.expiresAt);
        if (state === RegistererState.Unregistered) lost();
      });
      await registerer.register({ requestDelegate: { onReject: lost } });
    } catch (error) {
      console.warn("phone: not connected", error);
      lost();
    }
  }

  function settleDown(expiresAt: number): void {
    attempt = 0;
    events.onState({ kind: "ready" });
    clearTimeout(refreshTimer);
    const delayMs = Math.max(REFRESH_SOONEST_MS, expiresAt - serverNow() - REFRESH_BEFORE_MS);
    refreshTimer = setTimeout(() => {
      // Never in the middle of a call: the credentials matter only for the next registration.
      if (talking === undefined && ringing === undefined) void connect();
      else settleDown(expiresAt + REFRESH_BEFORE_MS);
    }, delayMs);
  }

  function lost(): void {
    if (isClosed) return;
    clearTimeout(retryTimer);
    const delayMs = backoffMs(attempt, Math.random(), RETRY);
    attempt += 1;
    events.onState({ kind: "lost", retryAt: Date.now() + delayMs });
    retryTimer = setTimeout(() => void connect(), delayMs);
  }

  function makeAgent(seat: SipSeat): UserAgent {
    const uri = UserAgent.makeURI(`sip:${seat.sipUser}@${seat.domain}`);
    if (uri === undefined) throw new Error("the seat has no valid SIP address");
    return new UserAgent({
      uri,
      transportOptions: { server: seat.webSocketUrl, keepAliveInterval: 30 },
      authorizationUsername: seat.sipUser,
      authorizationPassword: seat.password,
      reconnectionAttempts: 0,
      logLevel: "warn",
      sessionDescriptionHandlerFactoryOptions: {
        iceGatheringTimeout: ICE_GATHERING_MS,
        // FreeSWITCH offers no BUNDLE group: "max-bundle" would refuse every call.
        peerConnectionConfiguration: { bundlePolicy: "balanced", iceServers: [...seat.iceServers] },
      },
      delegate: { onInvite: meet, onDisconnect: (error) => (error === undefined ? undefined : lost()) },
    });
  }

  function meet(invitation: Invitation): void {
    if (ringing !== undefined) return void invitation.reject({ statusCode: 486 });
    const header = invitation.request.getHeader("X-CC-Call");
    const giveUp = setTimeout(() => {
      if (matchedCall(header, expected) === undefined) void invitation.reject({ statusCode: 480 });
    }, UNCLAIMED_MAX_MS);
    ringing = { invitation, header, giveUp };
    invitation.stateChange.addListener((state) => {
      if (state === SessionState.Established) established(invitation);
      if (state === SessionState.Terminated) ended(invitation);
    });
    reconsider();
  }

  /** Picks up when the agent asked for it or the server said that this one is picked up by itself. */
  function reconsider(): void {
    if (ringing === undefined || ringing.invitation.state !== SessionState.Initial) return;
    const call = matchedCall(ringing.header, expected);
    const isWanted = wanted !== undefined && call?.interaction === wanted.call.interaction;
    if (call !== undefined && (isWanted || call.isAutoAnswered)) void accept(ringing.invitation);
  }

  async function accept(invitation: Invitation): Promise<void> {
    try {
      await invitation.accept({
        sessionDescriptionHandlerOptions: { constraints: { audio: microphone(devices.microphone), video: false } },
      });
      wanted?.settle(true);
    } catch (error) {
      console.warn("phone: could not answer", error);
      if (error instanceof DOMException && error.name === "NotAllowedError")
        events.onState({ kind: "failed", why: "microphoneDenied" });
      wanted?.settle(false);
    }
    wanted = undefined;
  }

  function established(invitation: Invitation): void {
    talking?.voice.stop();
    talking = { session: invitation, voice: playVoice(invitation, devices.speaker, events.onQuality) };
    if (ringing?.invitation === invitation) {
      clearTimeout(ringing.giveUp);
      ringing = undefined;
    }
  }

  function ended(invitation: Invitation): void {
    if (ringing?.invitation === invitation) {
      clearTimeout(ringing.giveUp);
      ringing = undefined;
    }
    if (talking?.session !== invitation) return;
    talking.voice.stop();
    talking = undefined;
  }

  async function dismantle(): Promise<void> {
    const old = { agent, registerer };
    agent = undefined;
    registerer = undefined;
    await old.registerer?.dispose();
    await old.agent?.stop();
  }

  return {
    open: async () => {
      isClosed = false;
      const why = await microphoneFault();
      if (why !== undefined) return events.onState({ kind: "failed", why });
      await connect();
    },
    answer: (call) =>
      new Promise((settle) => {
        const giveUp = setTimeout(() => {
          wanted = undefined;
          settle(false);
        }, ANSWER_WAIT_MS);
        wanted = {
          call,
          settle: (taken) => {
            clearTimeout(giveUp);
            settle(taken);
          },
        };
        reconsider();
      }),
    expect: (calls) => {
      expected = calls;
      reconsider();
    },
    use: async (next) => {
      const isNewMicrophone = next.microphone !== devices.microphone;
      devices = next;
      if (talking === undefined) return;
      await setSpeaker(talking.voice.element, next.speaker);
      if (isNewMicrophone) await setMicrophone(talking.session, next.microphone);
    },
    close: async () => {
      isClosed = true;
      clearTimeout(retryTimer);
      clearTimeout(refreshTimer);
      await dismantle();
      events.onState({ kind: "closed" });
    },
  };
}

/** Asks for the microphone once, at the start of the shift and not when the first customer is waiting. */
async function microphoneFault(): Promise<"noMicrophone" | "microphoneDenied" | undefined> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    for (const track of stream.getTracks()) track.stop();
    return undefined;
  } catch (error) {
    return error instanceof DOMException && error.name === "NotFoundError" ? "noMicrophone" : "microphoneDenied";
  }
}
