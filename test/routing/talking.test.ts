import { expect, test } from "vitest";
import { contactId } from "#routing/ids.ts";
import { id, node } from "../simulation/site.ts";
import { given, type Scene } from "./given.ts";

function talking(): Scene {
  const scene = given();
  scene.signsIn("ann");
  scene.waits();
  scene.talks("caller1", "leg1");
  return scene;
}

test("[RT85] hold takes the bridge apart, the customer hears music; retrieve joins them again", () => {
  const scene = talking();
  expect(scene.holds("ann", "call1", false)).toBe("refused: notOnHold");
  expect(scene.holds("ann", "call1", true)).toMatchInlineSnapshot(`
    "interaction.held interaction=call1 agent=ann
    > leg.split leg=leg1 id=command7"
  `);
  expect(scene.parked("caller1")).toMatchInlineSnapshot(`
    "leg.parked leg=caller1 interaction=call1
    > music.start leg=caller1 sound=music id=command8"
  `);
  expect(scene.parked("leg1")).toMatchInlineSnapshot(`"leg.parked leg=leg1 interaction=call1"`);
  expect(scene.holds("ann", "call1", true)).toBe("refused: alreadyOnHold");
  expect(scene.holds("ann", "call1", false)).toMatchInlineSnapshot(`
    "leg.bridgeAsked leg=caller1 other=leg1 interaction=call1 command=command9 attempt=1 until=+2000
    > leg.bridge survivor=caller1 other=leg1 id=command9"
  `);
  expect(scene.holds("ann", "call1", false)).toBe("");
  expect(scene.bridged("caller1", "leg1")).toMatchInlineSnapshot(`
    "leg.bridged leg=caller1 other=leg1 interaction=call1
    interaction.retrieved interaction=call1 agent=ann"
  `);
});

test("[RT85] the caller hangs up on hold", () => {
  const scene = talking();
  scene.holds("ann", "call1", true);
  scene.parked("caller1");
  scene.parked("leg1");
  expect(scene.hangsUp("caller1")).toMatchInlineSnapshot(`
    "leg.ended leg=caller1 interaction=call1 cause=NORMAL_CLEARING sipStatus=-
    interaction.disconnected interaction=call1 agent=ann by=customer
    agent.wrapUpStarted agent=ann interaction=call1 until=+20000
    leg.hangUpAsked leg=leg1 interaction=call1
    interaction.ended interaction=call1 reason=completed
    > leg.hangUp leg=leg1 cause=NORMAL_CLEARING id=command9"
  `);
});

test("[RT85] a hold that the switch never carried out can be retrieved all the same", () => {
  const scene = talking();
  scene.holds("ann", "call1", true);
  scene.failed("command7", "TIMEOUT");
  scene.holds("ann", "call1", false);
  expect(scene.bridged("caller1", "leg1")).toContain("interaction.retrieved");
  expect(scene.passes(10_000)).toBe("");
});

test("[RT85] the audit finds a hold that never happened, and asks for it again", () => {
  const scene = talking();
  scene.holds("ann", "call1", true);
  const bridged = { caller1: { bridgedTo: scene.leg("leg1") }, leg1: { bridgedTo: scene.leg("caller1") } };
  expect(scene.resynced(bridged)).toMatchInlineSnapshot(`
    "leg.bridged leg=caller1 other=leg1 interaction=call1
    > leg.split leg=leg1 id=command8"
  `);
  scene.parked("caller1");
  scene.parked("leg1");
  expect(scene.resynced({ caller1: {}, leg1: {} })).toBe("");
});

test("[RT85] two who should talk and do not are joined again by the audit", () => {
  const scene = talking();
  scene.unbridged("caller1", "leg1");
  scene.parked("caller1");
  scene.parked("leg1");
  expect(scene.resynced({ caller1: {}, leg1: {} })).toMatchInlineSnapshot(`
    "leg.bridgeAsked leg=caller1 other=leg1 interaction=call1 command=command7 attempt=1 until=+2000
    > leg.bridge survivor=caller1 other=leg1 id=command7"
  `);
  expect(scene.bridged("caller1", "leg1")).toMatchInlineSnapshot(
    `"leg.bridged leg=caller1 other=leg1 interaction=call1"`,
  );
});

