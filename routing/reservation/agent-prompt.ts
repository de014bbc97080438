/**
 * What an agent hears between picking up and being joined: a few words about what kind of call it is, chosen by its queue or
 * by the flow of this very call. The caller hears his music meanwhile.
 *
 *   parked ─▶ prompt asked for ─▶ played, or its time is up ─▶ bridge
 *                  │ caller gone: she is free, without wrap-up     │ she hangs up: declined, he keeps his place
 */

import { agentConfig, queueConfig } from "../matching/eligible.ts";
import type { Interaction, Leg, Reservation } from "../state.ts";
import type { Turn } from "../turn.ts";
import type { CommandId } from "../ids.ts";

/** Nobody is kept from his agent for longer, whatever the sound or the switch does. */
export const AGENT_PROMPT_MS_MAX = 10_000;

/** The word of a flow for no prompt at all. */
export const NO_PROMPT = "none";

/** [RT320] True as long as she has something to hear first; asks for it when that has not been done. */
export function isToHearFirst(turn: Turn, interaction: Interaction, reservation: Reservation, leg: Leg): boolean {
  const { prompt } = reservation;
  if (prompt !== undefined) return !prompt.isOver && prompt.until > turn.at;
  const name = promptOf(turn, interaction, reservation);
  if (name === undefined) return false;
  const command = turn.newCommandId();
  const language = agentConfig(turn.state.config, reservation.agent)?.language ?? "en";
  turn.record({
    kind: "reservation.prompted",
    reservation: reservation.id,
    interaction: interaction.id,
    agent: reservation.agent,
    prompt: name,
    language,
    command,
    until: turn.at + AGENT_PROMPT_MS_MAX,
  });
  turn.ask({ kind: "prompt.play", node: leg.node, leg: leg.id, prompts: [{ language, name }] }, command);
  return true;
}

/** [RT321] The flow's word for this visit, else the queue's. A colleague to whom a call is passed on hears nothing. */
function promptOf(turn: Turn, interaction: Interaction, { queue }: Reservation): string | undefined {
  if (queue === undefined) return undefined;
  const name = turn.state.agentPrompts.get(interaction.id) ?? queueConfig(turn.state.config, queue)?.agentPrompt;
  return name === NO_PROMPT ? undefined : name;
}

/** [RT322] It has played, or could not be: true if it was this prompt, and she may be joined. */
export function agentPromptPlayed(turn: Turn, reservation: Reservation | undefined, command: CommandId): boolean {
  if (reservation?.prompt?.command !== command || reservation.prompt.isOver) return false;
  ended(turn, reservation, "played");
  return true;
}

/** [RT322] Its time is up: true if she may be joined now. */
export function agentPromptOverdue(turn: Turn, reservation: Reservation): boolean {
  const { prompt } = reservation;
  if (prompt === undefined || prompt.isOver || prompt.until > turn.at) return false;
  ended(turn, reservation, "limit");
  return true;
}

function ended(turn: Turn, { id, interaction, agent }: Reservation, because: "played" | "limit"): void {
  turn.record({ kind: "reservation.promptEnded", reservation: id, interaction, agent, because });
}
