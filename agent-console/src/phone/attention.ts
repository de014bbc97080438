/** Gets the agent's eyes back to this tab when it rings: a notification that stays, and a title that flashes. */

const FLASH_EVERY_MS = 1_000;

/** Asked inside the "Start shift" click; a browser that has no notifications says nothing. */
export async function allowNotifications(): Promise<void> {
  if ("Notification" in window && Notification.permission === "default") await Notification.requestPermission();
}

/** Shows the call outside the tab until the returned function is called. */
export function callForAttention(title: string, body: string): () => void {
  const plain = document.title;
  const flash = () => {
    document.title = document.title === plain ? `● ${title}` : plain;
  };
  flash();
  const timer = setInterval(flash, FLASH_EVERY_MS);
  const note =
    "Notification" in window && Notification.permission === "granted" && document.hidden
      ? new Notification(title, { body, tag: "cordboard-call", requireInteraction: true, icon: "/icon.svg" })
      : undefined;
  if (note !== undefined)
    note.addEventListener("click", () => {
      window.focus();
      note.close();
    });
  return () => {
    clearInterval(timer);
    document.title = plain;
    note?.close();
  };
}
