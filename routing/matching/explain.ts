/**
 * The dry run: who would take this now, and why. Asks the same questions as a decision and changes nothing that decisions
 * depend on.
 */

import { isPromised } from "../callback/promised.ts";
import type { Needs, OverflowRule, PreferredSkill, QueueConfig, Requirement, SkillCondition } from "../config.ts";
import type { AgentRule, PassedOver } from "../facts.ts";
import { interactionId, type AgentId, type InteractionId, type QueueId } from "../ids.ts";
import type { Instant } from "../instant.ts";
import { visitNeeds } from "../interaction/visit-needs.ts";
import { canBeOffered } from "../evolve/reach.ts";
import { newLine, positionIn } from "../queue/order.ts";
import { holds, type Standing } from "../queue/overflow.ts";
import type { State } from "../state.ts";
import { chooseAgent, precedes, ranking } from "./choose.ts";
import { agentConfig, isAble, queueConfig, satisfies } from "./eligible.ts";
import { whyNotFree, type NotFree } from "./not-free.ts";
import { stepsToCome, type StepToCome } from "./steps-to-come.ts";
import type { LaneFloor } from "./lane.ts";
import type { WaitingEntry } from "./waiting-class.ts";
import { laneOf, type Lane } from "../work/capacity.ts";

/** A caller who does not wait yet: what his flow, rules and tier would ask for besides the queue. */
export interface Newcomer {
  readonly queue: QueueId;
  readonly requirement: Requirement;
  readonly preferred: readonly PreferredSkill[];
  /** Added to the queue's. */
  readonly priority: number;
  /** How fast the wait counts, by a tier; 1 without one. */
  readonly weight: number;
  /** Who is to be tried before everybody else, in this order. */
  readonly particular: readonly AgentId[];
}

/** Of each agent who is set up one of these. The first condition that an agent does not meet says why she never would. */
export type AgentStanding =
  | { readonly kind: "wouldTake" }
  /** Free and able; `rank` 2 is who comes next. `because`: what puts the first before her. */
  | { readonly kind: "nextInLine"; readonly rank: number; readonly because: PassedOver["reason"] }
  /** Free and able, while others are asked for by name. */
  | { readonly kind: "notParticular" }
  | { readonly kind: "notFree"; readonly because: NotFree }
  | { readonly kind: "signedOut" }
  | { readonly kind: "otherGroup" }
  | { readonly kind: "lacksSkill"; readonly condition: SkillCondition };

export interface AgentAnswer {
  readonly agent: AgentId;
  readonly standing: AgentStanding;
  /** Of what waits, how many she would take first; undefined for those who are not able. */
  readonly before: number | undefined;
}

/**
 * Why nobody (more) is rung for it at this moment, whoever is free. `outOfReach`: the caller's leg or its switch. A newcomer
 * would leave the queue at once by the exit `full` or `nobodySignedIn` of his flow.
 */
export type Obstacle = "alerting" | "outOfReach" | "full" | "nobodySignedIn";

export interface DryRun {
  readonly queue: QueueId;
  readonly needs: Needs;
  readonly priority: number;
  readonly enteredAt: Instant;
  readonly weight: number;
  /** Who is asked for by name; empty: everybody. */
  readonly particular: readonly AgentId[];
  /** The relaxation step that the needs have come to. */
  readonly relaxedTo: string | undefined;
  /** 1 for the head of the queue's line, in which so many wait, a newcomer not among them. */
  readonly position: number;
  readonly waiting: number;
  /** Whose phones ring for it now. */
  readonly alerting: readonly AgentId[];
  readonly obstacle: Obstacle | undefined;
  /** Who would be rung were it not for the obstacle; undefined: nobody who is able is free. */
  readonly chosen: { readonly agent: AgentId; readonly rule: AgentRule; readonly eligible: number } | undefined;
  /** In the order of the configuration. */
  readonly agents: readonly AgentAnswer[];
  /** How it becomes easier to serve, in order of time. */
  readonly steps: readonly StepToCome[];
  /** Rules of overflow that hold now, in their order: the first whose target can have him takes him out. */
  readonly overflow: readonly OverflowRule[];
}

