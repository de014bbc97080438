/** Hands the caller to a queue, with what he needs and how much he matters. He comes back only if nobody takes him. */

import { z } from "zod";
import type { FlowCursor, FlowEvent } from "../interpret.ts";
import { keySchema, languageSchema, promptNameSchema, requirementSchema, siteNameSchema } from "../parts.ts";
import { leave, type Move, NO_MENTIONS, type NodeBehaviour, wait } from "./behaviour.ts";

/** Skills that one interaction may need. */
const SKILLS_MAX = 20;

export const enqueueConfig = z.strictObject({
  queue: siteNameSchema,
  skills: z.array(requirementSchema).max(SKILLS_MAX).default([]),
  /** The skill needed besides, by the caller's language. */
  languageSkills: z.record(languageSchema, requirementSchema).default({}),
  /** Bigger goes first. */
  priority: z.int().min(0).max(1_000).default(0),
  /** Waits at most this long, then exit `overflow`; absent: as the queue says. */
  overflowAfterMs: z.int().min(1_000).max(86_400_000).optional(),
  /** Keys by which the caller leaves the queue; each is an exit. */
  keys: z.array(keySchema).max(12).default([]),
  /** The place in the line among callers of equal priority; too small is the first, too big the last; absent: the last. */
  position: z.int().min(-1_000).max(1_000_000).optional(),
  /** Played to the agent who picks up, before she is joined, instead of what her queue plays; `none`: nothing. */
  agentPrompt: promptNameSchema.optional(),
});

/** Where a rule of the queue sends callers who are to be offered a callback. */
const CALLBACK_EXIT = "callback";

/** The variable that tells afterwards why the caller came back. */
const QUEUE_LEFT_VARIABLE = "queue.left";

export function enqueue(config: z.infer<typeof enqueueConfig>): NodeBehaviour {
  const { queue, priority, overflowAfterMs, keys, position, agentPrompt } = config;
  const languageSkills = Object.values(config.languageSkills);
  return {
    exits: ["overflow", "nobodySignedIn", "full", ...new Set(keys)],
    optionalExits: [CALLBACK_EXIT],
    instantExits: ["nobodySignedIn", "full"],
    endsCall: true,
    needsAnswer: true,
    mentions: {
      ...NO_MENTIONS,
      queues: [queue],
      prompts: agentPrompt === undefined || agentPrompt === "none" ? [] : [{ name: agentPrompt }],
      skills: [...config.skills, ...languageSkills].map((each) => each.skill),
      languages: Object.keys(config.languageSkills),
      writes: [{ name: QUEUE_LEFT_VARIABLE, sensitive: false }],
    },
    enter: ({ cursor }) =>
      wait({
        kind: "enqueue",
        queue,
        priority,
        requirement: requirement(cursor),
        overflowAfterMs,
        keys,
        position,
        agentPrompt,
      }),
    resume: (event) => {
      if (event.kind === "failed") return back("nobodySignedIn", "failed");
      return event.kind === "queueLeft" ? afterwards(event) : { kind: "ignore" };
    },
  };

  function requirement(cursor: FlowCursor) {
    const { languageSkills: byLanguage } = config;
    const ofLanguage = Object.hasOwn(byLanguage, cursor.language) ? byLanguage[cursor.language] : undefined;
    return ofLanguage === undefined ? config.skills : [...config.skills, ofLanguage];
  }

  function afterwards(event: Extract<FlowEvent, { kind: "queueLeft" }>): Move {
    switch (event.reason) {
      case "timeout":
      case "waited":
      case "expectedWait":
      case "length":
      case "agentsReady":
      case "agentsStaffed":
      case "ratio":
      case "closing":
      case "emergency":
        return back("overflow", event.reason);
      case "callback":
        return back(CALLBACK_EXIT, event.reason);
      case "full":
        return back("full", event.reason);
      // A queue that was renamed or deleted has nobody either, and that exit is always wired.
      case "unknownQueue":
      case "nobodySignedIn":
        return back("nobodySignedIn", event.reason);
      case "key":
        return event.key !== undefined && keys.includes(event.key) ? back(event.key, "key") : { kind: "ignore" };
    }
  }
}

function back(exit: string, reason: string): Move {
  return leave(exit, [{ name: QUEUE_LEFT_VARIABLE, value: reason, sensitive: false }]);
}
