/** The tables of schema `crm` as kysely sees them; the truth is migrations/0002. */

import type { ColumnType, Generated, GeneratedAlways } from "kysely";
import type { DefaultInstantColumn, InstantColumn, OptionalInstantColumn } from "./instant-column.ts";
import type { DefaultJsonColumn } from "./json-column.ts";

/** Service tier: how well a customer is treated; may drive routing. */
export type Tier = "standard" | "silver" | "gold" | "platinum";
/** Importance class: how much a customer matters to us. */
export type Importance = "low" | "normal" | "high" | "top";
export type ContactKind = "prospect" | "customer" | "former" | "partner" | "reseller" | "competitor" | "other";
export type AccountKind = ContactKind | "supplier" | "household";
export type PointKind = "phone" | "email" | "fax" | "wechat" | "whatsapp" | "other";
export type PointStatus = "ok" | "unverified" | "invalid" | "erased";
export type ActivityKind = "task" | "note" | "callback" | "reminder";
export type ActivityStatus = "open" | "done" | "cancelled";

/** What an organisation keeps of its customers besides our own fields; limits in protocol/api/crm.ts. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

interface AccountsTable {
  id: string;
  name: string;
  name_alt: Generated<string>;
  kind: Generated<AccountKind>;
  tier: Generated<Tier>;
  importance: Generated<Importance>;
  parent_id: string | null;
  industry: string | null;
  website: string | null;
  external_ref: string | null;
  owner_id: string | null;
  tags: Generated<string[]>;
  attributes: DefaultJsonColumn<Attributes>;
  note: string | null;
  archived_at: OptionalInstantColumn;
  created_at: DefaultInstantColumn;
  updated_at: DefaultInstantColumn;
  version: Generated<number>;
  search: GeneratedAlways<string>;
  folded: GeneratedAlways<string>;
  sort_name: GeneratedAlways<string>;
}

interface ContactsTable {
  id: string;
  full_name: Generated<string>;
  name_alt: Generated<string>;
  salutation: string | null;
  job_title: string | null;
  kind: Generated<ContactKind>;
  tier: Generated<Tier>;
  importance: Generated<Importance>;
  language: string | null;
  time_zone: string | null;
  owner_id: string | null;
  tags: Generated<string[]>;
  attributes: DefaultJsonColumn<Attributes>;
  note: string | null;
  source: string | null;
  is_do_not_call: Generated<boolean>;
  archived_at: OptionalInstantColumn;
  created_at: DefaultInstantColumn;
  updated_at: DefaultInstantColumn;
  version: Generated<number>;
  search: GeneratedAlways<string>;
  folded: GeneratedAlways<string>;
  sort_name: GeneratedAlways<string>;
}

interface ContactAccountsTable {
  contact_id: string;
  account_id: string;
  role: string | null;
  is_primary: Generated<boolean>;
}

/** Of a contact or of an account, never both. */
interface ContactPointsTable {
  id: string;
  contact_id: string | null;
  account_id: string | null;
  kind: PointKind;
  label: string | null;
  value_raw: string;
  value_norm: string;
  ext: string | null;
  country: string | null;
  line_type: string | null;
  is_switchboard: Generated<boolean>;
  is_primary: Generated<boolean>;
  status: Generated<PointStatus>;
  created_at: DefaultInstantColumn;
  tail: GeneratedAlways<string | null>;
}

interface AddressesTable {
  id: string;
  contact_id: string | null;
  account_id: string | null;
  kind: Generated<"main" | "billing" | "delivery" | "home" | "other">;
  lines: string | null;
  city: string | null;
  region: string | null;
  postcode: string | null;
  country: string | null;
}

interface ActivitiesTable {
  id: string;
  kind: ActivityKind;
  subject: Generated<string>;
  body: Generated<string>;
  status: Generated<ActivityStatus>;
  due_at: OptionalInstantColumn;
  remind_at: OptionalInstantColumn;
  done_at: OptionalInstantColumn;
  is_promise: Generated<boolean>;
  is_private: Generated<boolean>;
  owner_id: string | null;
  contact_id: string | null;
  account_id: string | null;
  interaction_id: string | null;
  created_by: string | null;
  created_at: DefaultInstantColumn;
  updated_at: DefaultInstantColumn;
  version: Generated<number>;
  search: GeneratedAlways<string>;
}

/** Written only by `append` of src/crm/timeline.ts. */
interface TimelineTable {
  id: GeneratedAlways<number>;
  at: InstantColumn;
  kind: string;
  contact_id: string | null;
  account_id: string | null;
  activity_id: string | null;
  interaction_id: string | null;
  actor_id: string | null;
  private_to: string | null;
  visibility: ColumnType<"internal" | "customer", "internal" | "customer" | undefined>;
  summary: Generated<string>;
  detail: DefaultJsonColumn<Readonly<Record<string, unknown>>>;
}

interface CallerChoicesTable {
  value_norm: string;
  contact_id: string;
  chosen_by: string | null;
  chosen_at: InstantColumn;
}

interface DoNotCallTable {
  value_norm: string;
  value_raw: string;
  reason: Generated<string>;
  since: DefaultInstantColumn;
  by: string | null;
}

export interface CrmTables {
  "crm.accounts": AccountsTable;
  "crm.contacts": ContactsTable;
  "crm.contact_accounts": ContactAccountsTable;
  "crm.contact_points": ContactPointsTable;
  "crm.addresses": AddressesTable;
  "crm.activities": ActivitiesTable;
  "crm.timeline": TimelineTable;
  "crm.caller_choices": CallerChoicesTable;
  "crm.do_not_call": DoNotCallTable;
}
