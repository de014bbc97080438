/** The little flow of our own by which a caller leaves a queue for a voice-mail box: nobody has to set it up. */

import type { Flow } from "#ivr-flows/schema.ts";
import type { FlowVersion } from "../config.ts";

/** No flow of an admin has it: their versions begin with 1. */
const OWN_VERSION = 0;
const NAME_PREFIX = "voicemail:";
const MESSAGE_SECONDS_MAX = 120;

/** Greets, records a message for this box, thanks and hangs up. */
export function boxFlow(box: string): FlowVersion {
  const flow: Flow = {
    formatVersion: 1,
    id: "voicemail",
    name: NAME_PREFIX + box,
    type: "voice",
    entry: "message",
    languages: ["en", "es", "zh"],
    nodes: {
      message: {
        type: "voicemail",
        config: { box, prompts: [{ name: "leave-message" }], maxSeconds: MESSAGE_SECONDS_MAX },
        exits: { recorded: "saved", failed: "sorry" },
      },
      saved: {
        type: "play",
        config: { prompts: [{ name: "message-saved" }, { name: "goodbye" }] },
        exits: { next: "bye" },
      },
      sorry: { type: "play", config: { prompts: [{ name: "sorry-error" }] }, exits: { next: "bye" } },
      bye: { type: "hangUp", config: { cause: "normal" }, exits: {} },
    },
  };
  return { name: flow.name, version: OWN_VERSION, flow };
}

/** The same again, for a fact that tells name and version only; undefined for the flows of the configuration. */
export function boxFlowOf(told: { readonly flow: string; readonly version: number }): FlowVersion | undefined {
  if (told.version !== OWN_VERSION || !told.flow.startsWith(NAME_PREFIX)) return undefined;
  return boxFlow(told.flow.slice(NAME_PREFIX.length));
}
