/** What the server last said, one store per topic, and the state of the connection. Nothing here is decided by the browser. */

import type { BoardView } from "#protocol/views/board.ts";
import type { CallView, DeskView } from "#protocol/views/desk.ts";
import { create } from "zustand";
import type { LinkState } from "./live-socket.ts";

export const useDeskStore = create<{ readonly view: DeskView | undefined }>(() => ({ view: undefined }));
export const useBoardStore = create<{ readonly view: BoardView | undefined }>(() => ({ view: undefined }));
export const useLinkStore = create<{ readonly link: LinkState; readonly roundTripMs: number | undefined }>(() => ({
  link: { kind: "connecting" },
  roundTripMs: undefined,
}));

export function useDesk(): DeskView | undefined {
  return useDeskStore((state) => state.view);
}

export function useCall(): CallView | undefined {
  return useDeskStore((state) => state.view?.call);
}
