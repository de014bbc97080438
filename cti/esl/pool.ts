/**
 * All connections to one switch: one that brings the events, and a few for commands. A connection takes about 500
 * background commands a second, and a blocking command delays the events of its own connection only.
 */
import type { EslCommands } from "./commands.ts";
import type { EslEvent } from "./events.ts";
import type { EslDisconnected, EslRefused } from "./faults.ts";
import { keepEslLink } from "./link.ts";
import type { EslLink, EslLinkCounters, EslLinkOptions, EslLinkReport, EslLinkState } from "./link.ts";

/** As EslLinkReport, for the pool as a whole. `link` is `events`, `commands-1`, `commands-2` … */
export type EslPoolReport =
  /** All connections are up: now ask the switch what is really there. */
  | { readonly kind: "up"; readonly coreUuid: string | undefined; readonly previousCoreUuid: string | undefined }
  /** One connection ended or could not be made; comes for each of them and for each attempt. */
  | {
      readonly kind: "down";
      readonly link: string;
      readonly reason: EslDisconnected | EslRefused;
      readonly retryInMs: number | undefined;
    }
  | { readonly kind: "restarted"; readonly coreUuid: string; readonly previousCoreUuid: string }
  | { readonly kind: "event"; readonly event: EslEvent; readonly receivedAtMonotonicMs: number };

export type EslPoolOptions = Omit<EslLinkOptions, "listener"> & {
  readonly commandConnections: number;
  readonly listener: (report: EslPoolReport) => void;
};

export interface EslPool extends AsyncDisposable {
  /** The same key, for example a call's id, always gets the same connection, so its commands stay in order. */
  readonly command: (key: string) => EslCommands;
  readonly isUp: () => boolean;
  readonly states: () => Readonly<Record<string, EslLinkState>>;
  readonly counters: () => Readonly<Record<string, EslLinkCounters>>;
  readonly close: () => Promise<void>;
}

/** Starts all connections at once and keeps them until closed. */
export function keepEslPool(options: EslPoolOptions): EslPool {
  const { commandConnections, listener, ...linkOptions } = options;
  if (!Number.isInteger(commandConnections) || commandConnections < 1) throw new Error("A pool needs a command link.");
  const links = new Map<string, EslLink>();
  let previousCoreUuid: string | undefined;

  const isUp = (): boolean => [...links.values()].every((link) => link.state() === "up");

  const tell = (name: string, report: EslLinkReport): void => {
    switch (report.kind) {
      case "up": {
        if (!isUp()) return;
        const coreUuid = links.get(EVENTS)?.coreUuid();
        const before = previousCoreUuid;
        previousCoreUuid = coreUuid ?? before;
        listener({ kind: "up", coreUuid, previousCoreUuid: before });
        return;
      }
      case "down":
        listener({ ...report, link: name });
        return;
      case "restarted":
        // Every link sees the jobs, and so the new process; once is enough.
        if (name !== EVENTS) return;
        previousCoreUuid = report.coreUuid;
        listener(report);
        return;
      case "event":
        if (name === EVENTS) listener(report);
        return;
    }
  };

  const start = (name: string, events: readonly string[]): EslLink => {
    // Replies come at once; only events wait for the switch's loop, and nobody is in a hurry for the end of a job.
    const { settings: asked } = linkOptions;
    const settings = name === EVENTS ? asked : { ...asked, wakeEveryMs: 0 };
    const link = keepEslLink({
      ...linkOptions,
      settings,
      events,
      listener: (report) => {
        tell(name, report);
      },
    });
    links.set(name, link);
    return link;
  };

  start(EVENTS, options.events);
  // Outcomes of background commands come as events, to the connection that waits for them.
  const commandLinks = Array.from({ length: commandConnections }, (_, at) =>
    start(`commands-${String(at + 1)}`, ["BACKGROUND_JOB"]),
  );

  const byName = <T>(read: (link: EslLink) => T): Readonly<Record<string, T>> =>
    Object.fromEntries([...links].map(([name, link]) => [name, read(link)]));

  const close = async (): Promise<void> => {
    await Promise.all([...links.values()].map((link) => link.close()));
  };

  return {
    command: (key) => {
      const link = commandLinks[stableHash(key) % commandLinks.length];
      if (link === undefined) throw new Error("A pool needs a command link.");
      return link;
    },
    isUp,
    states: () => byName((link) => link.state()),
    counters: () => byName((link) => link.counters()),
    close,
    [Symbol.asyncDispose]: close,
  };
}

const EVENTS = "events";

/** FNV-1a over UTF-16 units, 32 bits: the same in every process and every run. */
function stableHash(key: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
}
