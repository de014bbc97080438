/** What scripted callers, phones and carriers do by themselves: press keys, lose patience, end their conversation. */

import { press } from "./apps.ts";
import { onLeg } from "./core.ts";
import type { Core } from "./core.ts";
import { partyHangsUp } from "./hang-up.ts";
import type { FarEndScript, SimulatedLeg } from "./leg.ts";
import type { CallerScript } from "./parties.ts";
import { partsOf, promptName } from "./prompts.ts";

/** Between two keys of one press: what a quick person takes, and the rhythm of the golden traces. */
const KEY_EVERY_MS = 200;

/** A far end that leaves everything to others. */
export const passive: FarEndScript = {
  answered: () => undefined,
  bridged: () => undefined,
  unbridged: () => undefined,
  promptStarted: () => undefined,
};

/** Presses keys one after another, the first now. */
export function pressAll(core: Core, leg: SimulatedLeg, digits: string, source: "RTP" | "APP" = "RTP"): void {
  Array.from(digits).forEach((digit, at) => {
    onLeg(core, leg, at * KEY_EVERY_MS, () => {
      press(core, leg, digit, source);
    });
  });
}

/** Someone who hangs up after so long in conversation; holds are not counted. */
export function talker(core: Core, leg: SimulatedLeg, talkMs: number | undefined): FarEndScript {
  let leftMs = talkMs;
  let since = core.agenda.now();
  let stop: () => void = () => undefined;
  return {
    ...passive,
    bridged: () => {
      if (leftMs === undefined) return;
      since = core.agenda.now();
      stop = onLeg(core, leg, leftMs, () => {
        partyHangsUp(core, leg);
      });
    },
    unbridged: () => {
      stop();
      if (leftMs !== undefined) leftMs = Math.max(0, leftMs - (core.agenda.now() - since));
    },
  };
}

/** A caller with keys to press, patience to lose and something to say. */
export function callerEnd(core: Core, leg: SimulatedLeg, caller: CallerScript): FarEndScript {
  const conversation = talker(core, leg, caller.talkMs);
  let stopWaiting = waitPatiently();

  function waitPatiently(): () => void {
    if (caller.patienceMs === undefined) return () => undefined;
    return onLeg(core, leg, caller.patienceMs, () => {
      partyHangsUp(core, leg);
    });
  }

  function pressAfter(isMeant: (after: CallerScript["presses"][number]["after"]) => boolean): void {
    for (const { after, delayMs, digits } of caller.presses) {
      if (isMeant(after)) onLeg(core, leg, delayMs, () => pressAll(core, leg, digits));
    }
  }

  return {
    answered: () => pressAfter((after) => after.kind === "answer"),
    promptStarted: (path) => {
      const names = partsOf(path).map(promptName);
      pressAfter((after) => after.kind === "prompt" && names.includes(after.name));
    },
    bridged: () => {
      stopWaiting();
      conversation.bridged();
    },
    unbridged: () => {
      conversation.unbridged();
      stopWaiting = waitPatiently();
    },
  };
}
