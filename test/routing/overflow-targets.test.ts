import { expect, test } from "vitest";
import { flowSchema } from "#ivr-flows/schema.ts";
import { OVERFLOWS_MAX } from "#routing/interaction/overflow.ts";
import { queues, skills } from "../simulation/site.ts";
import { given } from "./given.ts";
import { rule, sales, siteWith, toQueue, visits, waited } from "./overflow-given.ts";

const soon = waited(10_000);

test("[RT136] to a queue: both visits are told; time and priority begin anew, or go on", () => {
  const anew = sales([rule(soon, toQueue("support"))], { Sales: { priority: 7 }, Support: { priority: 3 } });
  anew.waits();
  expect(anew.passes(10_000)).toMatchInlineSnapshot(`
    "interaction.overflowed interaction=call1 queue=Sales rule=0 when=waited to={kind=queue queue=Support keepsPriority=false keepsTime=false} counts=true
    queue.left interaction=call1 queue=Sales outcome=flowedOut waitMs=10000 flowOut=waited
    interaction.queued interaction=call1 queue=Support needs={requirement=[{skill=support proficiency=3}] preferred=[] groups=[] strategy={kind=longestIdle}} weight=1 particular=- priority=3 enteredAt=+10000 overflowAt=never isReturn=false keys=[]
    > music.start leg=caller1 sound=music id=command5
    > leg.tag leg=caller1 tags={queue=Support joined=1795424410000 priority=3} id=command6"
  `);

  const kept = sales([rule(soon, toQueue("support", { keepsPriority: true, keepsTime: true }))], {
    Sales: { priority: 7 },
    Support: { priority: 3 },
  });
  kept.waits();
  expect(visits(kept.passes(10_000))).toContain("queue=Support priority=7 enteredAt=+0 ");
});

test("[RT136] an agent of the other queue who is free takes him in the same step; its overflow counts from there", () => {
  const forSupport = { agents: [{ skills: [{ skill: skills.support, proficiency: 3 as const }] }, {}] };
  const free = sales([rule(soon, toQueue("support"))], {}, forSupport);
  free.presence("ann", "ready");
  free.waits();
  expect(free.passes(10_000)).toContain(
    "reservation.made reservation=reservation1 interaction=call1 agent=ann queue=Support",
  );

  const busy = sales([rule(soon, toQueue("support"))], { Support: { overflowAfterMs: 20_000 } }, forSupport);
  busy.waits();
  expect(busy.passes(10_000)).toContain("overflowAt=+30000");
  expect(visits(busy.passes(20_000))).toContain("queue=Support outcome=flowedOut waitMs=20000 flowOut=timeout");
});

test("[RT137] to a flow, from its beginning, in the language that he chose", () => {
  const bilingual = flowSchema.parse({
    formatVersion: 1,
    id: "late",
    name: "Late",
    type: "voice",
    entry: "say",
    languages: ["en", "es"],
    nodes: {
      say: { type: "play", config: { prompts: [{ name: "closed" }] }, exits: { next: "bye" } },
      bye: { type: "hangUp", config: {}, exits: {} },
    },
  });
  const spanish = flowSchema.parse({
    formatVersion: 1,
    id: "es",
    name: "Spanish",
    type: "voice",
    entry: "answer",
    languages: ["en", "es"],
    nodes: {
      answer: { type: "answer", config: {}, exits: { next: "set" } },
      set: { type: "setVariable", config: { variable: "language", value: "es" }, exits: { next: "queue" } },
      queue: {
        type: "enqueue",
        config: { queue: "Sales" },
        exits: { overflow: "bye", nobodySignedIn: "bye", full: "bye" },
      },
      bye: { type: "hangUp", config: {}, exits: {} },
    },
  });
  const config = siteWith({ Sales: { overflow: [rule(soon, { kind: "flow", flow: "Late" })] } });
  const scene = given({
    ...config,
    flows: [
      { name: "Late", version: 4, flow: bilingual },
      { name: "Spanish", version: 1, flow: spanish },
    ],
    numbers: [{ dialled: "900100", flow: "Spanish" }],
  });
  scene.waits();
  const told = scene.passes(10_000);
  expect(told).toContain("flow.entered interaction=call1 flow=Late version=4");
  expect(scene.state.interactions.get(scene.call("call1"))?.flow?.cursor.language).toBe("es");
  expect(told).toContain("> prompt.play leg=caller1 prompts=[closed]");
});

test("[RT137] to a voice-mail box: greeted, recorded, thanked, and it counts as a voicemail", () => {
  const scene = sales([rule(soon, { kind: "voicemail", box: "Sales" })]);
  scene.waits();
  expect(scene.passes(10_000)).toContain("> prompt.play leg=caller1 prompts=[leave-message] id=command5");
  expect(scene.played("caller1", "command5")).toContain("voicemail.started interaction=call1 box=Sales");
  expect(scene.recorded("caller1", "command6", 4_000)).toContain("prompts=[message-saved goodbye]");
  expect(scene.played("caller1", "command7")).toContain("interaction.ending interaction=call1 reason=flowEnded");
  expect(scene.hangsUp("caller1")).toContain("reason=voicemailLeft");
});

