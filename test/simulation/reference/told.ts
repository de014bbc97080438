/** What callers were told as they arrived against how long they then waited, by bucket of what was told. */

import { drive } from "./drive.ts";
import { poolSite } from "./pools.ts";
import { average } from "./student.ts";

export interface ToldCase {
  readonly name: string;
  /** Types of calls, and the types that each agent knows. */
  readonly types: number;
  readonly knows: readonly (readonly number[])[];
  readonly gapMs: number;
  readonly handleMs: number;
  readonly patienceMs: number | undefined;
}

export interface Bucket {
  readonly fromS: number;
  readonly callers: number;
  readonly toldS: number;
  readonly waitedS: number;
}

export interface Told {
  readonly name: string;
  /** Callers who had to wait and were answered. */
  readonly callers: number;
  readonly buckets: readonly Bucket[];
  /** Root mean squared error divided by the mean wait. */
  readonly relativeError: number;
  /** Shares of the callers who waited no longer than the three quantiles that were told. */
  readonly within: { readonly p50: number; readonly p80: number; readonly p90: number };
  /** How often each method was believed. */
  readonly methods: ReadonlyMap<string, number>;
}

const alone = (agents: number): readonly (readonly number[])[] => Array.from({ length: agents }, () => [0]);
/** Each knows two of six types. */
const pairs = Array.from({ length: 90 }, (_, n) => [n % 6, (n + 1 + (Math.floor(n / 6) % 5)) % 6]);
const allSix = Array.from({ length: 90 }, () => [0, 1, 2, 3, 4, 5]);

export const toldCases: readonly ToldCase[] = [
  {
    name: "20 agents, 18 erlangs",
    types: 1,
    knows: alone(20),
    gapMs: 10_000,
    handleMs: 180_000,
    patienceMs: undefined,
  },
  {
    name: "20 agents, 22 erlangs, callers give up",
    types: 1,
    knows: alone(20),
    gapMs: 180_000 / 22,
    handleMs: 180_000,
    patienceMs: 180_000,
  },
  {
    name: "6 types, 90 agents with two skills, 84 erlangs",
    types: 6,
    knows: pairs,
    gapMs: 600_000 / 84,
    handleMs: 600_000,
    patienceMs: undefined,
  },
  {
    name: "6 types, 90 agents with all skills, 84 erlangs",
    types: 6,
    knows: allSix,
    gapMs: 600_000 / 84,
    handleMs: 600_000,
    patienceMs: undefined,
  },
  {
    name: "6 types, two skills, 95 erlangs, callers give up",
    types: 6,
    knows: pairs,
    gapMs: 600_000 / 95,
    handleMs: 600_000,
    patienceMs: 300_000,
  },
];

const BUCKETS_FROM_S = [0, 15, 30, 60, 120, 300, 600];
/** A bucket with fewer of the callers says nothing: those of one busy hour wait together, not each for himself. */
const BUCKET_SHARE_MIN = 0.08;
/** The errors of the methods are learned first. */
const WARM_UP = 5_000;

export function told(toldCase: ToldCase, effort: { readonly seed: string; readonly callers: number }): Told {
  const { name, types, knows, gapMs, handleMs, patienceMs } = toldCase;
  const visits = drive({
    seed: `${effort.seed}/${name}`,
    config: poolSite(types, knows),
    gapMs,
    handleMs,
    patienceMs,
    present: Math.round(handleMs / gapMs),
    warmUp: WARM_UP,
    callers: effort.callers,
    isEstimated: true,
  });
  const compared = visits.flatMap(({ waitMs, isAnswered, estimate }) =>
    isAnswered && waitMs > 0 && estimate !== undefined ? [{ waitMs, ...estimate }] : [],
  );
  const buckets = BUCKETS_FROM_S.flatMap((fromS, n) => {
    const untilS = BUCKETS_FROM_S[n + 1] ?? Infinity;
    const inside = compared.filter(({ expectedMs }) => expectedMs >= fromS * 1_000 && expectedMs < untilS * 1_000);
    if (inside.length < BUCKET_SHARE_MIN * compared.length) return [];
    return {
      fromS,
      callers: inside.length,
      toldS: average(inside.map(({ expectedMs }) => expectedMs)) / 1_000,
      waitedS: average(inside.map(({ waitMs }) => waitMs)) / 1_000,
    };
  });
  const methods = new Map<string, number>();
  for (const { method } of compared) methods.set(method, (methods.get(method) ?? 0) + 1);
  const within = (quantile: "p50Ms" | "p80Ms" | "p90Ms"): number =>
    average(compared.map((each) => (each.waitMs <= each[quantile] ? 1 : 0)));
  return {
    name,
    callers: compared.length,
    buckets,
    relativeError:
      Math.sqrt(average(compared.map(({ expectedMs, waitMs }) => (expectedMs - waitMs) ** 2))) /
      average(compared.map(({ waitMs }) => waitMs)),
    within: { p50: within("p50Ms"), p80: within("p80Ms"), p90: within("p90Ms") },
    methods,
  };
}