export type DryRunRefusal = "unknownInteraction" | "notWaiting" | "unknownQueue";

/** After every id that there can be: of those who come in one millisecond he is the last. */
const NEWCOMER = interactionId("ffffffff-ffff-4fff-bfff-ffffffffffff");

/** [RT230] Who would take the newcomer if he were sent to the queue at `now`. */
export function dryRunNewcomer(state: State, newcomer: Newcomer, now: Instant): DryRun | DryRunRefusal {
  const queue = queueConfig(state.config, newcomer.queue);
  if (queue === undefined) return "unknownQueue";
  const { floor } = state;
  const needs = visitNeeds(state.config, queue, [], newcomer);
  const particular = newcomer.particular.filter((id) => {
    const config = agentConfig(state.config, id);
    return config !== undefined && floor.isSignedIn(id) && isAble(config, needs);
  });
  const asked: Asked = {
    interaction: NEWCOMER,
    lane: "voice",
    queue: queue.id,
    needs,
    weight: newcomer.weight,
    particular,
    priority: queue.priority + newcomer.priority,
    enteredAt: now,
    relaxedTo: undefined,
    alerting: [],
  };
  const places = state.lines.get(queue.id)?.length ?? 0;
  return answer({ ...state, now }, asked, {
    obstacle: whyLeavesAtOnce(state, queue, needs, places),
    overflow: overflowFor({ ...state, now }, queue, asked, { since: now, isNew: true, ringing: 0 }),
    steps: stepsToCome(state, queue, { ...asked, nextStep: 0, nextBand: 0, until: undefined }),
  });
}

/** [RT230] Who would take somebody who waits already. */
export function dryRunWaiting(state: State, id: InteractionId, now: Instant): DryRun | DryRunRefusal {
  const interaction = state.interactions.get(id);
  if (interaction === undefined) return "unknownInteraction";
  const { stage } = interaction;
  if (stage.kind !== "waiting") return "notWaiting";
  const { queue, needs, priority, weight, enteredAt, relaxedTo, particular, reservations } = stage;
  const alerting = reservations.flatMap((each) => state.reservations.get(each)?.agent ?? []);
  const named = particular?.agents ?? [];
  const lane = laneOf(interaction.medium);
  const asked = {
    interaction: id,
    lane,
    queue,
    needs,
    priority,
    weight,
    enteredAt,
    relaxedTo,
    alerting,
    particular: named,
  };
  const whyNot = alerting.length > 0 ? "alerting" : "outOfReach";
  return answer({ ...state, now }, asked, {
    obstacle: canBeOffered(state, interaction) ? undefined : whyNot,
    overflow:
      lane !== "voice" || isPromised(interaction)
        ? []
        : overflowFor({ ...state, now }, queueConfig(state.config, queue), asked, {
            since: stage.since,
            isNew: false,
            ringing: reservations.length,
          }),
    steps: stepsToCome(state, queueConfig(state.config, queue), { ...stage, until: particular?.until }),
  });
}

interface Asked extends Omit<DryRun, "position" | "waiting" | "obstacle" | "chosen" | "agents" | "steps" | "overflow"> {
  readonly lane: Lane;
  readonly interaction: InteractionId;
}

function answer(state: State, asked: Asked, more: Pick<DryRun, "obstacle" | "steps" | "overflow">): DryRun {
  const { interaction, lane, ...told } = asked;
  const { priority, enteredAt, particular, queue, needs, weight } = told;
  const kind = state.floor.classOf(lane, queue, needs, weight);
  const isRinging = told.alerting.length > 0;
  const entry: WaitingEntry = { interaction, priority, enteredAt, class: kind, particular, isRinging };
  const line = state.lines.get(queue) ?? newLine();
  const choice = chooseAgent(state, entry);
  return {
    ...told,
    ...more,
    position: positionIn(line, entry),
    waiting: line.length,
    chosen: choice === undefined ? undefined : { agent: choice.agent, rule: choice.rule, eligible: choice.eligible },
    agents: agentAnswers(state, entry),
  };
}

