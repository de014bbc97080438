/** Moves an item of a list up or down; the keyboard is enough. */

import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useT } from "../i18n/use-t.ts";
import { IconButton } from "./icon-button.tsx";

interface Props<Item> {
  /** What it is called, for those who hear the buttons. */
  readonly name: string;
  readonly list: readonly Item[];
  readonly index: number;
  readonly onChange: (list: readonly Item[]) => void;
}

export function MoveButtons<Item>({ name, list, index, onChange }: Props<Item>) {
  const t = useT();
  return (
    <>
      <IconButton
        label={t("ui.moveUp", { name })}
        icon={IconArrowUp}
        disabled={index === 0}
        onClick={() => onChange(swapped(list, index, index - 1))}
      />
      <IconButton
        label={t("ui.moveDown", { name })}
        icon={IconArrowDown}
        disabled={index === list.length - 1}
        onClick={() => onChange(swapped(list, index, index + 1))}
      />
    </>
  );
}

function swapped<Item>(list: readonly Item[], a: number, b: number): readonly Item[] {
  const next = [...list];
  const [first, second] = [next[a], next[b]];
  if (first === undefined || second === undefined) return list;
  next[a] = second;
  next[b] = first;
  return next;
}
