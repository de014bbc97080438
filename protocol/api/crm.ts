/** Contacts, accounts, their points, notes and tasks. */

import { z } from "zod";
import { byId, givenInstant, locale, name, none, page, pageQuery, versioned } from "./shapes.ts";
import { route } from "./route.ts";

export const pointKind = z.enum(["phone", "email", "fax", "wechat", "whatsapp", "other"]);
export const pointInput = z.object({
  kind: pointKind,
  value: z.string().trim().min(1).max(200),
  label: z.string().max(40).optional(),
  isPrimary: z.boolean().default(false),
});
export const point = z.object({
  id: z.uuid(),
  kind: pointKind,
  value: z.string(),
  normalised: z.string(),
  display: z.string(),
  label: z.string().optional(),
  isPrimary: z.boolean(),
});
export const address = z.object({
  kind: z.enum(["main", "billing", "delivery", "home", "other"]).default("main"),
  street: z.string().max(200).optional(),
  city: z.string().max(120).optional(),
  region: z.string().max(120).optional(),
  postalCode: z.string().max(20).optional(),
  country: z.string().length(2).optional(),
});
export const contactKind = z.enum(["prospect", "customer", "former", "partner", "reseller", "competitor", "other"]);
export const accountKind = z.enum([...contactKind.options, "supplier", "household"]);
export const tier = z.enum(["standard", "silver", "gold", "platinum"]);

const tags = z.array(z.string().min(1).max(40)).max(30);
/** What an organisation keeps of its customers besides our fields: debt, open complaints, contract level, campaign. */
const attributeName = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,39}$/);
const attributes = z
  .record(attributeName, z.union([z.string().trim().min(1).max(200), z.number(), z.boolean()]))
  .refine((given) => Object.keys(given).length <= 40, { message: "at most 40 attributes" });

const contactFields = {
  name,
  kind: contactKind.default("prospect"),
  tier: tier.optional(),
  language: locale.optional(),
  timeZone: z.string().max(60).optional(),
  jobTitle: z.string().max(120).optional(),
  tags: tags.default([]),
  attributes: attributes.default({}),
  /** Whom a caller is tried at first, where the queue or a rule says so. */
  owner: z.uuid().optional(),
  /** Nobody may call her back. */
  isDoNotCall: z.boolean().default(false),
  points: z.array(pointInput).max(30).default([]),
  addresses: z.array(address).max(10).default([]),
  accounts: z
    .array(z.object({ account: z.uuid(), role: z.string().max(60).optional() }))
    .max(20)
    .default([]),
};
export const contactInput = z.object(contactFields);
/** Only the fields given change; `points`, `addresses` and `accounts` are replaced whole when given. */
export const contactChange = z.object({
  ...versioned.shape,
  name: name.optional(),
  kind: contactKind.optional(),
  tier: tier.optional(),
  language: locale.nullable().optional(),
  timeZone: z.string().max(60).nullable().optional(),
  jobTitle: z.string().max(120).nullable().optional(),
  tags: tags.optional(),
  attributes: attributes.optional(),
  owner: z.uuid().nullable().optional(),
  isDoNotCall: z.boolean().optional(),
  points: z.array(pointInput).max(30).optional(),
  addresses: z.array(address).max(10).optional(),
  accounts: contactFields.accounts.unwrap().optional(),
});
export const contact = z.object({
  id: z.uuid(),
  version: z.int(),
  name: z.string(),
  kind: contactKind,
  tier,
  language: locale.optional(),
  timeZone: z.string().optional(),
  jobTitle: z.string().optional(),
  tags: z.array(z.string()),
  attributes,
  owner: z.uuid().optional(),
  isDoNotCall: z.boolean(),
  points: z.array(point),
  addresses: z.array(address),
  accounts: z.array(z.object({ account: z.uuid(), name: z.string(), role: z.string().optional() })),
  createdAt: z.int(),
  updatedAt: z.int(),
});
export type Contact = z.infer<typeof contact>;
export const contactRow = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: contactKind,
  tier,
  account: z.string().optional(),
  phone: z.string().optional(),
  email: z.string().optional(),
  updatedAt: z.int(),
});
export type ContactRow = z.infer<typeof contactRow>;

const crm = ["agent", "supervisor", "admin"] as const;
const tag = "Contacts";
export const listContacts = route({
  method: "GET",
  path: "/api/contacts",
  summary: "Contacts, filtered and searched",
  tag,
  may: crm,
  params: none,
  query: pageQuery.extend({ q: z.string().max(120).optional(), kind: contactKind.optional(), tier: tier.optional() }),
  body: none,
  reply: page(contactRow),
  status: 200,
});
export const readContact = route({
  method: "GET",
  path: "/api/contacts/:id",
  summary: "One contact",
  tag,
  may: crm,
  params: byId,
  query: none,
  body: none,
  reply: contact,
  status: 200,
});
export const createContact = route({
  method: "POST",
  path: "/api/contacts",
  summary: "Create a contact",
  tag,
  may: crm,
  params: none,
  query: none,
  body: contactInput,
  reply: contact,
  status: 201,
});
export const changeContact = route({
  method: "PATCH",
  path: "/api/contacts/:id",
  summary: "Change a contact",
  tag,
  may: crm,
  params: byId,
  query: none,
  body: contactChange,
  reply: contact,
  status: 200,
});

