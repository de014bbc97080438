import { expect, test } from "vitest";
import { workHandlers } from "#src/http/work-handlers.ts";
import type { Handlers } from "#src/http/routes.ts";
import { startSite, type Site } from "./site.ts";

const id = "3a110000-0000-4000-8000-000000000001";

async function open() {
  const kept: number[] = [];
  let site: Site | undefined;
  const handlers = (): Pick<Handlers, "offerWork" | "withdrawWork"> => {
    if (site === undefined) throw new Error("the site is not up");
    return workHandlers(site.pump, site.db);
  };
  site = await startSite({
    durable: async (n) => void kept.push(n),
    handlers: {
      offerWork: (request) => handlers().offerWork(request),
      withdrawWork: (request) => handlers().withdrawWork(request),
    },
  });
  const running = site;
  await running.person("boss", ["admin"]);
  await running.person("sue", ["supervisor"]);
  const send = async (who: string, method: string, path: string, body?: unknown): Promise<Response> => {
    const headers = { cookie: await running.signIn(who), "content-type": "application/json" };
    const more = body === undefined ? {} : { body: JSON.stringify(body) };
    return await fetch(`${running.url}${path}`, { method, headers, ...more });
  };
  const offer = {
    id,
    medium: "mail",
    queue: running.config.queues[0]?.id,
    from: "eva@example.org",
    subject: "Hi",
    ref: "7",
  };
  return { site: running, kept, send, offer };
}

test("[RT255] a connector offers a mail over HTTP, once, and it is acknowledged when it is durable", async () => {
  const { site, kept, send, offer } = await open();
  await using _ = site;
  const first = await send("boss", "POST", "/api/work", offer);
  expect([first.status, await first.json()]).toEqual([201, { id }]);
  const queued = site.facts.findLast((fact) => fact.kind === "interaction.queued");
  expect(queued).toMatchObject({ interaction: id, priority: 0 });
  expect(kept.at(-1)).toBeGreaterThanOrEqual(queued?.n ?? Number.POSITIVE_INFINITY);
  expect((await send("boss", "POST", "/api/work", offer)).status).toBe(201);
  expect(site.facts.filter((fact) => fact.kind === "work.arrived")).toHaveLength(1);
  expect((await send("sue", "POST", "/api/work", offer)).status).toBe(403);
});

test("[RT255] what makes no sense is refused, and nothing has come in", async () => {
  const { site, send, offer } = await open();
  await using _ = site;
  const statusOf = async (more: object) => (await send("boss", "POST", "/api/work", { ...offer, ...more })).status;
  expect(await statusOf({ queue: crypto.randomUUID() })).toBe(422);
  for (const more of [{ medium: "fax" }, { id: "7" }, { from: "" }, { priority: 0.5 }, { subject: "x".repeat(501) }]) {
    expect(await statusOf(more)).toBe(400);
  }
  expect(site.facts.some((fact) => fact.kind === "work.arrived")).toBe(false);
});

test("[RT255] it takes it back once; a call is not its to take", async () => {
  const { site, send, offer } = await open();
  await using _ = site;
  await send("boss", "POST", "/api/work", offer);
  expect((await send("boss", "DELETE", `/api/work/${id}`)).status).toBe(204);
  expect(site.facts.at(-1)).toMatchObject({ kind: "interaction.ended", interaction: id, reason: "withdrawn" });
  expect((await send("boss", "DELETE", `/api/work/${id}`)).status).toBe(404);
});
