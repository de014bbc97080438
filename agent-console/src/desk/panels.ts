/** Which floating panel of the desk is open. At most one; Escape closes it and never touches the call. */

import { create } from "zustand";

export type DeskPanel = "transfer" | "keypad" | "dial" | "keys";

export const usePanels = create<{ readonly open: DeskPanel | undefined; readonly number: string }>(() => ({
  open: undefined,
  number: "",
}));

export function openPanel(open: DeskPanel, number = ""): void {
  usePanels.setState({ open, number });
}

export function closePanel(): void {
  usePanels.setState({ open: undefined });
}
