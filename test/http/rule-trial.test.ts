/** Trying the rules over HTTP: who may, what is looked up, what is told. */

import { expect, test } from "vitest";
import { ruleTrial } from "#protocol/api/rule-trial.ts";
import { createContact } from "#src/crm/contacts.ts";
import { standardPlan } from "#src/crm/numbering-plan.ts";
import { findContactIn } from "#src/engine/find-contact.ts";
import { ruleTrialHandlers } from "#src/http/rule-trial-handlers.ts";
import { freshDatabase } from "#test/support/database.ts";
import { granted } from "../crm/world.ts";
import { queues } from "../simulation/site.ts";
import { startAt, startSite } from "./site.ts";

test("[HT38] a supervisor tries the rules on a contact or a number: what is known, what holds, who would take him", async () => {
  await using database = await freshDatabase();
  const { db } = database;
  const eva = granted(
    await createContact(
      db,
      {
        fullName: "Eva Gil",
        tier: "gold",
        attributes: { debt: 120.5 },
        points: [{ kind: "phone", value: "+34600111222" }],
      },
      standardPlan,
      { at: startAt, by: undefined },
    ),
  );
  await using site = await startSite({
    database,
    handlers: ({ state, now }) =>
      ruleTrialHandlers({ db, state, now, findContact: findContactIn(db, () => standardPlan) }),
  });
  await site.person("sara", ["supervisor"]);
  await site.person("ana", ["agent"]);
  const [sara, ana] = [await site.signIn("sara"), await site.signIn("ana")];
  const ask = (cookie: string, body: object) =>
    fetch(`${site.url}/api/routing/rules/trial`, {
      method: "POST",
      headers: { cookie, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  expect((await ask(ana, { queue: queues.sales })).status).toBe(403);
  const before = site.facts.length;
  const of = async (body: object) => ruleTrial.parse(await (await ask(sara, { queue: queues.sales, ...body })).json());
  const byNumber = await of({ number: "+34 600 111 222", dialled: "900100", flow: { order: "A-7" } });
  const valueOf = (trial: typeof byNumber, name: string) => trial.values.find((each) => each.name === name)?.value;
  expect(byNumber.match).toBe("known");
  expect(
    ["caller.number", "caller.dialled", "queue.asked", "contact.tier", "contact.debt", "flow.order"].map((name) =>
      valueOf(byNumber, name),
    ),
  ).toEqual(["+34600111222", "900100", "Sales", "gold", "120.5", "A-7"]);
  expect(byNumber.queue).toEqual({ id: queues.sales, name: "Sales" });
  expect(byNumber.dryRun.queue).toEqual(byNumber.queue);
  const byContact = await of({ contact: eva.id });
  expect([byContact.match, valueOf(byContact, "contact.debt"), valueOf(byContact, "caller.number")]).toEqual([
    "known",
    "120.5",
    undefined,
  ]);
  const stranger = await of({ number: "+34600999888" });
  expect([stranger.match, valueOf(stranger, "contact.tier")]).toEqual(["none", undefined]);
  expect(site.facts.length).toBe(before);

  const wrong = await ask(sara, { queue: crypto.randomUUID() });
  expect([wrong.status, await wrong.json()]).toMatchObject([422, { fields: [{ path: "queue" }] }]);
  const nobody = await ask(sara, { queue: queues.sales, contact: crypto.randomUUID() });
  expect([nobody.status, await nobody.json()]).toMatchObject([422, { fields: [{ path: "contact" }] }]);
});
