import { expect, test } from "vitest";
import { given, site, type Scene } from "./given.ts";

const found = (scene: Scene): string =>
  scene.when({
    kind: "contact.found",
    command: scene.command("command1"),
    interaction: scene.call("call1"),
    match: "none",
    contact: undefined,
    values: {},
  });

test("[RT10] answered and looked up, a caller whose flow leads into a queue waits there before his park is seen", () => {
  const scene = given();
  scene.signsIn("ann");
  scene.arrives("900100");
  expect(found(scene)).toMatchInlineSnapshot(`"contact.identified interaction=call1 match=none contact=- values={}"`);
  expect(scene.answers("caller1")).toMatchInlineSnapshot(`
    "leg.answered leg=caller1 interaction=call1
    interaction.answered interaction=call1
    flow.advanced interaction=call1 cursor=answer:answered awaiting=- until=never pendingRecording=-
    flow.advanced interaction=call1 cursor=queue:queueLeft awaiting=- until=never pendingRecording=-
    flow.left interaction=call1 to=queue
    interaction.queued interaction=call1 queue=Sales needs={requirement=[{skill=sales proficiency=3}] preferred=[] groups=[] strategy={kind=longestIdle}} weight=1 particular=- priority=0 enteredAt=+0 overflowAt=never isReturn=false keys=[]
    reservation.made reservation=reservation1 interaction=call1 agent=ann queue=Sales leg=leg1 until=+15000 eligible=1 passedOver=[] rule=onlyOne order=- relaxedTo=-
    leg.opened leg=leg1 interaction=call1 node=switch-1 role=agent direction=outbound agent=ann target={kind=seat sipUser=ann} remote=ann
    > leg.originate leg=leg1 interaction=call1 role=agent target={kind=seat sipUser=ann} callerNumber=34600111222 timeoutMs=20000 autoAnswer=false id=command3"
  `);
  expect(scene.parked("caller1")).toMatchInlineSnapshot(`
    "leg.parked leg=caller1 interaction=call1
    > music.start leg=caller1 sound=music id=command4
    > leg.tag leg=caller1 tags={queue=Sales joined=1795424400000 priority=0} id=command5"
  `);
});

test("[RT10] answered before he is looked up, the flow begins with the answer of the look-up", () => {
  const scene = given();
  scene.signsIn("ann");
  scene.arrives("900100");
  expect(scene.answers("caller1")).not.toContain("queued");
  expect(found(scene)).toContain("interaction.queued interaction=call1");
  expect(scene.parked("caller1")).not.toContain("queued");
});

test("[RT10] without an answer of the look-up, the flow begins at the park", () => {
  const scene = given();
  scene.signsIn("ann");
  scene.arrives("900100");
  expect(scene.answers("caller1")).not.toContain("queued");
  expect(scene.parked("caller1")).toContain("interaction.queued interaction=call1");
});

test("[RT10] a caller whom the queue would not keep is heard and spoken to at the park, not before", () => {
  const scene = given();
  scene.arrives("900100");
  found(scene);
  expect(scene.answers("caller1")).not.toContain("queued");
  expect(scene.parked("caller1")).toContain("flowOut=nobodySignedIn");
});

test("[RT45] an agent who picks up before the caller's park is seen is bridged at the park", () => {
  const scene = given();
  scene.signsIn("ann");
  scene.arrives("900100");
  found(scene);
  scene.answers("caller1");
  scene.answers("leg1");
  expect(scene.parked("leg1")).not.toContain("leg.bridge");
  expect(scene.parked("caller1")).toMatchInlineSnapshot(`
    "leg.parked leg=caller1 interaction=call1
    leg.bridgeAsked leg=caller1 other=leg1 interaction=call1 command=command4 attempt=1 until=+2000
    > leg.bridge survivor=caller1 other=leg1 id=command4
    > leg.tag leg=caller1 tags={queue=Sales joined=1795424400000 priority=0} id=command5"
  `);
});

test("[RT45] a caller's park that is not seen for a second is assumed", () => {
  const scene = given();
  scene.signsIn("ann");
  scene.arrives("900100");
  found(scene);
  scene.answers("caller1");
  scene.answers("leg1");
  scene.parked("leg1");
  expect(scene.passes(999)).not.toContain("leg.bridge");
  expect(scene.passes(1)).toContain("> leg.bridge survivor=caller1 other=leg1");
});

/** The marks that commands have written on a leg, out of what was told. */
function marksIn(told: string, leg: string): Readonly<Record<string, string>> {
  const written = new RegExp(`> leg.tag leg=${leg} tags=\\{([^}]*)\\}`).exec(told)?.[1] ?? "";
  const pairs = written.split(" ").flatMap((pair): (readonly [string, string])[] => {
    const [key = "", value] = pair.split("=");
    return value === undefined ? [] : [[key, value]];
  });
  return Object.fromEntries(pairs);
}

test("[RT104] queued before his park was seen, and the link breaks as it is: his music is made good, not only his marks", () => {
  const scene = given(site({ queue: { leaveWhenNobodySignedIn: false } }));
  scene.signsIn("ann");
  scene.arrives("900100");
  found(scene);
  const queued = scene.answers("caller1");
  expect(queued).toContain("interaction.queued interaction=call1");
  // What was asked for so far has reached the switch; what the park leads to does not.
  const reached = marksIn(queued, "caller1");
  expect(scene.parked("caller1")).toContain("> music.start leg=caller1");
  scene.linkLost();
  const marks = { ...reached, ...(reached["queue"] === undefined ? {} : { queue: scene.queue("Sales") }) };
  const told = scene.resynced({ caller1: { tags: marks }, leg1: { isAnswered: false } });
  expect(told).toContain("> music.start leg=caller1 sound=music");
  expect(told.indexOf("music.start")).toBeLessThan(told.indexOf("leg.tag leg=caller1"));
});
