/**
 * Digits from a caller, with the habits of `play_and_get_digits`: what it leaves in the variables, and when.
 *
 *   prompt ──ends or a key──▶ digits ──terminator, last digit or silence──▶ good ▶ done
 *                               ▲                                           └─▶ bad ▶ invalid prompt ─▶ done
 *                               └──────────────── next try ◀────────────────────────────┘
 */

import { onLeg } from "./core.ts";
import type { Core } from "./core.ts";
import type { CollectingApp, CollectPlan, RunningApp, SimulatedLeg } from "./leg.ts";
import { lengthOf } from "./prompts.ts";

type CollectApp = Extract<RunningApp, { readonly kind: "collect" }>;

/** A collection that has not begun; `uuid` comes back with its end. */
export function newCollect(plan: CollectPlan, argument: string, uuid: string): CollectApp {
  const fresh: CollectingApp = { kind: "collect", plan, phase: "prompt", triesLeft: plan.tries, digits: "" };
  return { ...fresh, name: "play_and_get_digits", argument, uuid, cancel: () => undefined };
}

/** What to do when the collection is over; the leg's own ends (hang-up, bridge) do not come here. */
const ends = new WeakMap<CollectApp, () => void>();

export function enterCollect(core: Core, leg: SimulatedLeg, app: CollectApp, whenOver: () => void): void {
  ends.set(app, whenOver);
  // What the first try left stays there through the second.
  leg.variables.delete(`${app.plan.variable}_invalid`);
  startTry(core, leg, app);
}

/** A key reached the collection. */
export function giveDigit(core: Core, leg: SimulatedLeg, app: CollectApp, digit: string): void {
  if (app.phase === "invalid") return;
  app.cancel();
  if (app.phase === "prompt") {
    core.emit({ kind: "playback", leg, path: app.plan.prompt, status: "break" });
    app.phase = "digits";
  }
  if (app.plan.terminators.includes(digit)) {
    leg.variables.set("read_terminator_used", digit);
    judge(core, leg, app, app.digits === "" ? "failure" : "success");
    return;
  }
  app.digits += digit;
  if (app.digits.length >= app.plan.max) {
    judge(core, leg, app, "success");
    return;
  }
  app.cancel = onLeg(core, leg, app.plan.digitTimeoutMs, () => {
    judge(core, leg, app, "timeout");
  });
}

/** The leg leaves in the middle of it. */
export function leaveCollect(core: Core, leg: SimulatedLeg, app: CollectApp): void {
  ends.delete(app);
  leg.variables.set("read_result", "failure");
  const path = app.phase === "prompt" ? app.plan.prompt : app.plan.invalidPrompt;
  if (app.phase !== "digits" && path !== "") core.emit({ kind: "playback", leg, path, status: "done" });
}

function startTry(core: Core, leg: SimulatedLeg, app: CollectApp): void {
  const { plan } = app;
  app.digits = "";
  leg.variables.delete(plan.variable);
  app.phase = "prompt";
  if (!playPart(core, leg, app, plan.prompt, () => listen(core, leg, app))) listen(core, leg, app);
}

function listen(core: Core, leg: SimulatedLeg, app: CollectApp): void {
  app.phase = "digits";
  app.cancel = onLeg(core, leg, app.plan.timeoutMs, () => {
    judge(core, leg, app, "failure");
  });
}

/** False if there is nothing to play. */
function playPart(core: Core, leg: SimulatedLeg, app: CollectApp, path: string, next: () => void): boolean {
  const length = lengthOf(core.prompts, path);
  if (path === "" || length === "missing") return false;
  core.emit({ kind: "playback", leg, path, status: "start" });
  if (length !== undefined) {
    app.cancel = onLeg(core, leg, length, () => {
      core.emit({ kind: "playback", leg, path, status: "done" });
      next();
    });
  }
  leg.script.promptStarted(path);
  return true;
}

function judge(core: Core, leg: SimulatedLeg, app: CollectApp, result: "success" | "failure" | "timeout"): void {
  const { plan, digits } = app;
  // The switch says `success` for what does not match and `timeout` for good input without a terminator.
  leg.variables.set("read_result", result);
  const isGood = digits !== "" && digits.length >= plan.min && (plan.pattern?.test(digits) ?? true);
  if (isGood) {
    leg.variables.set(plan.variable, digits);
    over(app);
    return;
  }
  if (digits !== "") leg.variables.set(`${plan.variable}_invalid`, digits);
  app.phase = "invalid";
  app.triesLeft -= 1;
  const next = (): void => {
    if (app.triesLeft > 0) startTry(core, leg, app);
    else over(app);
  };
  if (!playPart(core, leg, app, plan.invalidPrompt, next)) next();
}

function over(app: CollectApp): void {
  const whenOver = ends.get(app);
  ends.delete(app);
  whenOver?.();
}