test("[RT137] to a number, under the rules for dialling; when nobody answers there he is back at the front", () => {
  const scene = sales([rule(soon, { kind: "number", number: "+34 911 222 333" })]);
  scene.waits();
  expect(scene.passes(10_000)).toMatchInlineSnapshot(`
    "interaction.overflowed interaction=call1 queue=Sales rule=0 when=waited to={kind=number number=+34 911 222 333} counts=true
    queue.left interaction=call1 queue=Sales outcome=flowedOut waitMs=10000 flowOut=waited
    interaction.transferred interaction=call1 agent=- to={kind=number number=+34911222333}
    interaction.dialling interaction=call1 agent=- leg=leg1 trunk=0 number=+34911222333 until=+55000
    leg.opened leg=leg1 interaction=call1 node=switch-1 role=external direction=outbound agent=- target={kind=trunk gateway=carrier number=+34911222333} remote=+34911222333
    > leg.originate leg=leg1 interaction=call1 role=external target={kind=trunk gateway=carrier number=+34911222333} callerNumber=5550100 timeoutMs=50000 autoAnswer=false id=command5
    > music.start leg=caller1 sound=music id=command6"
  `);
  expect(visits(scene.passes(45_000))).toContain("queue=Sales priority=0 enteredAt=+0 overflowAt=never isReturn=true");
  const told = scene.passes(3_600_000);
  expect(told.match(/interaction\.overflowed/gu)).toHaveLength(OVERFLOWS_MAX - 1);
});

test("[RT137] by the flow's exits: overflow, with the condition in its variable; callback, where it is wired", () => {
  const flow = (exits: Record<string, string>) =>
    flowSchema.parse({
      formatVersion: 1,
      id: "q",
      name: "Q",
      type: "voice",
      entry: "answer",
      languages: ["en"],
      nodes: {
        answer: { type: "answer", config: {}, exits: { next: "queue" } },
        queue: {
          type: "enqueue",
          config: { queue: "Sales" },
          exits: { overflow: "busy", nobodySignedIn: "busy", full: "busy", ...exits },
        },
        busy: { type: "play", config: { prompts: [{ name: "all-agents-busy" }] }, exits: { next: "bye" } },
        offer: { type: "play", config: { prompts: [{ name: "message-offer" }] }, exits: { next: "bye" } },
        bye: { type: "hangUp", config: {}, exits: {} },
      },
    });
  const overflow = [rule(soon, { kind: "callback" }), rule(soon)];
  const told = (exits: Record<string, string>) => {
    const config = siteWith({ Sales: { overflow } });
    const flows = [{ name: "Q", version: 1, flow: flow(exits) }];
    const scene = given({ ...config, flows, numbers: [{ dialled: "900100", flow: "Q" }] });
    scene.waits();
    const text = scene.passes(10_000);
    return [text, scene.state.interactions.get(scene.call("call1"))?.flow?.cursor.variables["queue.left"]];
  };
  const [offered, callback] = told({ callback: "offer" });
  expect(offered).toContain("prompts=[message-offer]");
  expect(callback).toBe("callback");
  const [busy, reason] = told({});
  expect(busy).toContain("prompts=[all-agents-busy]");
  expect(reason).toBe("waited");
});

test("[RT24] a caller who comes back has his overflow again, counted anew; also one who is transferred", () => {
  const scene = given(siteWith({ Sales: { overflowAfterMs: 20_000 }, Support: { overflowAfterMs: 30_000 } }));
  scene.signsIn("ann");
  scene.waits();
  scene.passes(5_000);
  scene.talks("caller1", "leg1");
  scene.passes(60_000);
  expect(visits(scene.hangsUp("leg1", "MEDIA_TIMEOUT"))).toContain("enteredAt=+0 overflowAt=+85000 isReturn=true");
  expect(scene.passes(19_999)).not.toContain("queue.left");
  expect(visits(scene.passes(1))).toContain("flowOut=timeout");

  const passed = given(siteWith({ Support: { overflowAfterMs: 30_000, overflow: [rule(soon, toQueue("billing"))] } }));
  passed.signsIn("ann");
  passed.waits();
  passed.talks("caller1", "leg1");
  const told = passed.transfers("ann", "call1", { kind: "queue", queue: queues.support });
  expect(visits(told)).toContain("queue=Support priority=0 enteredAt=+0 overflowAt=+30000");
  expect(visits(passed.passes(10_000))).toContain("flowOut=waited\ninteraction.queued interaction=call1 queue=Billing");
});

test("[RT24] whom no flow waits for has no way out by it, but the queue's rules are his as well", () => {
  const config = siteWith({
    Sales: { overflowAfterMs: 5_000, overflow: [rule(waited(8_000)), rule(soon, toQueue("billing"))] },
  });
  const scene = given(config);
  scene.signsIn("ann");
  scene.dials("ann", "34911222333");
  scene.answers("leg1");
  scene.parked("leg1");
  scene.answers("leg2");
  scene.parked("leg2");
  scene.bridged("leg2", "leg1");
  const told = scene.transfers("ann", "call1", { kind: "queue", queue: queues.sales });
  expect(visits(told)).toContain("overflowAt=never");
  expect(visits(scene.passes(9_999))).toBe("");
  expect(visits(scene.passes(1))).toContain("rule=1 when=waited");
});
