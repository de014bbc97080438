/** The switch's question "who is this phone?" (mod_xml_curl, directory section) and our answer, as pure text. */

import { createHash } from "node:crypto";

import { escapeXml } from "./xml.ts";

/** The digest secret of a phone, or undefined when there is no such phone now. Must answer from memory: a SIP thread of the switch waits. */
export type DirectoryLookup = (user: string, domain: string) => string | undefined;

/** The switch's word for "ask elsewhere", which here ends in a refusal: its own directory is empty. */
export const directoryNotFound =
  '<?xml version="1.0"?>\n<document type="freeswitch/xml"><section name="result"><result status="not found"/></section></document>\n';

const userShape = /^[A-Za-z0-9_.-]{1,64}$/;
const domainShape = /^[A-Za-z0-9.-]{1,253}$/;
const a1HashShape = /^[0-9a-f]{32}$/;

/** A question is some hundred bytes to a few kilobytes (it carries the phone's SIP headers). */
export const directoryRequestBytesMax = 65_536;

/**
 * Answers one POST of mod_xml_curl. `body` is its form (application/x-www-form-urlencoded).
 * Everything but a question about one user gives "not found", also gateways and network lists: nothing is configured
 * through this door. The answer never holds a password, only the digest H(user:domain:password) of RFC 2617.
 */
export function answerDirectory(body: string, lookup: DirectoryLookup): string {
  if (body.length > directoryRequestBytesMax) return directoryNotFound;
  const question = new URLSearchParams(body);
  const user = question.get("user") ?? "";
  const domain = question.get("domain") ?? "";
  if (question.get("section") !== "directory") return directoryNotFound;
  if (!userShape.test(user) || !domainShape.test(domain)) return directoryNotFound;
  const hash = lookup(user, domain);
  if (hash === undefined || !a1HashShape.test(hash)) return directoryNotFound;
  return [
    '<?xml version="1.0"?>',
    '<document type="freeswitch/xml"><section name="directory">',
    `<domain name="${escapeXml(domain)}"><user id="${escapeXml(user)}">`,
    `<params><param name="a1-hash" value="${hash}"/></params>`,
    "</user></domain>",
    "</section></document>",
    "",
  ].join("\n");
}

/** The digest that the directory answers with; `realm` is the agents' domain (RFC 2617 §3.2.2.2, MD5 is what SIP phones speak). */
export function a1Hash(user: string, realm: string, password: string): string {
  return createHash("md5").update(`${user}:${realm}:${password}`).digest("hex");
}
