/** The supervisor's board: figures, queues, agents, nodes, as they are now. */

import { BoardTiles } from "../board/board-tiles.tsx";
import { AgentTable } from "../board/agent-table.tsx";
import { NodePanel } from "../board/node-panel.tsx";
import { QueueTable } from "../board/queue-table.tsx";
import { useT } from "../i18n/use-t.ts";
import { useTopic } from "../live/console-live.ts";
import { useBoardStore } from "../live/stores.ts";
import { Loading } from "../ui/outcome.tsx";
import { PageHead, Panel } from "../ui/panel.tsx";

export function BoardPage() {
  const t = useT();
  useTopic("board");
  const board = useBoardStore((state) => state.view);
  if (board === undefined) return <Loading />;
  return (
    <div className="cb-page">
      <PageHead title={t("nav.board")} />
      <div className="cb-stack">
        <BoardTiles board={board} />
        <Panel title={t("queues.title")} isFlush>
          <QueueTable board={board} />
        </Panel>
        <Panel title={t("board.agents")} isFlush>
          <AgentTable board={board} />
        </Panel>
        <NodePanel board={board} />
      </div>
    </div>
  );
}
