/** The adapter for FreeSWITCH keeps the contract, on the simulated switch's event socket. */

import { adapterHarness } from "./adapter-harness.ts";
import { describeSwitchPort } from "./suite.ts";

describeSwitchPort("FreeSWITCH adapter on the simulated event socket", adapterHarness);
