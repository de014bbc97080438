/** What rules and the contact's record say about a visit to a queue: where, how urgent, for whom first. */

import type { FlowCursor } from "#ivr-flows/interpret.ts";
import type { Needs, QueueConfig, RoutingConfig } from "../config.ts";
import type { Particular } from "../facts.ts";
import { agentId, isUuid, type AgentId } from "../ids.ts";
import { agentConfig, isAble } from "../matching/eligible.ts";
import { applyRules, type RuleWishes } from "../rules/apply.ts";
import type { RuleSubject } from "../rules/evaluate.ts";
import type { RuleParticular } from "../rules/rule.ts";
import { openness } from "../schedule/schedule.ts";
import type { Interaction } from "../state.ts";
import type { Turn } from "../turn.ts";

/** Where and when: all that wishes are read from besides the caller. */
export type Moment = Pick<Turn, "state" | "at">;

/** What rules and wishes look at of a caller; one who is only imagined has it, too. */
export interface WishedFor extends Pick<Interaction, "contact" | "contactValues" | "match" | "from" | "to"> {
  readonly flow: { readonly cursor: Pick<FlowCursor, "language" | "variables" | "sensitive"> } | undefined;
}

/** [RT183] The rules over a caller whom his flow sends to the queue of this name; which applied is recorded. */
export function visitWishes(turn: Turn, interaction: Interaction, queueAsked: string): RuleWishes {
  const wishes = applyRules(turn.state.config.rules, ruleSubject(turn, interaction, queueAsked));
  if (wishes.applied.length > 0) {
    turn.record({ kind: "rules.applied", interaction: interaction.id, rules: wishes.applied });
  }
  return wishes;
}

/** What rules may look at: what is known by now. Sensitive variables are not: they do not outlive a restart. */
export function ruleSubject(turn: Moment, interaction: WishedFor, queueAsked: string): RuleSubject {
  const { contactValues, match, flow } = interaction;
  const fromCall: Readonly<Record<string, string | undefined>> = {
    "caller.number": contactValues["number"] ?? interaction.from,
    "caller.dialled": interaction.to,
    "caller.language": flow?.cursor.language,
    "queue.asked": queueAsked,
    "contact.match": match,
  };
  return {
    valueOf: (attribute) => {
      if (attribute in fromCall) return fromCall[attribute];
      const dot = attribute.indexOf(".");
      const name = attribute.slice(dot + 1);
      if (attribute.startsWith("contact.")) return contactValues[name];
      if (!attribute.startsWith("flow.") || flow?.cursor.sensitive.includes(name) === true) return undefined;
      return flow?.cursor.variables[name];
    },
    scheduleSays: (name) => {
      const schedule = turn.state.config.schedules.find((each) => each.name === name);
      return schedule === undefined ? "unknown" : openness(schedule, turn.at);
    },
  };
}

/**
 * [RT185] How fast a wait counts: a rule's tier, else the contact's own if it is known for sure who he is. A tier that is
 * not set up counts like none.
 */
export function weightOf(
  config: RoutingConfig,
  interaction: Pick<Interaction, "contact" | "contactValues">,
  tier?: string,
): number {
  const own = interaction.contact === undefined ? undefined : interaction.contactValues["tier"];
  const name = (tier ?? own)?.toLowerCase();
  return config.tiers.find((each) => each.name.toLowerCase() === name)?.weight ?? 1;
}

/** [RT185] The weight of a caller who is passed on: the one that he waited with, or his own if he has not waited yet. */
export function weightAgain(config: RoutingConfig, interaction: Interaction): number {
  return interaction.lastQueue === undefined ? weightOf(config, interaction) : interaction.lastWeight;
}

/**
 * [RT186] Who is tried before everybody else: a rule's agents, else the contact's owner, else whom he talked with last, as
 * long as the queue says. Who is not set up, not able or signed out is left out; with nobody left there is no such wish.
 */
export function particularOf(
  turn: Moment,
  interaction: Pick<Interaction, "contact" | "contactValues">,
  queue: QueueConfig,
  needs: Needs,
  wished: RuleParticular | undefined,
): Particular | undefined {
  const isSure = interaction.contact !== undefined;
  const tries: readonly (RuleParticular | undefined)[] = [
    wished,
    isSure ? { who: "owner", forMs: queue.ownerMs } : undefined,
    isSure ? { who: "lastAgent", forMs: queue.lastAgentMs } : undefined,
  ];
  for (const each of tries) {
    if (each === undefined || each.forMs <= 0) continue;
    const named = each.who === "named" ? each.agents : agentIn(interaction.contactValues[each.who]);
    const agents = named.filter((agent) => couldTakeIt(turn, agent, needs));
    if (agents.length > 0) return { agents, why: each.who, until: turn.at + each.forMs };
  }
  return undefined;
}

/** The CRM's words are not ours: one that is no id names nobody. */
function agentIn(value: string | undefined): readonly AgentId[] {
  return value !== undefined && isUuid(value) ? [agentId(value)] : [];
}

function couldTakeIt(turn: Moment, id: AgentId, needs: Needs): boolean {
  const config = agentConfig(turn.state.config, id);
  const presence = turn.state.agents.get(id)?.presence.kind;
  return config !== undefined && presence !== undefined && presence !== "signedOut" && isAble(config, needs);
}
