/**
 * What the agent has typed about a call and not yet saved on the server. Kept in this browser every two seconds, so that a
 * reload, a crash or a lost connection costs her nothing; thrown away when the server has it.
 */

import { z } from "zod";
import { create } from "zustand";

const draft = z.object({ note: z.string(), disposition: z.string().optional(), at: z.number() });
const stored = z.record(z.string(), draft);
export type Draft = z.infer<typeof draft>;

const STORED = "cordboard.drafts";
const KEEP_EVERY_MS = 2_000;
/** The newest ones; older drafts belong to calls that the server closed long ago. */
const DRAFTS_MAX = 20;

interface Drafts {
  readonly byInteraction: Readonly<Record<string, Draft>>;
  readonly isKept: boolean;
}

export const useDrafts = create<Drafts>(() => ({ byInteraction: load(), isKept: true }));

function load(): Readonly<Record<string, Draft>> {
  const text = localStorage.getItem(STORED);
  if (text === null) return {};
  try {
    return stored.safeParse(JSON.parse(text)).data ?? {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

let timer: ReturnType<typeof setTimeout> | undefined;

/** Writes what is pending at once; also used when the page goes away. */
function keepDrafts(): void {
  clearTimeout(timer);
  timer = undefined;
  const { byInteraction, isKept } = useDrafts.getState();
  if (isKept) return;
  const newest = Object.entries(byInteraction)
    .toSorted(([, a], [, b]) => b.at - a.at)
    .slice(0, DRAFTS_MAX);
  localStorage.setItem(STORED, JSON.stringify(Object.fromEntries(newest)));
  useDrafts.setState({ isKept: true });
}

function change(interaction: string, next: Draft | undefined): void {
  const { [interaction]: _, ...others } = useDrafts.getState().byInteraction;
  useDrafts.setState({
    byInteraction: next === undefined ? others : { ...others, [interaction]: next },
    isKept: false,
  });
  timer ??= setTimeout(keepDrafts, KEEP_EVERY_MS);
}

export function writeDraft(interaction: string, note: string, disposition: string | undefined): void {
  change(interaction, { note, disposition, at: Date.now() });
}

/** The server has exactly this now; a draft that moved on meanwhile stays. */
export function dropDraft(interaction: string, saved: Pick<Draft, "note" | "disposition">): void {
  const now = useDrafts.getState().byInteraction[interaction];
  if (now !== undefined && now.note === saved.note && now.disposition === saved.disposition)
    change(interaction, undefined);
}

window.addEventListener("pagehide", keepDrafts);
