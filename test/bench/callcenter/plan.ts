/** What both arms are set up with, number for number: queues, agents, and how much of everything a run has. */

/** One queue of the comparison. `dialled` is the number that leads to it in both arms. */
export interface BenchQueue {
  readonly name: "free" | "crowded" | "single" | "paper";
  readonly dialled: string;
  readonly agents: number;
  /** False: they are signed in and on a break, so whoever calls has to wait. */
  readonly isReady: boolean;
  readonly wrapUpMs: number;
}

/** How much is measured. Intervals and times in ms. */
export interface BenchPlan {
  readonly queues: readonly BenchQueue[];
  /** Rounds of A, then B; a figure is the median over rounds. */
  readonly rounds: number;
  /** Calls of one block and the open-loop interval between them. */
  readonly calls: number;
  readonly everyMs: number;
  /** Callers that wait in the other queue. */
  readonly crowd: number;
  readonly bigCrowd: number;
  readonly noise: { readonly waiting: number; readonly everyMs: number };
  readonly reoffers: number;
  readonly paperReoffers: number;
  /** How long the processor is watched while nothing happens. */
  readonly cpuMs: number;
  /** Calls a second, tried in this order, and how long each is kept up. */
  readonly rates: readonly number[];
  readonly rateMs: number;
  /** How often the whole climb is made on each arm. */
  readonly ramps: number;
  /** Rounds of each further database of mod_callcenter. */
  readonly variantRounds: number;
}

const queue = (name: BenchQueue["name"], dialled: string, agents: number, more: Partial<BenchQueue>): BenchQueue => ({
  name,
  dialled,
  agents,
  isReady: true,
  wrapUpMs: 0,
  ...more,
});

const queuesOf = (free: number, crowded: number): readonly BenchQueue[] => [
  queue("free", "12025550101", free, {}),
  queue("crowded", "12025550102", crowded, { isReady: false }),
  queue("single", "12025550103", 1, {}),
  queue("paper", "12025550104", 1, { wrapUpMs: 1_000 }),
];

export const fullPlan: BenchPlan = {
  queues: queuesOf(60, 200),
  rounds: 5,
  calls: 50,
  everyMs: 90,
  crowd: 300,
  bigCrowd: 600,
  noise: { waiting: 50, everyMs: 150 },
  reoffers: 8,
  paperReoffers: 3,
  cpuMs: 2_500,
  rates: [5, 10, 20, 30, 40],
  rateMs: 3_000,
  ramps: 1,
  variantRounds: 1,
};

/** Shows that everything works, not how fast anything is. */
export const quickPlan: BenchPlan = {
  ...fullPlan,
  queues: queuesOf(20, 20),
  rounds: 1,
  calls: 15,
  crowd: 60,
  bigCrowd: 120,
  noise: { waiting: 15, everyMs: 300 },
  reoffers: 4,
  paperReoffers: 1,
  cpuMs: 1_000,
  rates: [5, 10],
  rateMs: 1_500,
  variantRounds: 1,
};

/** The SIP users of a queue's agents, which are their logins too. */
export function agentsOf({ name, agents }: BenchQueue): readonly string[] {
  return Array.from({ length: agents }, (_, n) => `${name}${String(n + 1).padStart(3, "0")}`);
}

export function queueOf(plan: BenchPlan, name: BenchQueue["name"]): BenchQueue {
  const found = plan.queues.find((each) => each.name === name);
  if (found === undefined) throw new Error(`the plan has no queue ${name}`);
  return found;
}
