import { expect, test } from "vitest";
import { startSite } from "#test/http/site.ts";
import { browse } from "./browser.ts";
import { queues } from "../simulation/site.ts";

test("[LV52] every console hears once that lists of callbacks are old, and not before their rows can be read", async () => {
  const rows = Promise.withResolvers<void>();
  await using site = await startSite({ durable: () => rows.promise });
  await site.person("anna", ["supervisor"]);
  await using browser = await browse(site, await site.signIn("anna"), { topics: ["board"] });
  await browser.next("snapshot");
  for (const number of ["34911222333", "34911222334", "34911222335"]) {
    const wish = { origin: "web", by: undefined, queue: queues.sales, number, name: undefined } as const;
    const more = { contact: undefined, timeZone: undefined, dueAt: undefined, agent: undefined, note: "" };
    const { refusal } = site.pump.submit({ kind: "callback.bookRequested", ...wish, ...more });
    expect(refusal).toBeUndefined();
  }
  // The board tells of them from the facts, and whatever was said with it has come before an answer.
  await browser.next("patch");
  browser.say({ kind: "ping", sentAt: 0 });
  await browser.next("pong");
  expect(browser.heard.filter(({ kind }) => kind === "callbacksChanged")).toEqual([]);
  rows.resolve();
  await browser.next("callbacksChanged");
  browser.say({ kind: "ping", sentAt: 1 });
  await browser.next("pong");
  expect(browser.heard.filter(({ kind }) => kind === "callbacksChanged")).toHaveLength(1);
});
