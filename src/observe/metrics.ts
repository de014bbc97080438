/** Figures for Prometheus. Read at the moment of the scrape where they can be, counted where they must be. */

import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { SwitchHealth } from "#cti/port.ts";
import type { State } from "#routing/state.ts";

export interface MetricsParts {
  readonly state: () => State;
  readonly nodes: () => readonly SwitchHealth[];
  readonly journal: { isStoreUp(): boolean; pending(): number };
  readonly liveSockets: () => number;
}

export interface Metrics {
  /** The text of a scrape and its content type. */
  text(): Promise<string>;
  readonly contentType: string;
  /** Hook for the engine: how long one step of the core took, in seconds. */
  observeStep(input: string, seconds: number): void;
  /** `route` is the pattern and never the address: addresses have ids and numbers in them. */
  observeHttp(method: string, route: string, status: number, seconds: number): void;
  countRefusedAsk(kind: string, refusal: string): void;
}

/** 10 µs to 100 ms: a step is expected in the first few. */
const STEP_BUCKETS_S = [0.000_01, 0.000_05, 0.000_1, 0.000_5, 0.001, 0.005, 0.01, 0.05, 0.1];
const HTTP_BUCKETS_S = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

export function createMetrics(parts: MetricsParts): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const gauge = <Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    read: (set: Gauge<Label>) => void,
  ) =>
    new Gauge<Label>({
      name,
      help,
      labelNames: [...labelNames],
      registers,
      collect() {
        this.reset();
        read(this);
      },
    });

  gauge("cordboard_calls", "Live interactions by stage", ["stage"], (set) => {
    for (const interaction of parts.state().interactions.values()) set.inc({ stage: interaction.stage.kind });
  });
  gauge("cordboard_waiting", "Callers waiting, by queue", ["queue"], (set) => {
    const { config, interactions } = parts.state();
    const names = new Map(config.queues.map((queue) => [queue.id, queue.name]));
    for (const name of names.values()) set.set({ queue: name }, 0);
    for (const { stage } of interactions.values())
      if (stage.kind === "waiting") set.inc({ queue: names.get(stage.queue) ?? stage.queue });
  });
  gauge("cordboard_agents", "Agents by presence and engagement", ["presence", "engagement"], (set) => {
    for (const agent of parts.state().agents.values())
      set.inc({ presence: agent.presence.kind, engagement: agent.engagement.kind });
  });
  gauge("cordboard_switch_up", "1 while the link to the switch is up", ["node"], (set) => {
    for (const node of parts.nodes()) set.set({ node: node.node }, node.isUp ? 1 : 0);
  });
  gauge("cordboard_switch_legs", "Legs on the switch", ["node"], (set) => {
    for (const node of parts.nodes()) set.set({ node: node.node }, node.legs);
  });
  gauge("cordboard_journal_pending", "Facts that are not in PostgreSQL yet", [], (set) =>
    set.set(parts.journal.pending()),
  );
  gauge("cordboard_store_up", "0 while facts go to the local spool", [], (set) =>
    set.set(parts.journal.isStoreUp() ? 1 : 0),
  );
  gauge("cordboard_live_sockets", "Open live sockets", [], (set) => set.set(parts.liveSockets()));

  const steps = new Histogram({
    name: "cordboard_step_seconds",
    help: "One step of the routing core, by input",
    labelNames: ["input"],
    buckets: STEP_BUCKETS_S,
    registers,
  });
  const http = new Histogram({
    name: "cordboard_http_seconds",
    help: "HTTP requests",
    labelNames: ["method", "route", "status"],
    buckets: HTTP_BUCKETS_S,
    registers,
  });
  const refusedAsks = new Counter({
    name: "cordboard_refused_asks_total",
    help: "Requests of agents that were refused, by kind and refusal",
    labelNames: ["kind", "refusal"],
    registers,
  });

  return {
    text: () => registry.metrics(),
    contentType: registry.contentType,
    observeStep: (input, seconds) => steps.observe({ input }, seconds),
    observeHttp: (method, route, status, seconds) => http.observe({ method, route, status: String(status) }, seconds),
    countRefusedAsk: (kind, refusal) => refusedAsks.inc({ kind, refusal }),
  };
}
