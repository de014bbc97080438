/**
 * One phone per agent and browser: the tab that holds the lock has the phone, the others are remote controls whose "answer"
 * travels over a BroadcastChannel. When the owner closes, the browser hands the lock to the next tab.
 */

import { z } from "zod";
import type { PhoneState } from "./phone.ts";

const phoneState = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("closed") }),
  z.object({ kind: z.literal("connecting") }),
  z.object({ kind: z.literal("ready") }),
  z.object({ kind: z.literal("lost"), retryAt: z.number() }),
  z.object({ kind: z.literal("failed"), why: z.enum(["noMicrophone", "microphoneDenied", "credentials"]) }),
]);
const tabMessage = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("answer"), interaction: z.string(), reservation: z.string().optional() }),
  z.object({ kind: z.literal("state"), state: phoneState }),
  z.object({ kind: z.literal("whoOwns") }),
  z.object({ kind: z.literal("endShift") }),
]);
export type TabMessage = z.infer<typeof tabMessage>;

export interface PhoneTab {
  readonly leave: () => void;
  readonly say: (message: TabMessage) => void;
  /** Says the state to the other tabs, now and whenever one asks. */
  readonly announce: (state: PhoneState) => void;
}

export interface TabEvents {
  /** This tab now has the phone. */
  readonly onOwn: () => void;
  /** From another tab. */
  readonly onMessage: (message: TabMessage) => void;
}

/** Queues for the agent's phone; `agent` is her id. */
export function joinPhoneTabs(agent: string, events: TabEvents): PhoneTab {
  const name = `cordboard.phone.${agent}`;
  const channel = new BroadcastChannel(name);
  const letGo = Promise.withResolvers<void>();
  const giveUp = new AbortController();
  let announced: PhoneState | undefined;
  channel.addEventListener("message", (event: MessageEvent<unknown>) => {
    const message = tabMessage.safeParse(event.data).data;
    if (message === undefined) return;
    if (message.kind === "whoOwns" && announced !== undefined) channel.postMessage({ kind: "state", state: announced });
    events.onMessage(message);
  });
  channel.postMessage({ kind: "whoOwns" } satisfies TabMessage);
  navigator.locks
    .request(name, { signal: giveUp.signal }, () => {
      events.onOwn();
      return letGo.promise;
    })
    .catch((error: unknown) => {
      // Aborting is how a tab stops queueing; anything else is a bug worth seeing.
      if (!giveUp.signal.aborted) throw error;
    });
  return {
    say: (message) => channel.postMessage(message),
    announce: (state) => {
      announced = state;
      channel.postMessage({ kind: "state", state } satisfies TabMessage);
    },
    leave: () => {
      giveUp.abort();
      letGo.resolve();
      channel.close();
    },
  };
}
