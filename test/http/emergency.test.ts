import { expect, test } from "vitest";
import { emergencyHandlers } from "#src/http/emergency-handlers.ts";
import { agentId, startSite, type Site } from "./site.ts";

test("[RT134] a supervisor switches over HTTP; the board shows it, and an agent may not", async () => {
  let kept: number | undefined;
  let site: Site | undefined;
  await using running = await startSite({
    durable: async (n) => void (kept = n),
    handlers: {
      switchEmergency: (request) => {
        if (site === undefined) throw new Error("the site is not up");
        return emergencyHandlers(site.pump).switchEmergency(request);
      },
    },
  });
  site = running;
  await site.person("boss", ["supervisor"]);
  await site.person("ann", ["agent"], agentId(0));
  const put = async (who: string, body: unknown) => {
    const headers = { cookie: await running.signIn(who), "content-type": "application/json" };
    return await fetch(`${running.url}/api/emergency`, { method: "PUT", headers, body: JSON.stringify(body) });
  };
  const queue = site.config.queues[0]?.id;
  const on = await put("boss", { queue, isOn: true });
  expect([on.status, await on.json()]).toEqual([200, { queue, isOn: true }]);
  expect([...site.pump.state.emergencies]).toEqual([queue]);
  const told = site.facts.at(-1);
  expect(told).toMatchObject({ kind: "emergency.switched", queue, isOn: true });
  expect(kept).toBe(told?.n);

  expect((await put("boss", { isOn: true })).status).toBe(200);
  expect((await put("boss", { queue, isOn: false })).status).toBe(200);
  expect([...site.pump.state.emergencies]).toEqual([undefined]);
  expect((await put("boss", { queue: crypto.randomUUID(), isOn: true })).status).toBe(404);
  expect((await put("ann", { isOn: false })).status).toBe(403);
});
