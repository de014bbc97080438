/** Toasts, in one place so that they look and last alike. */

import { notifications } from "@mantine/notifications";

export function tellDone(message: string): void {
  notifications.show({ message, color: "green", autoClose: 3_000 });
}

export function tellFault(message: string): void {
  notifications.show({ message, color: "red", autoClose: 8_000 });
}
