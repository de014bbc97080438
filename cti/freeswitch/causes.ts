/** What FreeSWITCH's words for failures and endings mean to us. Tables only; nothing is decided here. */

import { textOf } from "../esl/events.ts";
import type { EslValues } from "../esl/events.ts";

/**
 * Causes of an `originate` that was refused before there was a channel: no event of a leg will ever follow the job.
 * Other causes may go either way, depending on how far the attempt came.
 */
export const causesWithoutLeg: ReadonlySet<string> = new Set([
  "USER_NOT_REGISTERED",
  "SUBSCRIBER_ABSENT",
  "INVALID_GATEWAY",
  "GATEWAY_DOWN",
  "INVALID_PROFILE",
  "CHAN_NOT_IMPLEMENTED",
  "INVALID_URL",
]);

/** The refusal in a reply or a job's body (`-ERR NO_ANSWER`, `-USAGE: …`, `-ERROR`), or undefined if it is none. */
export function refusalIn(reply: string): string | undefined {
  const text = reply.trim();
  if (!text.startsWith("-")) return undefined;
  const [, word] = /^-(?:ERR(?:OR)?|USAGE:?)\s*(.*)$/s.exec(text) ?? [];
  return word === undefined || word === "" ? text.slice(1) : word;
}

/**
 * Whom the far end said to try instead: the user part of the first address of a redirection (SIP 3xx), as it came. The
 * switch was told not to follow, and ends such a leg itself.
 */
export function redirectedTo(values: EslValues): string | undefined {
  return redirection(values) === undefined ? undefined : textOf(values, "variable_sip_redirect_contact_user_0");
}

function redirection(values: EslValues): number | undefined {
  const [, status] = /^sip:(3[0-9]{2})$/.exec(textOf(values, "variable_proto_specific_hangup_cause") ?? "") ?? [];
  return status === undefined ? undefined : Number(status);
}

/** Who ended the leg, by mod_sofia's note of the message that did it. */
export function endedBy(values: EslValues): "party" | "switch" | "unknown" {
  if (redirection(values) !== undefined) return "party";
  const disposition = textOf(values, "variable_sip_hangup_disposition") ?? "";
  if (disposition.startsWith("recv_")) return "party";
  if (disposition.startsWith("send_")) return "switch";
  return "unknown";
}

const statusHeaders = ["variable_sip_term_status", "variable_sip_invite_failure_status"] as const;

/** The far end's SIP status, if it gave one: of a refusal, or 200 of its BYE. */
export function sipStatusOf(values: EslValues): number | undefined {
  const redirected = redirection(values);
  if (redirected !== undefined) return redirected;
  for (const name of statusHeaders) {
    const status = Number(textOf(values, name));
    if (Number.isInteger(status) && status >= 100 && status <= 699) return status;
  }
  return undefined;
}

const withheld: ReadonlySet<string> = new Set([
  "anonymous",
  "unknown",
  "unavailable",
  "restricted",
  "private",
  "withheld",
  "0000000000",
  "",
]);

/** The caller's number, or undefined when it was withheld, by word (RFC 3325 §7) or by privacy flag. */
export function callerNumberOf(values: EslValues): string | undefined {
  if (textOf(values, "Caller-Privacy-Hide-Number") === "true") return undefined;
  const number = (textOf(values, "Caller-Caller-ID-Number") ?? "").trim();
  return withheld.has(number.toLowerCase()) ? undefined : number;
}

/** The caller's name as sent; undefined when there is none, it is withheld, or it only repeats the number. */
export function callerNameOf(values: EslValues): string | undefined {
  if (textOf(values, "Caller-Privacy-Hide-Name") === "true") return undefined;
  // The switch tells a quoted display name as it came, with its escapes (RFC 3261 §25.1, quoted-pair).
  const name = (textOf(values, "Caller-Caller-ID-Name") ?? "").replace(/\\(.)/gs, "$1").trim();
  if (withheld.has(name.toLowerCase()) || name === textOf(values, "Caller-Caller-ID-Number")) return undefined;
  return name;
}
