/** The contract that every switch port keeps; the rules are in docs/spec/switch-port.md. One body, one call per implementation. */

import { describe } from "vitest";
import { arrivalRules } from "./arrival-rules.ts";
import { bridgeRules } from "./bridge-rules.ts";
import type { MakeHarness } from "./harness.ts";
import { linkRules } from "./link-rules.ts";
import { originateRules } from "./originate-rules.ts";
import { promptRules } from "./prompt-rules.ts";
import { replaceRules } from "./replace-rules.ts";

/**
 * Registers the whole contract for one implementation. `make` is called once per test and must give a world of its own,
 * or a cleaned one: no legs, link up, `observations` opening with the first `switch.resynced`.
 */
export function describeSwitchPort(name: string, make: MakeHarness): void {
  describe(`switch port: ${name}`, () => {
    arrivalRules(make);
    promptRules(make);
    originateRules(make);
    bridgeRules(make);
    replaceRules(make);
    linkRules(make);
  });
}
