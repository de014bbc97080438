/** The figures that somebody acts upon, few and large. */

import type { BoardView } from "#protocol/views/board.ts";
import { useFormat } from "../i18n/format.ts";
import { useT } from "../i18n/use-t.ts";
import { Tile } from "../ui/tile.tsx";
import { Since } from "../ui/ticking.tsx";
import { abandonedShare, totals } from "./figures.ts";

export function BoardTiles({ board }: { readonly board: BoardView }) {
  const t = useT();
  const format = useFormat();
  const sums = totals(board);
  const abandoned = abandonedShare(sums);
  return (
    <dl className="cb-tiles" data-many style={{ margin: 0 }}>
      <Tile
        title={t("board.waiting")}
        hint={t("formula.waiting")}
        {...(board.tiles.waiting > 0 ? { look: "ringing" } : {})}
      >
        {format.count(board.tiles.waiting)}{" "}
        {sums.longestSince === undefined ? null : (
          <small title={t("formula.longest")}>
            <Since instant={sums.longestSince} />
          </small>
        )}
      </Tile>
      <Tile title={t("board.talking")} hint={t("formula.talking")}>
        {format.count(board.tiles.talking)}
      </Tile>
      <Tile title={t("board.inFlow")} hint={t("formula.inFlow")}>
        {format.count(board.tiles.inFlow)}
      </Tile>
      <Tile title={t("board.ready")} hint={t("formula.ready")}>
        {format.count(sums.ready)} <small>/ {format.count(sums.signedIn)}</small>
      </Tile>
      <Tile title={t("board.wrapUp")} hint={t("formula.wrapUp")}>
        {format.count(sums.wrapUp)}
      </Tile>
      <Tile title={t("board.away")} hint={t("formula.away")}>
        {format.count(sums.notReady)}
      </Tile>
      <Tile title={t("board.answered")} hint={t("formula.answeredOffered")}>
        {format.count(sums.answered)} <small>/ {format.count(sums.offered)}</small>
      </Tile>
      <Tile title={t("board.abandoned")} hint={t("formula.abandoned")}>
        {abandoned === undefined ? "–" : format.percent(abandoned)} <small>{format.count(sums.abandoned)}</small>
      </Tile>
    </dl>
  );
}
