/** What the journal still has to say after a restart: enough facts to know every open call and every agent again. */

import { sql } from "kysely";
import type { Kysely } from "kysely";
import { agentId, interactionId } from "#routing/ids.ts";
import type { Fact } from "#routing/facts.ts";
import { inTodaysShape } from "./older-facts.ts";
import { foldInteraction } from "../records/fold.ts";
import { emptyLedger, forgetDirty, type Ledger } from "../records/ledger.ts";
import type { AgentEngagement } from "../records/rows.ts";
import type { Database } from "../store/schema.ts";

export interface Recovery {
  /**
   * First the last `engine.started` and `config.adopted`, because agents and flows are known by the configuration, with what
   * stands for long: each switch's last coming up, each emergency switch's last position. Then by
   * `n`: of each agent the last presence, console, next presence, end of wrap-up and back-off; everything about interactions that
   * have not ended or are still wrapped up; and the latest of all, from which queues and agents have shown how they are of late.
   */
  readonly facts: readonly Fact[];
  /** The highest `n` of the journal; the next fact follows it. 0 when it is empty. */
  readonly lastFact: number;
  /** The highest epoch that wrote. */
  readonly lastEpoch: number;
}

/** Interactions whose record can still change. */
const openInteractions = sql`
  select id from cc.interactions where ended_at is null
  union select interaction_id from cc.segments where ended_at is null`;

/** So many of the latest facts are folded again whole: some hundred calls, read in a fraction of a second. */
const RECENT_FACTS = 20_000;

/** Reads the journal; the spool must have been drained into it. `recent`: how many of the latest facts come besides. */
export async function readRecovery(db: Kysely<Database>, recent = RECENT_FACTS): Promise<Recovery> {
  const { rows } = await sql<{ fact: Fact }>`
    with process as (
      (select n from cc.journal where kind = 'engine.started' order by n desc limit 1)
      union all (select n from cc.journal where kind = 'config.adopted' order by n desc limit 1)
      union all (select distinct on (fact ->> 'node') n from cc.journal where kind = 'switch.wentUp'
                 order by fact ->> 'node', n desc)
      union all (select distinct on (fact ->> 'queue') n from cc.journal where kind = 'emergency.switched'
                 order by fact ->> 'queue', n desc)
    ), agents as (
      select latest.n from cc.agents
      cross join unnest(array['agent.presenceChanged', 'agent.consoleConnected', 'agent.consoleLost',
                              'agent.nextPresenceChosen', 'agent.wrapUpEnded', 'agent.backedOff', 'agent.backOffEnded']) as kinds(kind)
      cross join lateral (
        select n from cc.journal
        where fact ->> 'agent' = cc.agents.user_id::text and journal.kind = kinds.kind
          and journal.kind in ('agent.presenceChanged', 'agent.consoleConnected', 'agent.consoleLost',
                               'agent.nextPresenceChosen', 'agent.wrapUpEnded', 'agent.backedOff', 'agent.backOffEnded')
        order by n desc limit 1) as latest
    ), calls as (
      select n from cc.journal where interaction in (${openInteractions})
    ), latest as (
      -- Where the process and its switches stand is told by the last word about it alone: an older one would undo that.
      select n from cc.journal
      where n > (select coalesce(max(n), 0) from cc.journal) - ${recent}
        and kind not in ('engine.started', 'config.adopted', 'emergency.switched', 'input.ignored')
        and kind not like 'switch.%'
    )
    select fact from cc.journal
    where n in (select n from process union select n from agents union select n from calls union select n from latest)
    order by n in (select n from process) desc, n`.execute(db);
  const last = await sql<{ n: number | null; epoch: number | null }>`
    select n, epoch from cc.journal order by n desc limit 1`.execute(db);
  return {
    facts: rows.map((row) => inTodaysShape(row.fact)),
    lastFact: last.rows[0]?.n ?? 0,
    lastEpoch: last.rows[0]?.epoch ?? 0,
  };
}

/** A ledger that goes on where the stored rows stand. */
export async function readLedger(db: Kysely<Database>): Promise<Ledger> {
  const ledger = emptyLedger();
  const { rows } = await sql<{ fact: Fact }>`
    select fact from cc.journal where interaction in (${openInteractions}) order by n`.execute(db);
  for (const { fact } of rows) foldInteraction(ledger, fact);
  const intervals = await db.selectFrom("cc.agent_intervals").selectAll().where("ended_at", "is", null).execute();
  for (const row of intervals) {
    const agent = agentId(row.agent_id);
    ledger.intervals.set(agent, {
      agent,
      ordinal: row.ordinal,
      // Both words were written by the fold.
      presence: row.presence as "ready" | "notReady",
      engagement: row.engagement as AgentEngagement,
      reason: row.reason ?? undefined,
      interaction: row.interaction_id === null ? undefined : interactionId(row.interaction_id),
      startedAt: row.started_at,
      endedAt: undefined,
    });
  }
  forgetDirty(ledger);
  const last = await db.selectFrom("cc.journal").select("n").orderBy("n", "desc").limit(1).executeTakeFirst();
  ledger.lastFact = last?.n ?? 0;
  return ledger;
}
