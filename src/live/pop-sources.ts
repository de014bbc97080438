/** The screen pop's view of the CRM and of the call records. */

import type { Kysely } from "kysely";
import type { CallerCandidate as WireCandidate } from "#protocol/views/desk.ts";
import type { Instant } from "#routing/instant.ts";
import { activitiesOf } from "../crm/activities.ts";
import { findCaller, type CallerCandidate } from "../crm/caller.ts";
import { readContact } from "../crm/contacts.ts";
import type { NumberingPlan } from "../crm/phone-numbers.ts";
import { isRefusal } from "../crm/refusals.ts";
import { lastCalls } from "../records/read.ts";
import type { Database } from "../store/schema.ts";
import type { PopSources } from "./sources.ts";

export interface PopSourceParts {
  readonly db: Kysely<Database>;
  readonly now: () => Instant;
  readonly plan: () => NumberingPlan;
}

/** People only: a number that is just a company's leads to no contact that could be attached. */
export function popSources({ db, now, plan }: PopSourceParts): PopSources {
  return {
    async findCaller(number) {
      const found = await findCaller(db, number, plan());
      const level = found.match === "known" ? "known" : "maybe";
      const candidates = found.candidates.flatMap((candidate) => candidateView(candidate, level) ?? []);
      if (candidates.length === 0 || found.match === "withheld") return { match: "none", candidates: [] };
      // As the engine judges it (find-contact.ts): two people with one number are known, but not which of them calls.
      const [first] = found.candidates.filter(({ contactId }) => contactId !== undefined);
      const isSure = level === "known" && (candidates.length === 1 || first?.isRemembered === true);
      return { match: isSure ? "known" : "maybe", candidates };
    },
    async candidate(contact) {
      const found = await readContact(db, contact);
      if (isRefusal(found)) return undefined;
      const account = found.accounts.find((each) => each.isPrimary)?.name;
      return {
        contact: found.id,
        name: found.fullName,
        level: "known",
        tier: found.tier,
        ...(account === undefined ? {} : { account }),
        ...(found.language === undefined ? {} : { language: found.language }),
      };
    },
    lastCalls: (about, except, limit) => lastCalls(db, about, except, limit),
    async openTasks(contact, limit) {
      // Everybody's, private ones too: who may see which is decided where views are made.
      const activities = await activitiesOf(db, contact, undefined);
      return activities
        .filter((activity) => activity.status === "open" && activity.kind !== "note")
        .slice(0, limit)
        .map((activity) => ({
          task: {
            id: activity.id,
            subject: activity.subject === "" ? activity.body.slice(0, 200) : activity.subject,
            isOverdue: activity.dueAt !== undefined && activity.dueAt < now(),
            ...(activity.dueAt === undefined ? {} : { dueAt: activity.dueAt }),
          },
          privateTo: activity.isPrivate ? activity.ownerId : undefined,
        }));
    },
  };
}

function candidateView(candidate: CallerCandidate, level: "known" | "maybe"): WireCandidate | undefined {
  if (candidate.contactId === undefined) return undefined;
  return {
    contact: candidate.contactId,
    name: candidate.name,
    level,
    tier: candidate.tier,
    ...(candidate.accountName === undefined ? {} : { account: candidate.accountName }),
    ...(candidate.language === undefined ? {} : { language: candidate.language }),
    ...(candidate.lastInteractionAt === undefined ? {} : { lastContactAt: candidate.lastInteractionAt }),
  };
}
