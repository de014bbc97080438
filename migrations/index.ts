/** The list of migrations, in order. Forward only: one that has been released is never edited, only followed. */

import type { Migration } from "kysely/migration";
import * as peopleAndPlatform from "./0001-people-and-platform.ts";
import * as customers from "./0002-customers.ts";
import * as contactCentre from "./0003-contact-centre.ts";
import * as records from "./0004-records.ts";
import * as recoveryAndFormulas from "./0005-recovery-and-formulas.ts";
import * as switchRecovery from "./0006-switch-recovery.ts";
import * as routingSettings from "./0007-routing-settings.ts";
import * as atTheAgent from "./0008-at-the-agent.ts";
import * as announcedWait from "./0009-announced-wait.ts";
import * as callbacks from "./0010-callbacks.ts";
import * as overflow from "./0011-overflow.ts";
import * as handedOver from "./0012-handed-over.ts";
import * as agentPrompts from "./0013-agent-prompts.ts";
import * as apiTokens from "./0014-api-tokens.ts";

/** By name; kysely runs them in the alphabetical order of the names and remembers which have run. */
export const migrations: Readonly<Record<string, Migration>> = {
  "0001-people-and-platform": peopleAndPlatform,
  "0002-customers": customers,
  "0003-contact-centre": contactCentre,
  "0004-records": records,
  "0005-recovery-and-formulas": recoveryAndFormulas,
  "0006-switch-recovery": switchRecovery,
  "0007-routing-settings": routingSettings,
  "0008-at-the-agent": atTheAgent,
  "0009-announced-wait": announcedWait,
  "0010-callbacks": callbacks,
  "0011-overflow": overflow,
  "0012-handed-over": handedOver,
  "0013-agent-prompts": agentPrompts,
  "0014-api-tokens": apiTokens,
};
