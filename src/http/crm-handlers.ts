/** The routes of customers, notes and searches: from the wire's words to the CRM's and back. Decides nothing. */

import type { Kysely } from "kysely";
import type { z } from "zod";
import type * as wire from "#protocol/api/crm.ts";
import type { Instant } from "#routing/instant.ts";
import { listAccounts } from "../crm/account-list.ts";
import { createAccount, readAccount, updateAccount, type Account } from "../crm/accounts.ts";
import { addActivity, listActivities, promise, updateActivity, type Activity } from "../crm/activities.ts";
import { listAddresses } from "../crm/addresses.ts";
import type { Change } from "../crm/change.ts";
import { listContacts } from "../crm/contact-list.ts";
import { readContact, type Contact } from "../crm/contacts.ts";
import { createWithAddresses, editContact } from "../crm/edit-contact.ts";
import { searchPhoneBook } from "../crm/phone-book.ts";
import type { NumberingPlan } from "../crm/phone-numbers.ts";
import { isRefusal, type CrmRefusal, type CrmRefusalCode } from "../crm/refusals.ts";
import { globalSearch } from "../crm/search.ts";
import { readTimeline, timelineKinds, type TimelineKind } from "../crm/timeline.ts";
import { namesOf } from "../platform/people.ts";
import type { Session } from "../platform/sessions.ts";
import type { Database } from "../store/schema.ts";
import { Refused, type ProblemCode } from "./refused.ts";
import type { Handlers } from "./routes.ts";

export interface CrmParts {
  readonly db: Kysely<Database>;
  readonly now: () => Instant;
  readonly plan: () => NumberingPlan;
}

type CrmHandlers = Pick<
  Handlers,
  | "listContacts"
  | "readContact"
  | "createContact"
  | "changeContact"
  | "readTimeline"
  | "listAccounts"
  | "readAccount"
  | "createAccount"
  | "changeAccount"
  | "listActivities"
  | "createActivity"
  | "changeActivity"
  | "searchPhoneBook"
  | "searchAll"
>;

