/** The list of keys ("?"), with the switch that turns them off. */

import { Modal, Stack, Switch, Table } from "@mantine/core";
import { useT } from "../i18n/use-t.ts";
import { closePanel, openPanel, usePanels } from "../desk/panels.ts";
import { keyBindings } from "./key-map.ts";
import { setKeys, useKeyAction, useKeySetting } from "./use-keys.ts";

export function KeyList() {
  const t = useT();
  const isOpen = usePanels((state) => state.open === "keys");
  const isOn = useKeySetting((state) => state.isOn);
  useKeyAction("showKeys", () => openPanel("keys"));
  const rows = [
    ...keyBindings.map(({ shown, words }) => [shown, t(words)] as const),
    ["1 – 9, Alt+1 – 9", t("keys.choice")] as const,
    ["Ctrl+K, ⌘K", t("keys.palette")] as const,
    ["?", t("keys.list")] as const,
    ["Esc", t("keys.close")] as const,
  ];
  return (
    <Modal
      opened={isOpen}
      onClose={closePanel}
      title={t("keys.title")}
      closeButtonProps={{ "aria-label": t("ui.close") }}
    >
      <Stack>
        <Switch checked={isOn} onChange={(event) => setKeys(event.currentTarget.checked)} label={t("keys.on")} />
        <Table>
          <Table.Tbody>
            {rows.map(([shown, words]) => (
              <Table.Tr key={shown}>
                <Table.Th scope="row" w={160}>
                  <kbd className="cb-kbd">{shown}</kbd>
                </Table.Th>
                <Table.Td>{words}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Stack>
    </Modal>
  );
}
