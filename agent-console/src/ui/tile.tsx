/** One figure with its name; the formula on hover. Inside a `<dl>`. */

import type { ReactNode } from "react";
import type { Look } from "./state-mark.tsx";

interface Props {
  readonly title: string;
  readonly hint?: string;
  readonly look?: Look;
  readonly children: ReactNode;
}

export function Tile({ title, hint, look, children }: Props) {
  return (
    <div className="cb-tile" data-look={look} title={hint}>
      <dt>{title}</dt>
      <dd className="cb-figure">{children}</dd>
    </div>
  );
}
