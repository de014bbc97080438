/** What the server last said, one store per topic, and the state of the connection. Nothing here is decided by the browser. */

import type { WireRefusal } from "#protocol/errors.ts";
import type { Topic } from "#protocol/up.ts";
import type { BoardView } from "#protocol/views/board.ts";
import type { CallView, DeskView } from "#protocol/views/desk.ts";
import { create } from "zustand";
import type { LinkState } from "./live-socket.ts";

export const useDeskStore = create<{ readonly view: DeskView | undefined }>(() => ({ view: undefined }));
export const useBoardStore = create<{ readonly view: BoardView | undefined }>(() => ({ view: undefined }));
interface Link {
  readonly link: LinkState;
  readonly roundTripMs: number | undefined;
  /** Topics that the server will not show, and why. */
  readonly refused: { readonly [topic in Topic]?: WireRefusal | undefined };
}
export const useLinkStore = create<Link>(() => ({ link: { kind: "connecting" }, roundTripMs: undefined, refused: {} }));

export function useDesk(): DeskView | undefined {
  return useDeskStore((state) => state.view);
}

export function useCall(): CallView | undefined {
  return useDeskStore((state) => state.view?.call);
}
