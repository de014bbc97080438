/** What the adapter has to be told about one switch, and the words that its commands are made of. */

import type { EslTimers } from "../esl/timers.ts";
import type { SwitchSite } from "./execute.ts";
import { filePath, hostName, musicSound } from "./words.ts";

/** Where the switch is and what its configuration calls things. Folders are absolute and as the switch sees them. */
export interface FreeswitchOptions {
  /** `a-z0-9-`, from our configuration. */
  readonly node: string;
  readonly host: string;
  readonly port: number;
  readonly password: string;
  /** The SIP profile and domain at which agents register: `agents`, `cc.local`. */
  readonly agentsProfile: string;
  readonly agentsDomain: string;
  /** Prompts are `<promptsFolder>/<language>/<name>.wav`. */
  readonly promptsFolder: string;
  /** Recordings become `<recordingsFolder>/<interaction>/<command>.wav`. */
  readonly recordingsFolder: string;
  /** `local_stream://moh`, or the absolute path of a file. */
  readonly musicPath: string;
  /** What a caller hears while we ring somebody for them. Default: a European ringing tone. */
  readonly ringbackPath?: string | undefined;
  /** A bare line feed this often takes the 20 ms floor out of the switch's event socket; 0 turns it off. */
  readonly wakeEveryMs: number;
  readonly commandConnections: number;
  readonly timers?: EslTimers | undefined;
  /** Uniform in [0, 1), for the jitter of reconnection. */
  readonly random?: (() => number) | undefined;
  /** A phone registered (or refreshed) or went. Those that are registered are told each time the link comes up. */
  readonly onSeat?: ((sipUser: string, isRegistered: boolean) => void) | undefined;
  /** Something that an admin should read in the log; the port goes on. */
  readonly onFault?: ((fault: Error) => void) | undefined;
}

const europeanRinging = "tone_stream://%(1000,4000,425);loops=-1";

/** Checks the names and paths once. Throws UnsafeWord for one that no command may hold. */
export function siteOf(options: FreeswitchOptions): SwitchSite {
  return {
    agentsProfile: hostName(options.agentsProfile),
    agentsDomain: hostName(options.agentsDomain),
    promptsFolder: filePath(options.promptsFolder),
    recordingsFolder: filePath(options.recordingsFolder),
    music: musicSound(options.musicPath),
    ringback: musicSound(options.ringbackPath ?? europeanRinging),
  };
}
