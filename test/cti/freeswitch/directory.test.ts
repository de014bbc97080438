/** Who a phone is, as the switch asks and as we answer. */

import { createHash } from "node:crypto";

import fc from "fast-check";
import { expect, test } from "vitest";

import { a1Hash, answerDirectory, directoryNotFound, directoryRequestBytesMax } from "#cti/freeswitch/directory.ts";
import { seatChange } from "#cti/freeswitch/seats.ts";
import { escapeXml } from "#cti/freeswitch/xml.ts";

import { traceEvents } from "./trace.ts";

const hash = a1Hash("agent1", "cc.local", "secret");
const lookup = (user: string, domain: string) => (user === "agent1" && domain === "cc.local" ? hash : undefined);
const question = (more: Readonly<Record<string, string>>) =>
  new URLSearchParams({
    hostname: "switch-1",
    section: "directory",
    tag_name: "domain",
    key_name: "name",
    key_value: "cc.local",
    user: "agent1",
    domain: "cc.local",
    action: "sip_auth",
    ...more,
  }).toString();

test("[FS80] a known phone is answered with its digest and never with a password", () => {
  const answer = answerDirectory(question({}), lookup);
  expect(hash).toBe(createHash("md5").update("agent1:cc.local:secret").digest("hex"));
  expect(answer).toContain('<domain name="cc.local"><user id="agent1">');
  expect(answer).toContain(`<param name="a1-hash" value="${hash}"/>`);
  expect(answer).not.toContain("password");
  expect(answer).not.toContain("secret");
});

test.each([
  ["an unknown phone", question({ user: "agent2" })],
  ["another domain", question({ domain: "elsewhere" })],
  ["another section", question({ section: "dialplan" })],
  ["a question without a user", "section=directory&purpose=gateways"],
  ["a user made of markup", question({ user: '"><param name="password" value="x"/>' })],
  ["nothing at all", ""],
  ["too much", `user=agent1&domain=cc.local&section=directory&x=${"a".repeat(directoryRequestBytesMax)}`],
])("[FS81] %s is not found, which the switch turns into a refusal", (_, body) => {
  expect(answerDirectory(body, lookup)).toBe(directoryNotFound);
});

test("[FS82] a look-up that gives something else than a digest is not found", () => {
  expect(answerDirectory(question({}), () => 'x"/><param name="password" value="y')).toBe(directoryNotFound);
});

test("[FS83] escaped text has no markup, and no character that would make the document unreadable", () => {
  expect(escapeXml(`a<b>&"c'\u0000\uD800`)).toBe("a&#60;b&#62;&#38;&#34;c&#39;\uFFFD\uFFFD");
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const escaped = escapeXml(text);
      expect(escaped.replaceAll(/&#\d+;/g, "")).not.toMatch(/[<>&"'\p{Cs}]/u);
      expect(Array.from(escaped).every((character) => (character.codePointAt(0) ?? 0) >= 0x20)).toBe(true);
    }),
  );
});

test("[FS84] a phone that registers, signs off or runs out is told, with one name for all three", () => {
  const changes = traceEvents("18-registration").flatMap((event) => seatChange(event, "agents", "cc.local") ?? []);
  expect(changes).toEqual([
    { sipUser: "agent1", isRegistered: true },
    { sipUser: "agent1", isRegistered: true },
    { sipUser: "agent1", isRegistered: false },
    { sipUser: "agent2", isRegistered: true },
    { sipUser: "agent2", isRegistered: false },
  ]);
  expect(traceEvents("18-registration").flatMap((event) => seatChange(event, "trunk", "cc.local") ?? [])).toEqual([]);
  expect(traceEvents("18-registration").flatMap((event) => seatChange(event, "agents", "other") ?? [])).toEqual([]);
});