test("[RT46] a retrieve that never succeeds: her phone is let go, the caller goes back to the front", () => {
  const scene = talking();
  scene.holds("ann", "call1", true);
  scene.parked("caller1");
  scene.parked("leg1");
  scene.holds("ann", "call1", false);
  expect(scene.passes(6_000)).toMatchInlineSnapshot(`
    "leg.bridgeAsked leg=caller1 other=leg1 interaction=call1 command=command10 attempt=2 until=+4000
    > leg.bridge survivor=caller1 other=leg1 id=command10
    leg.bridgeAsked leg=caller1 other=leg1 interaction=call1 command=command11 attempt=3 until=+6000
    > leg.bridge survivor=caller1 other=leg1 id=command11
    leg.bridgeGivenUp leg=caller1 interaction=call1
    leg.hangUpAsked leg=leg1 interaction=call1
    > leg.hangUp leg=leg1 cause=NORMAL_TEMPORARY_FAILURE id=command12"
  `);
  expect(scene.hangsUp("leg1", "NORMAL_TEMPORARY_FAILURE")).toContain("isReturn=true");
});

test("[RT86] mute and touch tones, on her own conversation only", () => {
  const scene = talking();
  const agent = scene.agent("ann");
  const interaction = scene.call("call1");
  const mute = { kind: "call.muteRequested", agent, interaction } as const;
  expect(scene.when({ ...mute, isMuted: true })).toMatchInlineSnapshot(`
    "interaction.muted interaction=call1 agent=ann isMuted=true
    > leg.mute leg=leg1 isMuted=true id=command7"
  `);
  expect(scene.when({ ...mute, isMuted: true })).toBe("");
  expect(scene.when({ ...mute, agent: scene.agent("bea"), isMuted: false })).toBe("refused: notYourInteraction");
  const digits = { kind: "call.digitsRequested", agent, interaction } as const;
  expect(scene.when({ ...digits, digits: "12#" })).toMatchInlineSnapshot(`
    "digits.sent interaction=call1 agent=ann count=3
    > leg.sendDigits leg=caller1 digits=12# id=command8"
  `);
  for (const bad of ["", "12x", "1".repeat(33), "1 2"])
    expect(scene.when({ ...digits, digits: bad })).toBe("refused: digitsMalformed");
});

test("[RT72] a contact and a disposition, during the talk and the wrap-up, not after it", () => {
  const scene = talking();
  const agent = scene.agent("ann");
  const interaction = scene.call("call1");
  const contact = contactId(id("c0", 1));
  const attach = { kind: "contact.attachRequested", agent, interaction, contact } as const;
  const disposition = { kind: "disposition.setRequested", agent, interaction, disposition: "sale", note: "x" } as const;
  expect(scene.when(attach)).toMatchInlineSnapshot(`"contact.attached interaction=call1 contact=contact1 agent=ann"`);
  expect(scene.when(attach)).toBe("");
  scene.hangsUp("caller1");
  scene.hangsUp("leg1");
  expect(scene.when(disposition)).toMatchInlineSnapshot(
    `"interaction.dispositioned interaction=call1 agent=ann disposition=sale note=x"`,
  );
  expect(scene.when({ ...disposition, agent: scene.agent("bea") })).toBe("refused: notYourInteraction");
  scene.when({ kind: "wrapUp.endRequested", agent, interaction });
  expect(scene.when(disposition)).toBe("refused: unknownInteraction");
  expect(scene.when(attach)).toBe("refused: unknownInteraction");
  expect(scene.state.interactions.size).toBe(0);
});

test("[RT84] nothing can be done with a call that is not talked on", () => {
  const scene = given();
  scene.signsIn("ann");
  scene.waits();
  expect(scene.holds("ann", "call1", true)).toBe("refused: notConnected");
  scene.hangsUp("caller1");
  scene.hangsUp("leg1");
  expect(scene.holds("ann", "call1", true)).toBe("refused: unknownInteraction");
});

test("[RT94] what has to reach the switch at once is refused while it cannot, and the call stays as it is", () => {
  const scene = talking();
  scene.holds("ann", "call1", true);
  scene.parked("caller1");
  scene.parked("leg1");
  scene.when({ kind: "switch.lost", node, cause: "cut" });
  expect(scene.holds("ann", "call1", false)).toBe("refused: switchDown");
  const agent = scene.agent("ann");
  const interaction = scene.call("call1");
  for (const request of [
    { kind: "call.muteRequested", agent, interaction, isMuted: true },
    { kind: "call.digitsRequested", agent, interaction, digits: "1" },
    { kind: "call.transferRequested", agent, interaction, to: { kind: "number", number: "34600111222" } },
  ] as const) {
    expect(scene.when(request)).toBe("refused: switchDown");
  }
  expect(scene.resynced({ caller1: {}, leg1: {} })).toMatchInlineSnapshot(`
    "switch.wentUp node=switch-1 incarnation=first
    > music.start leg=caller1 sound=music id=command9"
  `);
});
