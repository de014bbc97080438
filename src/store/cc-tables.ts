/** What an admin sets up in schema `cc`, as kysely sees it; the truth is migrations/0003. */

import type { ColumnType, Generated, GeneratedAlways } from "kysely";
import type { DefaultInstantColumn } from "./instant-column.ts";
import type { DefaultJsonColumn, JsonColumn, OptionalJsonColumn } from "./json-column.ts";
import type { Locale } from "./sys-tables.ts";

/** A text in each language of the product. */
export type Label = Readonly<Record<Locale, string>>;

/** Minutes after local midnight. */
export interface StoredHours {
  readonly opens: number;
  readonly closes: number;
}

interface SkillsTable {
  id: string;
  /** Lower case: the name that flows use. */
  name: string;
  version: Generated<number>;
}

interface AgentsTable {
  user_id: string;
  sip_user: string;
  wrap_up_ms: number | null;
  capacity: DefaultJsonColumn<unknown>;
  is_active: Generated<boolean>;
  version: Generated<number>;
}

interface AgentSkillsTable {
  agent_id: string;
  skill_id: string;
  proficiency: number;
}

interface QueuesTable {
  id: string;
  name: string;
  priority: Generated<number>;
  answer_within_ms: Generated<number>;
  service_level_goal: Generated<number>;
  /** SL-1 … SL-8, see docs/spec/kpi.md. */
  service_level_formula: Generated<string>;
  short_abandon_ms: Generated<number>;
  alert_ms: Generated<number>;
  wrap_up_ms: Generated<number>;
  ring_agents: Generated<number>;
  reservation_policy: DefaultJsonColumn<unknown>;
  wrap_up: DefaultJsonColumn<unknown>;
  agent_prompt: string | null;
  overflow_after_ms: number | null;
  leave_when_nobody_signed_in: Generated<boolean>;
  waiting_max: number | null;
  announce_every_ms: number | null;
  announce_wait: Generated<boolean>;
  /** Shapes of protocol/api/needs.ts, which they are read with. */
  requirement: DefaultJsonColumn<unknown>;
  preferred: DefaultJsonColumn<unknown>;
  groups: DefaultJsonColumn<unknown>;
  strategy: DefaultJsonColumn<unknown>;
  last_agent_ms: Generated<number>;
  owner_ms: Generated<number>;
  ageing: DefaultJsonColumn<unknown>;
  relaxation: DefaultJsonColumn<unknown>;
  /** null: this queue does not call back. */
  callback: OptionalJsonColumn<unknown>;
  overflow: DefaultJsonColumn<unknown>;
  is_active: Generated<boolean>;
  version: Generated<number>;
}

interface GroupsTable {
  id: string;
  name: string;
  version: Generated<number>;
}

interface AgentGroupsTable {
  agent_id: string;
  group_id: string;
}

interface AgentQueueWeightsTable {
  agent_id: string;
  queue_id: string;
  /** 0.1 to 10. */
  weight: number;
}

/** One row. */
interface RoutingSettingsTable {
  is_only: Generated<boolean>;
  /** Shapes of protocol/api/routing-set-up.ts, which they are read with. */
  tiers: DefaultJsonColumn<unknown>;
  service_order: Generated<string>;
  weighted_wait_max_ms: number | null;
  version: Generated<number>;
  rules: DefaultJsonColumn<unknown>;
  rules_version: Generated<number>;
}

interface DispositionsTable {
  code: string;
  label: JsonColumn<Label>;
  queue_id: string | null;
  position: Generated<number>;
  is_active: Generated<boolean>;
  version: Generated<number>;
}

interface PresenceReasonsTable {
  code: string;
  label: JsonColumn<Label>;
  position: Generated<number>;
  is_paid: Generated<boolean>;
  is_active: Generated<boolean>;
  version: Generated<number>;
}

interface SchedulesTable {
  id: string;
  name: string;
  time_zone: string;
  version: Generated<number>;
}

interface ScheduleHoursTable {
  schedule_id: string;
  weekday: number;
  opens: number;
  closes: number;
}

interface ScheduleExceptionsTable {
  schedule_id: string;
  /** `YYYY-MM-DD`. */
  day: string;
  name: string;
  hours: DefaultJsonColumn<readonly StoredHours[]>;
}

interface FlowsTable {
  name: string;
  live_version: number | null;
  created_at: DefaultInstantColumn;
  version: Generated<number>;
}

/** Append only: the database refuses updates and deletes. */
interface FlowVersionsTable {
  flow: ColumnType<string, string, never>;
  version: ColumnType<number, number, never>;
  graph: JsonColumn<unknown>;
  /** The file as it was published. */
  text: ColumnType<string | null, string | null | undefined, never>;
  note: ColumnType<string | null, string | null | undefined, never>;
  created_by: ColumnType<string | null, string | null | undefined, never>;
  created_at: DefaultInstantColumn;
}

interface NumbersTable {
  dialled: string;
  label: Generated<string>;
  flow: string;
  version: Generated<number>;
}

interface TrunksTable {
  id: string;
  position: number;
  gateway: string;
  caller_number: string;
  is_active: Generated<boolean>;
  version: Generated<number>;
}

interface PhoneBookTable {
  id: string;
  name: string;
  name_alt: Generated<string>;
  value_raw: string;
  value_norm: string;
  note: string | null;
  version: Generated<number>;
  search: GeneratedAlways<string>;
  folded: GeneratedAlways<string>;
}

export interface CcTables {
  "cc.skills": SkillsTable;
  "cc.agents": AgentsTable;
  "cc.agent_skills": AgentSkillsTable;
  "cc.queues": QueuesTable;
  "cc.groups": GroupsTable;
  "cc.agent_groups": AgentGroupsTable;
  "cc.agent_queue_weights": AgentQueueWeightsTable;
  "cc.routing_settings": RoutingSettingsTable;
  "cc.dispositions": DispositionsTable;
  "cc.presence_reasons": PresenceReasonsTable;
  "cc.schedules": SchedulesTable;
  "cc.schedule_hours": ScheduleHoursTable;
  "cc.schedule_exceptions": ScheduleExceptionsTable;
  "cc.flows": FlowsTable;
  "cc.flow_versions": FlowVersionsTable;
  "cc.numbers": NumbersTable;
  "cc.trunks": TrunksTable;
  "cc.phone_book": PhoneBookTable;
}
