/** Reads the text of `originate`: variables in braces, one endpoint, one application. */

import type { Originate } from "./originate.ts";

/** What could be read, or the switch's word for why nothing comes of it. */
export type Dialled = Omit<Originate, "job" | "argument" | "uuid"> & { readonly uuid: string | undefined };

const DEFAULT_TIMEOUT_S = 60;

export function readOriginate(argument: string): Dialled | string {
  const whole = /^(?:\{([^}]*)\})?(\S+)\s+&(\w+)\((.*)\)$/s.exec(argument.trim());
  if (whole === null) return "USAGE: <call url> <exten>|&<application_name>(<app_args>)";
  const [, list = "", endpoint = "", app = ""] = whole;
  if (app !== "park") return "INVALID_URL";
  const variables = readVariables(list);
  const target = readTarget(endpoint);
  if (target === undefined) return "CHAN_NOT_IMPLEMENTED";
  const seconds = Number(variables.get("originate_timeout") ?? DEFAULT_TIMEOUT_S);
  return {
    uuid: variables.get("origination_uuid"),
    target,
    callerNumber: variables.get("origination_caller_id_number"),
    callerName: variables.get("origination_caller_id_name"),
    variables,
    timeoutMs: (Number.isInteger(seconds) && seconds > 0 ? seconds : DEFAULT_TIMEOUT_S) * 1000,
    isAutoAnswered: variables.get("sip_auto_answer") === "true",
    ignoresEarlyMedia: variables.get("ignore_early_media") === "true",
  };
}

/** As the switch splits it: at commas, quotes or not. */
function readVariables(list: string): Map<string, string> {
  const variables = new Map<string, string>();
  for (const pair of list.split(",")) {
    const equals = pair.indexOf("=");
    if (equals > 0) variables.set(pair.slice(0, equals), pair.slice(equals + 1));
  }
  return variables;
}

function readTarget(endpoint: string): Originate["target"] | undefined {
  const [, gateway, number] = /^sofia\/gateway\/([^/]+)\/(.+)$/.exec(endpoint) ?? [];
  if (gateway !== undefined && number !== undefined) return { kind: "trunk", gateway, number };
  const [, sipUser] = /^sofia\/[^/]+\/([^%@/]+)[%@].+$/.exec(endpoint) ?? [];
  return sipUser === undefined ? undefined : { kind: "seat", sipUser };
}
