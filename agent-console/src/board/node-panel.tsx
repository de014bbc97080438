/** Whether the switches and the record store are well. */

import type { BoardView } from "#protocol/views/board.ts";
import { useFormat } from "../i18n/format.ts";
import { useT } from "../i18n/use-t.ts";
import { Panel } from "../ui/panel.tsx";
import { StateMark } from "../ui/state-mark.tsx";

export function NodePanel({ board }: { readonly board: BoardView }) {
  const t = useT();
  const format = useFormat();
  return (
    <Panel title={t("board.health")} isFlush>
      <ul className="cb-rows">
        {Object.values(board.nodes).map((node) => (
          <li key={node.id} style={{ display: "flex", gap: "0.8rem", flexWrap: "wrap", alignItems: "center" }}>
            <StateMark look={node.isUp ? "ready" : "fault"}>{node.isUp ? t("net.connected") : t("net.lost")}</StateMark>
            <strong>{node.id}</strong>
            <span className="cb-dim">{node.version ?? ""}</span>
            <span className="cb-dim">{t("board.legs", { count: format.count(node.legs) })}</span>
            {node.fault === undefined ? null : <span>{node.fault}</span>}
          </li>
        ))}
        <li style={{ display: "flex", gap: "0.8rem", alignItems: "center" }}>
          <StateMark look={board.isRecordStoreUp ? "ready" : "paused"}>
            {board.isRecordStoreUp ? t("net.connected") : t("board.spooling")}
          </StateMark>
          <strong>{t("board.recordStore")}</strong>
        </li>
      </ul>
    </Panel>
  );
}
