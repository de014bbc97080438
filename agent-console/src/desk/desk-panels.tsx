/** The floating panels of the desk: transfer, keypad, dial pad. They belong to the call, not to a page. */

import { Modal } from "@mantine/core";
import { useEffect } from "react";
import { useT } from "../i18n/use-t.ts";
import { useAsk } from "../live/use-ask.ts";
import { useDesk } from "../live/stores.ts";
import { callMoves } from "./call-actions.ts";
import { DialPad } from "./dial-pad.tsx";
import { Keypad } from "./keypad.tsx";
import { closePanel, usePanels } from "./panels.ts";
import { TransferList } from "./transfer-list.tsx";

export function DeskPanels() {
  const t = useT();
  const ask = useAsk();
  const desk = useDesk();
  const { open, number } = usePanels();
  const call = desk?.call;
  const { canTalk } = callMoves(call);
  const needsTalk = open === "transfer" || open === "keypad";
  useEffect(() => {
    if (needsTalk && !canTalk) closePanel();
  }, [needsTalk, canTalk]);
  const close = { "aria-label": t("ui.close") };
  return (
    <>
      <Modal
        opened={open === "transfer" && canTalk}
        onClose={closePanel}
        title={t("transfer.title")}
        closeButtonProps={close}
      >
        {desk === undefined || call === undefined ? null : (
          <TransferList
            desk={desk}
            onQueueOrColleague={(to) => ask({ kind: "transfer", interaction: call.interaction, to })}
            onNumber={(to) => ask({ kind: "transfer", interaction: call.interaction, to })}
            onDone={closePanel}
          />
        )}
      </Modal>
      <Modal
        opened={open === "keypad" && canTalk}
        onClose={closePanel}
        title={t("call.keypad")}
        size="xs"
        closeButtonProps={close}
      >
        {call === undefined ? null : <Keypad interaction={call.interaction} />}
      </Modal>
      <Modal opened={open === "dial"} onClose={closePanel} title={t("dial.title")} size="sm" closeButtonProps={close}>
        <DialPad start={number} />
      </Modal>
    </>
  );
}
