import { expect, test } from "vitest";
import { isOurPage } from "#src/platform/origins.ts";

const host = "cordboard.example.org";
const open = { allowed: [] };
const strict = { allowed: ["https://cordboard.example.org"] };

test.each([
  ["our own page", open, { host, origin: "https://cordboard.example.org" }, true],
  ["another host", open, { host, origin: "https://evil.example" }, false],
  ["a host that begins alike", open, { host, origin: "https://cordboard.example.org.evil.example" }, false],
  ["a host that ends alike", open, { host, origin: "https://evil-cordboard.example.org" }, false],
  ["another port", open, { host: `${host}:8080`, origin: "https://cordboard.example.org:9090" }, false],
  ["a file or sandbox", open, { host, origin: "null" }, false],
  ["an origin with a path", open, { host, origin: "https://cordboard.example.org/x" }, false],
  ["the public address", strict, { host: "10.0.0.7:8080", origin: "https://cordboard.example.org" }, true],
  ["the right host over http", strict, { host, origin: "http://cordboard.example.org" }, false],
  ["the asked host when an address is set", strict, { host: "evil.example", origin: "https://evil.example" }, false],
])("[PF50] %s", (_, rule, headers, isOurs) => {
  expect(isOurPage(rule, headers, false)).toBe(isOurs);
  expect(isOurPage(rule, headers, true)).toBe(isOurs);
});

test("[PF50] without an origin: no browser, or a browser that says the same site; never for the live socket", () => {
  expect(isOurPage(open, { host }, false)).toBe(true);
  expect(isOurPage(open, { host, "sec-fetch-site": "same-origin" }, false)).toBe(true);
  expect(isOurPage(open, { host, "sec-fetch-site": "cross-site" }, false)).toBe(false);
  expect(isOurPage(open, { host, "sec-fetch-site": "same-site" }, false)).toBe(false);
  expect(isOurPage(open, { host }, true)).toBe(false);
});
