/** How a mail or chat is called, and in which order they stand. */

import type { WorkView } from "#protocol/views/desk.ts";
import { useT } from "../i18n/use-t.ts";

export interface WorkWords {
  readonly subject: (item: WorkView) => string;
  /** The whole offer in one sentence. */
  readonly offered: (item: WorkView) => string;
}

export function useWorkWords(): WorkWords {
  const t = useT();
  const subject = (item: WorkView) => (item.subject === "" ? t("work.noSubject") : item.subject);
  return {
    subject,
    offered: (item) =>
      t(`work.offered.${item.medium}`, { from: item.contact?.name ?? item.from, subject: subject(item) }),
  };
}

/** What wants an answer first, then what has been open longest. */
export function inOrder(work: Readonly<Record<string, WorkView>> | undefined): readonly WorkView[] {
  const isOpen = ({ offer }: WorkView) => Number(offer === undefined);
  return Object.values(work ?? {}).toSorted((a, b) => isOpen(a) - isOpen(b) || a.since - b.since);
}

/** What she is asked to take now; she is asked one thing at a time. */
export function offeredOf(work: Readonly<Record<string, WorkView>> | undefined): WorkView | undefined {
  return inOrder(work).find(({ offer }) => offer !== undefined);
}