export const timelineEntry = z.object({
  id: z.string(),
  at: z.int(),
  kind: z.enum([
    "contact.created",
    "contact.changed",
    "contact.archived",
    "account.created",
    "account.changed",
    "account.archived",
    "account.joined",
    "account.left",
    "point.added",
    "point.removed",
    "caller.chosen",
    "note.written",
    "task.added",
    "promise.given",
    "activity.changed",
    "activity.done",
    "activity.cancelled",
    "interaction.ended",
  ]),
  summary: z.string(),
  by: z.string().optional(),
  interaction: z.uuid().optional(),
  activity: z.uuid().optional(),
});
export type TimelineEntry = z.infer<typeof timelineEntry>;
export const readTimeline = route({
  method: "GET",
  path: "/api/contacts/:id/timeline",
  summary: "What happened with a contact, newest first",
  tag,
  may: crm,
  params: byId,
  query: pageQuery.extend({ kind: z.string().max(20).optional() }),
  body: none,
  reply: page(timelineEntry),
  status: 200,
});

export const accountInput = z.object({
  name,
  kind: accountKind.default("prospect"),
  tier: tier.optional(),
  industry: z.string().max(80).optional(),
  website: z.string().max(200).optional(),
  tags: tags.default([]),
  attributes: attributes.default({}),
});
/** A default here would change what nobody named. */
const accountChange = accountInput.extend({ kind: accountKind, tags, attributes }).partial().extend(versioned.shape);
export const account = z.object({
  id: z.uuid(),
  version: z.int(),
  name: z.string(),
  kind: accountKind,
  tier,
  industry: z.string().optional(),
  website: z.string().optional(),
  tags: z.array(z.string()),
  attributes,
  contacts: z.array(z.object({ contact: z.uuid(), name: z.string(), role: z.string().optional() })),
  createdAt: z.int(),
  updatedAt: z.int(),
});
export type Account = z.infer<typeof account>;
export const accountRow = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: accountKind,
  tier,
  contacts: z.int(),
  updatedAt: z.int(),
});
export const listAccounts = route({
  method: "GET",
  path: "/api/accounts",
  summary: "Accounts, filtered and searched",
  tag: "Accounts",
  may: crm,
  params: none,
  query: pageQuery.extend({ q: z.string().max(120).optional(), kind: accountKind.optional() }),
  body: none,
  reply: page(accountRow),
  status: 200,
});
export const readAccount = route({
  method: "GET",
  path: "/api/accounts/:id",
  summary: "One account with its people",
  tag: "Accounts",
  may: crm,
  params: byId,
  query: none,
  body: none,
  reply: account,
  status: 200,
});
export const createAccount = route({
  method: "POST",
  path: "/api/accounts",
  summary: "Create an account",
  tag: "Accounts",
  may: crm,
  params: none,
  query: none,
  body: accountInput,
  reply: account,
  status: 201,
});
export const changeAccount = route({
  method: "PATCH",
  path: "/api/accounts/:id",
  summary: "Change an account",
  tag: "Accounts",
  may: crm,
  params: byId,
  query: none,
  body: accountChange,
  reply: account,
  status: 200,
});

export const activityKind = z.enum(["task", "note"]);
/** A note is text; a task has a due date. A private note is seen by its author alone. */
export const activityInput = z.object({
  kind: activityKind,
  subject: z.string().trim().min(1).max(200),
  body: z.string().max(10_000).default(""),
  dueAt: givenInstant.optional(),
  isPrivate: z.boolean().default(false),
  contact: z.uuid().optional(),
  account: z.uuid().optional(),
  interaction: z.uuid().optional(),
  owner: z.uuid().optional(),
});
export const activity = z.object({
  id: z.uuid(),
  version: z.int(),
  kind: activityKind,
  subject: z.string(),
  body: z.string(),
  dueAt: z.int().optional(),
  doneAt: z.int().optional(),
  isPrivate: z.boolean(),
  isOverdue: z.boolean(),
  owner: z.uuid(),
  ownerName: z.string(),
  contact: z.uuid().optional(),
  contactName: z.string().optional(),
  account: z.uuid().optional(),
  interaction: z.uuid().optional(),
  createdAt: z.int(),
});
export type Activity = z.infer<typeof activity>;
export const listActivities = route({
  method: "GET",
  path: "/api/activities",
  summary: "Tasks and notes: mine, or of a contact",
  tag: "Activities",
  may: crm,
  params: none,
  query: pageQuery.extend({
    mine: z.enum(["true", "false"]).optional(),
    contact: z.uuid().optional(),
    kind: activityKind.optional(),
    open: z.enum(["true", "false"]).optional(),
  }),
  body: none,
  reply: page(activity),
  status: 200,
});
export const createActivity = route({
  method: "POST",
  path: "/api/activities",
  summary: "Write a note or promise a task",
  tag: "Activities",
  may: crm,
  params: none,
  query: none,
  body: activityInput,
  reply: activity,
  status: 201,
});
export const changeActivity = route({
  method: "PATCH",
  path: "/api/activities/:id",
  summary: "Change a task or note, mark it done or open again",
  tag: "Activities",
  may: crm,
  params: byId,
  query: none,
  body: z.object({
    ...versioned.shape,
    subject: z.string().trim().min(1).max(200).optional(),
    body: z.string().max(10_000).optional(),
    dueAt: givenInstant.nullable().optional(),
    isDone: z.boolean().optional(),
  }),
  reply: activity,
  status: 200,
});
