/** The simulated switch keeps the contract of a switch port, in virtual time. */

import { nodeId } from "#routing/ids.ts";
import { simulatedHarness } from "./simulated-harness.ts";
import { describeSwitchPort } from "./suite.ts";

describeSwitchPort("simulated switch", () => simulatedHarness(nodeId("sim-1")));
