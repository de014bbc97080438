/** The supervisor's board: figures, queues, agents, nodes, as they are now. */

import { BoardTiles } from "../board/board-tiles.tsx";
import { AgentTable } from "../board/agent-table.tsx";
import { EmergencySwitch } from "../board/emergency-switch.tsx";
import { MediaPanel } from "../board/media-panel.tsx";
import { NodePanel } from "../board/node-panel.tsx";
import { QueueTable } from "../board/queue-table.tsx";
import { WaitingPanel } from "../board/waiting-panel.tsx";
import { refusalWords } from "../api/problem-words.ts";
import { useFormat } from "../i18n/format.ts";
import { useT } from "../i18n/use-t.ts";
import { useTopic } from "../live/console-live.ts";
import { useBoardStore, useLinkStore } from "../live/stores.ts";
import { Empty, Loading } from "../ui/outcome.tsx";
import { PageHead, Panel } from "../ui/panel.tsx";

export function BoardPage() {
  const t = useT();
  useTopic("board");
  const format = useFormat();
  const board = useBoardStore((state) => state.view);
  const refused = useLinkStore((state) => state.refused.board);
  if (refused !== undefined) return <Empty title={refusalWords(t, refused)} />;
  if (board === undefined) return <Loading />;
  return (
    <div className="cb-page">
      <PageHead title={t("nav.board")}>
        <EmergencySwitch queue={undefined} isOn={board.isEmergency === true} />
        <span className="cb-dim">{t("board.callsToday", { count: format.count(board.tiles.callsToday) })}</span>
      </PageHead>
      <div className="cb-stack">
        <BoardTiles board={board} />
        <Panel title={t("queues.title")} isFlush>
          <QueueTable board={board} />
        </Panel>
        <MediaPanel board={board} />
        <WaitingPanel board={board} />
        <Panel title={t("board.agents")} isFlush>
          <AgentTable board={board} />
        </Panel>
        <NodePanel board={board} />
      </div>
    </div>
  );
}
