import { expect, test } from "vitest";
import { countQueues } from "#src/live/queue-counts.ts";
import { given } from "../routing/given.ts";

test("[RT112] who is spared is staff of her queues and not ready for their calls", () => {
  const scene = given();
  scene.signsIn("ann");
  scene.signsIn("bea");
  scene.waits();
  scene.hangsUp("leg1", "USER_BUSY", 486);
  scene.hangsUp("caller1");
  scene.hangsUp("leg2", "ORIGINATOR_CANCEL");
  expect(countQueues(scene.state).get(scene.queue("Sales"))).toMatchObject({ staffed: 2, ready: 1 });
});