export function crmHandlers({ db, now, plan }: CrmParts): CrmHandlers {
  const change = (session: Session): Change => ({ by: session.user.id, at: now() });
  const contactReply = async (contact: Contact | CrmRefusal): Promise<ContactReply | Refused> =>
    isRefusal(contact) ? refused(contact) : contactView(contact, await listAddresses(db, contact.id));

  return {
    async listContacts({ query }) {
      const page = await listContacts(db, {
        text: query.q,
        kinds: query.kind === undefined ? undefined : [query.kind],
        tiers: query.tier === undefined ? undefined : [query.tier],
        order: "name",
        after: query.after,
        limit: query.limit,
      });
      if (isRefusal(page)) return refused(page);
      return {
        items: page.rows.map((row) => ({
          id: row.id,
          name: row.fullName,
          kind: row.kind,
          tier: row.tier,
          account: row.accountName,
          phone: row.phone,
          email: row.email,
          updatedAt: row.updatedAt,
        })),
        next: page.next,
      };
    },
    readContact: async ({ params }) => contactReply(await readContact(db, params.id)),
    async createContact({ body, session }) {
      const { addresses, accounts, name, owner, ...fields } = body;
      return contactReply(
        await createWithAddresses(
          db,
          { ...fields, fullName: name, ownerId: owner, accounts: accounts.map(accountLink), source: "console" },
          addresses.map(addressOf),
          plan(),
          change(session),
        ),
      );
    },
    async changeContact({ params, body, session }) {
      const { version, points, addresses, accounts, name, owner, ...fields } = body;
      return contactReply(
        await editContact(
          db,
          params.id,
          version,
          {
            fields: { ...fields, fullName: name, ownerId: owner },
            points,
            accounts: accounts?.map(accountLink),
            addresses: addresses?.map(addressOf),
          },
          plan(),
          change(session),
        ),
      );
    },
    async readTimeline({ params, query, session }) {
      const kinds = timelineKinds.filter((kind) => kind === query.kind);
      const page = await readTimeline(db, {
        of: { contactId: params.id },
        viewerId: session.user.id,
        kinds: query.kind === undefined ? undefined : (kinds satisfies readonly TimelineKind[]),
        after: query.after,
        limit: query.limit,
      });
      if (isRefusal(page)) return refused(page);
      const names = await namesOf(
        db,
        page.rows.flatMap((row) => row.actorId ?? []),
      );
      return {
        items: page.rows.map((row) => ({
          id: String(row.id),
          at: row.at,
          kind: row.kind,
          summary: row.summary,
          by: row.actorId === undefined ? undefined : names.get(row.actorId),
          interaction: row.interactionId,
          activity: row.activityId,
        })),
        next: page.next,
      };
    },

    async listAccounts({ query }) {
      const page = await listAccounts(db, { text: query.q, kind: query.kind, after: query.after, limit: query.limit });
      return isRefusal(page) ? refused(page) : { items: [...page.rows], next: page.next };
    },
    readAccount: async ({ params }) => accountReply(await readAccount(db, params.id)),
    createAccount: async ({ body, session }) => accountReply(await createAccount(db, body, plan(), change(session))),
    async changeAccount({ params, body, session }) {
      const { version, ...fields } = body;
      return accountReply(await updateAccount(db, params.id, version, fields, change(session)));
    },

    async listActivities({ query, session }) {
      const page = await listActivities(db, {
        viewerId: session.user.id,
        ownerId: query.mine === "true" ? session.user.id : undefined,
        contactId: query.contact,
        kind: query.kind,
        isOpen: query.open === undefined ? undefined : query.open === "true",
        after: query.after,
        limit: query.limit,
      });
      if (isRefusal(page)) return refused(page);
      return { items: await activityViews(page.rows), next: page.next };
    },
    async createActivity({ body, session }) {
      const { contact, account, interaction, owner, dueAt, subject, kind } = body;
      const links = { contactId: contact, accountId: account, interactionId: interaction, ownerId: owner };
      const isPromise =
        kind === "task" && dueAt !== undefined && contact !== undefined && body.body === "" && !body.isPrivate;
      const added = isPromise
        ? await promise(db, { subject, dueAt, ...links }, change(session))
        : await addActivity(
            db,
            { kind, subject, body: body.body, dueAt, isPrivate: body.isPrivate, ...links },
            change(session),
          );
      return activityReply(added);
    },
    async changeActivity({ params, body, session }) {
      const { version, isDone, ...patch } = body;
      const status = isDone === undefined ? undefined : isDone ? "done" : "open";
      return activityReply(await updateActivity(db, params.id, version, { ...patch, status }, change(session)));
    },

    async searchPhoneBook({ query }) {
      const entries = await searchPhoneBook(db, query.q, query.limit);
      return entries.flatMap((entry) =>
        (entry.numbers.length === 0 ? [undefined] : entry.numbers).map((number) => ({
          kind: entry.kind,
          id: entry.id,
          name: entry.name,
          detail: number?.label ?? entry.detail,
          number: number === undefined ? undefined : dialableOf(number.norm),
        })),
      );
    },
    async searchAll({ query }) {
      const hits = await globalSearch(db, query.q);
      return hits.map((hit) => ({
        kind: hit.kind,
        id: hit.id,
        title: hit.name,
        detail: [hit.kind === "contact" ? hit.accountName : undefined, hit.matched]
          .filter((part) => part !== undefined)
          .join(" · "),
      }));
    },
  };

  async function activityViews(activities: readonly Activity[]): Promise<ActivityReply[]> {
    const names = await namesOf(
      db,
      activities.flatMap((activity) => activity.ownerId ?? []),
    );
    return activities.map((activity) => ({
      id: activity.id,
      version: activity.version,
      kind: activity.kind === "note" ? "note" : "task",
      subject: activity.subject,
      body: activity.body,
      dueAt: activity.dueAt,
      doneAt: activity.doneAt,
      isPrivate: activity.isPrivate,
      isOverdue: activity.status === "open" && activity.dueAt !== undefined && activity.dueAt < now(),
      owner: activity.ownerId ?? activity.id,
      ownerName: activity.ownerId === undefined ? "" : (names.get(activity.ownerId) ?? ""),
      contact: activity.contactId,
      contactName: activity.contactName,
      account: activity.accountId,
      interaction: activity.interactionId,
      createdAt: activity.createdAt,
    }));
  }

  async function activityReply(activity: Activity | CrmRefusal): Promise<ActivityReply | Refused> {
    if (isRefusal(activity)) return refused(activity);
    const [view] = await activityViews([activity]);
    return view ?? new Refused("notFound");
  }
}

