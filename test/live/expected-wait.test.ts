import { expect, test } from "vitest";
import { queueWait } from "#protocol/api/waits.ts";
import { boardView as boardShape } from "#protocol/views/board.ts";
import { queueWaitOf } from "#src/http/wait-handlers.ts";
import { figuresOf } from "#src/kpi/figures.ts";
import { emptyKpi } from "#src/kpi/fold.ts";
import { boardView } from "#src/live/project.ts";
import { plain } from "#src/live/plain.ts";
import { given, site } from "../routing/given.ts";
import { id } from "../simulation/site.ts";

test("[RT209] the board and the API tell the same expected wait, or nothing", () => {
  const scene = given(site({ agents: [{}], queue: { wrapUpMs: 0 } }));
  scene.signsIn("ann");
  scene.waits();
  scene.passes(4_000);
  scene.talks("caller1", "leg1");
  const figures = figuresOf(
    emptyKpi("UTC", scene.now),
    () => scene.now,
    () => undefined,
  );
  const onBoard = () => {
    const board = boardView({
      state: scene.state,
      figures,
      pop: () => undefined,
      heldSince: () => undefined,
      nodes: [],
      isStoreUp: true,
      isPhoneRegistered: () => undefined,
    });
    return boardShape.parse(plain(board)).queues[scene.queue("Sales")]?.expectedWait;
  };
  const told = () => queueWait.parse(queueWaitOf(scene.state, scene.queue("Sales"), scene.now));
  // She talks, and nobody has seen yet how long that takes.
  expect(onBoard()).toBeUndefined();
  expect(told()).toEqual({ queue: scene.queue("Sales"), name: "Sales", waiting: 0 });
  scene.passes(56_000);
  scene.hangsUp("caller1");
  scene.hangsUp("leg1");
  expect(onBoard()).toMatchObject({ method: "agentFree", expectedMs: 4_000 });
  scene.waits();
  scene.waits();
  expect(onBoard()).toMatchObject({ method: "queueLengthPatience", expectedMs: 124_000, samples: 0 });
  expect(told()).toMatchObject({ waiting: 2, expectedWait: onBoard() });
  expect(queueWaitOf(scene.state, id("0e", 99), scene.now)).toBeUndefined();
});
