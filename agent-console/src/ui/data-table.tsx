/**
 * A dense table: sorting by its headings where a column says how, columns that give way on narrow screens, rows that become
 * cards on a phone. What was sorted by before decides between rows that are equal.
 */

import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";

export interface Column<Row> {
  readonly key: string;
  readonly title: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  /** Sorts by this; without it the column cannot be sorted. */
  readonly sortBy?: (row: Row) => number | string;
  readonly isNumber?: boolean;
  /** Hidden below tablet width. */
  readonly isWideOnly?: boolean;
  /** The formula or meaning, on hover. */
  readonly hint?: string;
}

interface Props<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly first?: Order;
  /** More columns than usual, closer together. */
  readonly isDense?: boolean;
}

interface Order {
  readonly key: string;
  readonly isDown: boolean;
}

export function DataTable<Row>({ label, columns, rows, rowKey, first, isDense = false }: Props<Row>) {
  const [orders, setOrders] = useState<readonly Order[]>(first === undefined ? [] : [first]);
  const order = orders[0];
  const comparisons = orders.flatMap(({ key, isDown }) => {
    const sortBy = columns.find((column) => column.key === key)?.sortBy;
    return sortBy === undefined ? [] : [by(sortBy, isDown)];
  });
  const sorted = rows.toSorted((a, b) => comparisons.reduce((found, compare) => found || compare(a, b), 0));
  const sortByColumn = (key: string) =>
    setOrders(([before, ...others]) => [
      { key, isDown: before?.key === key && !before.isDown },
      // Two are enough to think of.
      ...(before === undefined || before.key === key ? others : [before]),
    ]);
  return (
    <section className="cb-scroll" tabIndex={0} aria-label={label}>
      <table className="cb-table" data-dense={isDense || undefined}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={classOf(column)}
                title={column.hint}
                aria-sort={order?.key !== column.key ? undefined : order.isDown ? "descending" : "ascending"}
              >
                {column.sortBy === undefined ? (
                  column.title
                ) : (
                  <button type="button" className="cb-sort" onClick={() => sortByColumn(column.key)}>
                    {column.title}
                    {order?.key !== column.key ? null : order.isDown ? (
                      <IconArrowDown size={12} aria-hidden />
                    ) : (
                      <IconArrowUp size={12} aria-hidden />
                    )}
                  </button>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column) => (
                <td
                  key={column.key}
                  className={classOf(column)}
                  data-title={typeof column.title === "string" ? column.title : undefined}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function classOf<Row>({ isNumber = false, isWideOnly = false }: Column<Row>): string {
  return `${isNumber ? "cb-number" : ""} ${isWideOnly ? "cb-wide" : ""}`;
}

function by<Row>(key: (row: Row) => number | string, isDown: boolean): (a: Row, b: Row) => number {
  const sign = isDown ? -1 : 1;
  return (a, b) => {
    const [x, y] = [key(a), key(b)];
    if (typeof x === "number" && typeof y === "number") return sign * (x - y);
    return sign * String(x).localeCompare(String(y));
  };
}
