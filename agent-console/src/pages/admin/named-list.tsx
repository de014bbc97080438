/** A list of things that have a name and little else: named in place, deleted after asking, made below the list. */

import { Button, Group, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { useT } from "../../i18n/use-t.ts";
import { confirm } from "../../ui/confirm.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Empty } from "../../ui/outcome.tsx";
import { useAttempt } from "../../ui/use-attempt.ts";

interface Named {
  readonly id: string;
  readonly name: string;
  readonly version?: number;
}

interface Props<Item extends Named> {
  readonly items: readonly Item[];
  readonly words: {
    readonly none: string;
    readonly nameOf: (name: string) => string;
    readonly remove: (name: string) => string;
    readonly new: string;
    readonly create: string;
  };
  /** Beside the name. */
  readonly about?: (item: Item) => ReactNode;
  readonly isCreating: boolean;
  readonly onCreate: (name: string) => Promise<unknown>;
  readonly onRename: (item: Item, name: string) => Promise<unknown>;
  readonly onRemove: (item: Item) => Promise<unknown>;
}

export function NamedList<Item extends Named>(props: Props<Item>) {
  const { items, words, about, isCreating, onCreate, onRename, onRemove } = props;
  const t = useT();
  const attempt = useAttempt();
  const [name, setName] = useState("");
  return (
    <>
      <div className="cb-panel">
        {items.length === 0 ? (
          <Empty title={words.none} />
        ) : (
          <ul className="cb-rows">
            {items.map((item) => (
              <li
                // What somebody else renamed meanwhile shows as it is now.
                key={`${item.id} ${item.version ?? item.name}`}
                style={{ display: "flex", gap: "0.5rem", alignItems: "center" }}
              >
                <TextInput
                  style={{ flex: 1 }}
                  aria-label={words.nameOf(item.name)}
                  defaultValue={item.name}
                  maxLength={120}
                  onBlur={(event) => {
                    const next = event.currentTarget.value.trim();
                    if (next !== "" && next !== item.name) void attempt(() => onRename(item, next), t("ui.saved"));
                  }}
                />
                {about?.(item)}
                <IconButton
                  label={words.remove(item.name)}
                  icon={IconTrash}
                  onClick={() =>
                    confirm(t, words.remove(item.name), t("ui.forGood"), t("ui.delete"), () => {
                      void attempt(() => onRemove(item));
                    })
                  }
                />
              </li>
            ))}
          </ul>
        )}
      </div>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void attempt(() => onCreate(name)).then((isDone) => isDone && setName(""));
        }}
      >
        <Group mt="md" align="flex-end" gap="xs">
          <TextInput
            style={{ flex: 1 }}
            label={words.new}
            maxLength={120}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" disabled={name.trim() === ""} loading={isCreating}>
            {words.create}
          </Button>
        </Group>
      </form>
    </>
  );
}
