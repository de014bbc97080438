/** A site and ids for the adapter's tests. */

import type { SwitchCommand } from "#routing/commands.ts";
import { commandId, interactionId, legId, nodeId } from "#routing/ids.ts";
import { filePath, hostName, musicSound } from "#cti/freeswitch/words.ts";
import type { SwitchSite } from "#cti/freeswitch/execute.ts";

export const site: SwitchSite = {
  agentsProfile: hostName("agents"),
  agentsDomain: hostName("cc.local"),
  promptsFolder: filePath("/srv/prompts"),
  recordingsFolder: filePath("/srv/recordings"),
  music: musicSound("local_stream://moh"),
  ringback: musicSound("tone_stream://%(1000,4000,425);loops=-1"),
};

export const node = nodeId("switch-1");
export const leg = legId("aaaaaaaa-0000-4000-8000-000000000001");
export const otherLeg = legId("aaaaaaaa-0000-4000-8000-000000000002");
export const interaction = interactionId("bbbbbbbb-0000-4000-8000-000000000001");
export const command = commandId("cccccccc-0000-4000-8000-000000000001");

/** An originate that differs from the plainest one only in `more`. */
export function originate(
  more: Partial<Extract<SwitchCommand, { readonly kind: "leg.originate" }>> = {},
): SwitchCommand {
  return {
    id: command,
    node,
    kind: "leg.originate",
    leg,
    interaction,
    role: "agent",
    target: { kind: "seat", sipUser: "agent1" },
    callerNumber: "+34911222333",
    timeoutMs: 20_000,
    autoAnswer: false,
    ...more,
  };
}
