/** Asks the switch, leg by leg, what really lives there. */

import type { LegId } from "#routing/ids.ts";

import * as build from "./build.ts";
import type { BuiltCommand } from "./build.ts";
import { dumpedLeg, listedLegs } from "./resync.ts";
import type { DumpedLeg } from "./resync.ts";
import { uuid } from "./words.ts";

/** Dumps asked for at a time; a dump is about 9 kB and takes the switch less than a millisecond. */
const dumpsAtOnce = 32;

/**
 * The legs of ours and those at the door. `known` are legs that events told of: the list of channels may not have them
 * yet. Rejects with what `api` rejects with, and with EslProtocolFault for an answer that cannot be read.
 */
export async function survey(
  api: (command: BuiltCommand) => Promise<string>,
  known: Iterable<LegId>,
): Promise<readonly DumpedLeg[]> {
  const listed = listedLegs(await api(build.showChannels));
  const dialled = new Map<LegId, string | undefined>([...known].map((leg) => [leg, undefined]));
  for (const { leg, to } of listed) dialled.set(leg, to);

  const wanted = [...dialled];
  const found: DumpedLeg[] = [];
  for (let from = 0; from < wanted.length; from += dumpsAtOnce) {
    const batch = wanted.slice(from, from + dumpsAtOnce);
    const answers = await Promise.all(batch.map(async ([leg, to]) => dumpedLeg(await api(build.dump(uuid(leg))), to)));
    for (const dumped of answers) if (dumped !== undefined) found.push(dumped);
  }
  return found;
}
