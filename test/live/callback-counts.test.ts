import { expect, test } from "vitest";
import { boardView as boardShape } from "#protocol/views/board.ts";
import { figuresOf } from "#src/kpi/figures.ts";
import { emptyKpi } from "#src/kpi/fold.ts";
import { plain } from "#src/live/plain.ts";
import { boardView } from "#src/live/project.ts";
import { asked, promisedTo } from "../routing/callback-given.ts";
import type { Scene } from "../routing/given.ts";

function salesOnBoard(scene: Scene) {
  const kpi = emptyKpi("UTC", scene.now);
  const board = boardView({
    state: scene.state,
    figures: figuresOf(
      kpi,
      () => scene.now,
      () => undefined,
    ),
    pop: () => undefined,
    heldSince: () => undefined,
    nodes: [],
    isStoreUp: true,
    isPhoneRegistered: () => undefined,
  });
  return boardShape.parse(plain(board)).queues[scene.queue("Sales")];
}

test("[CON179] a promise that stands in the line is counted apart from callers who wait; nothing is said of none", () => {
  const before = salesOnBoard(asked());
  expect(before?.waiting).toBe(1);
  expect(before?.callbacks).toBeUndefined();
  expect(salesOnBoard(promisedTo())).toMatchObject({ waiting: 0, callbacks: 1 });
});
