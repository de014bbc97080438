/** Every limit and every interval of the event socket client, with its name and its default. */

export interface EslSettings {
  /** TCP connect, greeting, password and subscription together. */
  readonly connectTimeoutMs: number;
  /** From the call of a command to its reply. */
  readonly commandTimeoutMs: number;
  /** From an accepted background command to its BACKGROUND_JOB; longer than any `originate_timeout`. */
  readonly jobTimeoutMs: number;
  /** Commands waiting for their reply or for room in the socket. */
  readonly maxCommands: number;
  /** Background jobs waiting for their outcome. */
  readonly maxJobs: number;
  /** A bare line feed this often makes FreeSWITCH look at its event queue at once; 0 turns it off. */
  readonly wakeEveryMs: number;
  /** How often the switch is asked whether it is there; 0 turns it off. */
  readonly pingEveryMs: number;
  /** A ping unanswered for this long, with not one byte received since, means a half-open connection. */
  readonly pingTimeoutMs: number;
  /** No HEARTBEAT for this long, if subscribed, means that events no longer reach us; 0 turns it off. */
  readonly heartbeatTimeoutMs: number;
  /** Idle time before the kernel probes the connection. */
  readonly keepAliveMs: number;
}

export const defaultEslSettings: EslSettings = {
  connectTimeoutMs: 5_000,
  commandTimeoutMs: 5_000,
  jobTimeoutMs: 120_000,
  maxCommands: 1_000,
  maxJobs: 5_000,
  wakeEveryMs: 1,
  pingEveryMs: 2_000,
  pingTimeoutMs: 2_000,
  heartbeatTimeoutMs: 45_000,
  keepAliveMs: 10_000,
};
