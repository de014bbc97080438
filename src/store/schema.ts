/** The whole database as one type, composed of one small interface per owner. */

import type { CcTables } from "./cc-tables.ts";
import type { CrmTables } from "./crm-tables.ts";
import type { RecordTables } from "./record-tables.ts";
import type { SysTables } from "./sys-tables.ts";

/** Tables are named with their schema: `db.selectFrom("crm.contacts")`. */
export interface Database extends SysTables, CrmTables, CcTables, RecordTables {}
