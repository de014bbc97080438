/** Folders that come with the program, wherever it is started from. */

import { fileURLToPath } from "node:url";

const own = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** `<language>/<name>.wav`, and `music/`. */
export const ownPrompts = own("prompts");
/** Built by `npm run build:console`. */
export const ownConsole = own("agent-console/dist");
/** The sample flows. */
export const ownFlows = own("ivr-flows/library");
/** Our configuration of a FreeSWITCH. */
export const ownFreeswitchConfiguration = own("freeswitch-conf");
