/** The journal and the rows folded from it, as kysely sees them; the truth is migrations/0004. */

import type { Generated, GeneratedAlways } from "kysely";
import type { InstantColumn, OptionalInstantColumn } from "./instant-column.ts";
import type { DefaultJsonColumn, JsonColumn } from "./json-column.ts";

interface JournalTable {
  n: number;
  epoch: number;
  at: InstantColumn;
  kind: string;
  interaction: string | null;
  fact: JsonColumn<unknown>;
}

interface InteractionsTable {
  id: string;
  medium: string;
  direction: string;
  from_number: string | null;
  from_name: string | null;
  to_number: string | null;
  contact_id: string | null;
  account_id: string | null;
  match_level: string | null;
  flow: string | null;
  flow_version: number | null;
  first_queue_id: string | null;
  /** The last queue. */
  queue_id: string | null;
  /** The last agent. */
  agent_id: string | null;
  started_at: InstantColumn;
  answered_at: OptionalInstantColumn;
  connected_at: OptionalInstantColumn;
  ended_at: OptionalInstantColumn;
  end_reason: string | null;
  wait_ms: Generated<number>;
  alert_ms: Generated<number>;
  talk_ms: Generated<number>;
  hold_ms: Generated<number>;
  wrap_up_ms: Generated<number>;
  disposition: string | null;
  note: string | null;
  last_fact: number;
  search: GeneratedAlways<string>;
}

interface SegmentsTable {
  interaction_id: string;
  ordinal: number;
  /** flow, queue, alert, talk, hold, consult, voicemail, external, wrapUp. */
  kind: string;
  queue_id: string | null;
  agent_id: string | null;
  started_at: InstantColumn;
  ended_at: OptionalInstantColumn;
  outcome: string | null;
  data: DefaultJsonColumn<Readonly<Record<string, unknown>>>;
}

interface LegsTable {
  id: string;
  interaction_id: string;
  role: string;
  direction: string;
  agent_id: string | null;
  remote: string | null;
  trunk: string | null;
  node: string;
  created_at: InstantColumn;
  answered_at: OptionalInstantColumn;
  bridged_at: OptionalInstantColumn;
  ended_at: OptionalInstantColumn;
  cause: string | null;
  sip_status: number | null;
  attempts: DefaultJsonColumn<readonly unknown[]>;
  replaces: string | null;
}

interface AgentIntervalsTable {
  agent_id: string;
  ordinal: number;
  presence: string;
  engagement: string;
  reason: string | null;
  interaction_id: string | null;
  started_at: InstantColumn;
  ended_at: OptionalInstantColumn;
}

interface CollectedValuesTable {
  interaction_id: string;
  ordinal: number;
  name: string;
  label: Generated<string>;
  value: string;
  is_sensitive: Generated<boolean>;
  at: InstantColumn;
}

interface VoicemailsTable {
  id: string;
  interaction_id: string;
  box: string;
  storage_key: string | null;
  recorded_at: InstantColumn;
  duration_ms: Generated<number>;
  heard_at: OptionalInstantColumn;
  heard_by: string | null;
  settled_at: OptionalInstantColumn;
  settled_by: string | null;
}

interface CallbacksTable {
  interaction_id: string;
  origin: string;
  from_interaction_id: string | null;
  queue_id: string;
  number: string;
  name: string | null;
  contact_id: string | null;
  agent_id: string | null;
  booked_by: string | null;
  note: string;
  time_zone: string | null;
  booked_at: InstantColumn;
  entered_at: InstantColumn;
  due_at: InstantColumn;
  expires_at: InstantColumn;
  attempts: number;
  last_attempt_at: OptionalInstantColumn;
  last_cause: string | null;
  outcome: string | null;
  ended_at: OptionalInstantColumn;
}

export interface RecordTables {
  "cc.journal": JournalTable;
  "cc.interactions": InteractionsTable;
  "cc.segments": SegmentsTable;
  "cc.legs": LegsTable;
  "cc.agent_intervals": AgentIntervalsTable;
  "cc.collected_values": CollectedValuesTable;
  "cc.voicemails": VoicemailsTable;
  "cc.callbacks": CallbacksTable;
}
