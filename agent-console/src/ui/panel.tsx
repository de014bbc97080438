/** A titled surface; most screens are made of these. */

import type { ReactNode } from "react";

interface Props {
  readonly title: ReactNode;
  readonly actions?: ReactNode;
  /** Without inner spacing, for tables and lists. */
  readonly isFlush?: boolean;
  readonly children: ReactNode;
}

export function Panel({ title, actions, isFlush = false, children }: Props) {
  return (
    <section className="cb-panel">
      <header>
        <h2>{title}</h2>
        {actions}
      </header>
      <div className={isFlush ? "cb-panel-flush" : "cb-panel-body"}>{children}</div>
    </section>
  );
}

export function PageHead({ title, children }: { readonly title: ReactNode; readonly children?: ReactNode }) {
  return (
    <div style={{ display: "flex", alignItems: "center", gap: "0.6rem", flexWrap: "wrap", marginBottom: "0.8rem" }}>
      <h1 style={{ margin: 0, flex: 1, minWidth: "10rem", fontSize: "1.25rem", fontWeight: 640 }}>{title}</h1>
      {children}
    </div>
  );
}
