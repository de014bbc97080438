import { expect, test } from "vitest";
import { boardView as boardShape } from "#protocol/views/board.ts";
import { figuresOf } from "#src/kpi/figures.ts";
import { emptyKpi } from "#src/kpi/fold.ts";
import { plain } from "#src/live/plain.ts";
import { boardView } from "#src/live/project.ts";
import { waitingRows } from "#src/live/project-waiting.ts";
import { asked, promisedTo } from "../routing/callback-given.ts";
import type { Scene } from "../routing/given.ts";
import { desks, offers } from "../routing/work-given.ts";

function boardOf(scene: Scene) {
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
  return boardShape.parse(plain(board));
}

const salesOnBoard = (scene: Scene) => boardOf(scene).queues[scene.queue("Sales")];

test("[KPI9] mail that waits is no caller who waits, and says its medium in the line", () => {
  const scene = desks({}, []);
  offers(scene, "mail1");
  const row = salesOnBoard(scene);
  expect(boardOf(scene).tiles.waiting).toBe(0);
  expect(row).toMatchObject({ waiting: 0, counts: { offered: 0 }, mail: { waiting: 1, offered: 1, taken: 0 } });
  expect([row?.chat, row?.promises, row?.longestSince]).toEqual([undefined, undefined, undefined]);
  expect(Object.values(waitingRows(scene.state))).toMatchObject([{ medium: "mail", number: "eva@example.org" }]);
});

test("[CON179] a promise that stands in the line is counted apart from callers who wait; nothing is said of none", () => {
  const before = salesOnBoard(asked());
  expect(before?.waiting).toBe(1);
  expect(before?.callbacks).toBeUndefined();
  expect(salesOnBoard(promisedTo())).toMatchObject({ waiting: 0, callbacks: 1 });
});
