/** Digits into a running call, by click or by typing. The server sends them; what was sent stays visible. */

import { Text } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useT } from "../i18n/use-t.ts";
import { useAsk } from "../live/use-ask.ts";
import { isPadDigit, PadKeys } from "./pad-keys.tsx";

const SHOWN_MAX = 24;

export function Keypad({ interaction }: { readonly interaction: string }) {
  const t = useT();
  const ask = useAsk();
  const [sent, setSent] = useState("");
  const press = async (digit: string) => {
    if (await ask({ kind: "digits", interaction, digits: digit }))
      setSent((before) => (before + digit).slice(-SHOWN_MAX));
  };
  const latest = useRef(press);
  useEffect(() => {
    latest.current = press;
  });
  // Wherever the focus is inside the panel; there is nothing else to type into while it is open.
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!event.altKey && !event.ctrlKey && !event.metaKey && isPadDigit(event.key)) void latest.current(event.key);
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
  return (
    <div>
      <Text
        ta="center"
        fz="1.3rem"
        className="cb-figure"
        mih="2.2rem"
        aria-live="polite"
        aria-label={t("keypad.sent")}
        role="status"
      >
        {sent}
      </Text>
      <PadKeys label={t("call.keypad")} onPress={(digit) => void press(digit)} />
    </div>
  );
}
