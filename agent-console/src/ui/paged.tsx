/** A list that comes in pages: what is there, and a button for more. */

import { Button, Group } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { readingPages } from "../api/queries.ts";
import { useT } from "../i18n/use-t.ts";
import { Shown } from "./outcome.tsx";

interface Props<Item> {
  readonly options: ReturnType<typeof readingPages<Item>>;
  readonly empty: ReactNode;
  readonly children: (items: readonly Item[]) => ReactNode;
}

export function Paged<Item>({ options, empty, children }: Props<Item>) {
  const t = useT();
  const read = useInfiniteQuery(options);
  return (
    <Shown read={read}>
      {(data) => {
        const items = data.pages.flatMap((page) => page.items);
        return (
          <>
            {items.length === 0 ? empty : children(items)}
            {read.hasNextPage ? (
              <Group justify="center" p="sm">
                <Button variant="default" loading={read.isFetchingNextPage} onClick={() => void read.fetchNextPage()}>
                  {t("ui.more")}
                </Button>
              </Group>
            ) : null}
          </>
        );
      }}
    </Shown>
  );
}