type ContactReply = z.input<typeof wire.contact>;
type AccountReply = z.input<typeof wire.account>;
type ActivityReply = z.input<typeof wire.activity>;

const accountLink = (link: { readonly account: string; readonly role?: string | undefined }) => ({
  accountId: link.account,
  role: link.role,
});

const addressOf = (address: z.output<typeof wire.address>) => ({
  kind: address.kind,
  street: address.street,
  city: address.city,
  region: address.region,
  postalCode: address.postalCode,
  country: address.country,
});

/** What a phone is told to dial: internal extensions and raw digits without their marks. */
const dialableOf = (norm: string): string => norm.replace(/^(ext|raw):/, "");

function contactView(contact: Contact, addresses: Awaited<ReturnType<typeof listAddresses>>): ContactReply {
  const { language } = contact;
  return {
    id: contact.id,
    version: contact.version,
    name: contact.fullName,
    kind: contact.kind,
    tier: contact.tier,
    language: language === "en" || language === "zh" || language === "es" ? language : undefined,
    timeZone: contact.timeZone,
    jobTitle: contact.jobTitle,
    tags: [...contact.tags],
    attributes: contact.attributes,
    owner: contact.ownerId,
    isDoNotCall: contact.isDoNotCall,
    points: contact.points.map((point) => ({
      id: point.id,
      kind: point.kind,
      value: point.value,
      normalised: dialableOf(point.norm),
      display: point.value,
      label: point.label,
      isPrimary: point.isPrimary,
    })),
    addresses: [...addresses],
    accounts: contact.accounts.map(({ accountId, name, role }) => ({ account: accountId, name, role })),
    createdAt: contact.createdAt,
    updatedAt: contact.updatedAt,
  };
}

function accountReply(account: Account | CrmRefusal): AccountReply | Refused {
  if (isRefusal(account)) return refused(account);
  const { id, version, name, kind, tier, industry, website, tags, attributes, createdAt, updatedAt } = account;
  const contacts = account.contacts.map((each) => ({ contact: each.contactId, name: each.fullName, role: each.role }));
  return {
    id,
    version,
    name,
    kind,
    tier,
    industry,
    website,
    tags: [...tags],
    attributes,
    contacts,
    createdAt,
    updatedAt,
  };
}

const codes: { readonly [Code in CrmRefusalCode]: ProblemCode } = {
  "contact.unknown": "notFound",
  "account.unknown": "notFound",
  "activity.unknown": "notFound",
  "point.unknown": "notFound",
  "entry.unknown": "notFound",
  "contact.changedMeanwhile": "stale",
  "account.changedMeanwhile": "stale",
  "activity.changedMeanwhile": "stale",
  "entry.changedMeanwhile": "stale",
  "point.unusable": "invalid",
  "point.alreadyThere": "invalid",
  "owner.unknown": "invalid",
  "name.missing": "invalid",
  "text.missing": "invalid",
  "text.tooLong": "invalid",
  "reference.alreadyTaken": "taken",
  "cursor.unreadable": "malformed",
  "activity.notYours": "forbidden",
};

/** The field that a refusal is about, for the form that sent it. */
const fields: Partial<Record<CrmRefusalCode, string>> = {
  "point.unusable": "points",
  "point.alreadyThere": "points",
  "owner.unknown": "owner",
  "name.missing": "name",
  "text.missing": "subject",
  "text.tooLong": "body",
};

function refused({ refused: code }: CrmRefusal): Refused {
  const field = fields[code];
  return new Refused(codes[code], {
    detail: code,
    ...(field === undefined ? {} : { fields: [{ path: field, message: code }] }),
  });
}
