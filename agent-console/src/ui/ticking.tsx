/** Times that move: how long something has lasted, how long it still has. Counted on the server's clock. */

import { clockText, useFormat } from "../i18n/format.ts";
import { useNow } from "../live/clock.ts";

export function Since({ instant }: { readonly instant: number }) {
  return <span className="cb-figure">{clockText(useNow() - instant)}</span>;
}

export function Until({ instant }: { readonly instant: number }) {
  return <span className="cb-figure">{clockText(instant - useNow() + 999)}</span>;
}

/** A past or future moment in words, with the exact time on hover. */
export function Moment({ instant }: { readonly instant: number }) {
  const format = useFormat();
  return (
    <time dateTime={new Date(instant).toISOString()} title={format.full(instant)}>
      {format.relative(instant, useNow())}
    </time>
  );
}