/** [RT332] Nothing for a queue that is gone. */
function overflowFor(
  state: State,
  queue: QueueConfig | undefined,
  { interaction, priority, enteredAt }: Asked,
  him: Omit<Standing, "ahead">,
): readonly OverflowRule[] {
  if (queue === undefined) return [];
  const ahead = state.lines.get(queue.id)?.before({ interaction, priority, enteredAt }) ?? 0;
  return queue.overflow.filter(({ when }) => holds(state, queue, when, { ...him, ahead }));
}

function whyLeavesAtOnce(state: State, queue: QueueConfig, needs: Needs, waiting: number): Obstacle | undefined {
  if (queue.waitingMax !== undefined && waiting >= queue.waitingMax) return "full";
  if (!queue.leaveWhenNobodySignedIn) return undefined;
  return state.floor.isStaffed(queue.id, needs, 1, queue.relaxation) ? undefined : "nobodySignedIn";
}

function agentAnswers(state: State, entry: WaitingEntry): readonly AgentAnswer[] {
  const ranked = new Map(ranking(state, entry).map(({ agent, because }, index) => [agent, { because, index }]));
  const countBefore = beforeCounter(state, entry);
  return state.config.agents.map((config) => {
    const { id } = config;
    const place = ranked.get(id);
    const unable = place === undefined ? whyUnable(config, entry) : undefined;
    if (unable !== undefined) return { agent: id, standing: unable, before: undefined };
    const standing = place === undefined ? whyNotRanked(state, entry.class.lane, id) : standingOf(place);
    return { agent: id, standing, before: countBefore(id) };
  });
}

function standingOf({
  because,
  index,
}: {
  readonly because: PassedOver["reason"] | undefined;
  readonly index: number;
}) {
  return because === undefined
    ? ({ kind: "wouldTake" } as const)
    : ({ kind: "nextInLine", rank: index + 1, because } as const);
}

/** Who is asked for by name need not be in a group. */
function whyUnable(
  { id, skills, groups }: { readonly id: AgentId } & Parameters<typeof isAble>[0],
  { class: { needs }, particular }: WaitingEntry,
): AgentStanding | undefined {
  const condition = needs.requirement.find((each) => !satisfies(skills, [each]));
  if (condition !== undefined) return { kind: "lacksSkill", condition };
  return particular.includes(id) || isAble({ skills, groups }, needs) ? undefined : { kind: "otherGroup" };
}

/** She is able and was not ranked: she is not free, or somebody else was asked for. */
function whyNotRanked(state: State, lane: Lane, id: AgentId): AgentStanding {
  if (state.floor.idle(lane, id) !== undefined) return { kind: "notParticular" };
  const agent = state.agents.get(id);
  if (agent === undefined || agent.presence.kind === "signedOut") return { kind: "signedOut" };
  return { kind: "notFree", because: whyNotFree(agent) };
}

/** Counted once for each pool; only what asks for her by name differs within one. */
function beforeCounter(state: State, entry: WaitingEntry): (id: AgentId) => number | undefined {
  const { floor } = state;
  const counted = new Map<unknown, number>();
  const countOn = ({ lane, poolOf }: LaneFloor, id: AgentId): number => {
    const pool = poolOf.get(id);
    if (pool === undefined) return 0;
    const goesBefore = (waiting: WaitingEntry): boolean => precedes(state, pool, waiting, entry);
    const ofAll = counted.get(pool) ?? floor.countBefore(pool, entry, goesBefore);
    counted.set(pool, ofAll);
    let ofHer = 0;
    for (const waiting of floor.askedOf(lane, id)) {
      if ((entry.isRinging || goesBefore(waiting)) && satisfies(pool.skills, waiting.class.needs.requirement))
        ofHer += 1;
    }
    return ofAll + ofHer;
  };
  return (id) => {
    if (floor.poolOf(entry.class.lane, id) === undefined) return undefined;
    return floor.lanes().reduce((sum, lane) => sum + countOn(lane, id), 0);
  };
}
