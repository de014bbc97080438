/** Links the call to a contact that exists already: type, pick, done. */

import { listContacts } from "#protocol/api/crm.ts";
import type { CallView } from "#protocol/views/desk.ts";
import { Modal, Stack, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { reading } from "../api/queries.ts";
import { usePhoneWords } from "../i18n/use-phone-words.ts";
import { useT } from "../i18n/use-t.ts";
import { useAsk } from "../live/use-ask.ts";
import { Empty, Shown } from "../ui/outcome.tsx";

interface Props {
  readonly call: CallView;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

const FOUND_MAX = 12;

export function AttachContact({ call, isOpen, onClose }: Props) {
  const t = useT();
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t("pop.attachTitle")}
      closeButtonProps={{ "aria-label": t("ui.close") }}
    >
      <Search call={call} onClose={onClose} />
    </Modal>
  );
}

function Search({ call, onClose }: Omit<Props, "isOpen">) {
  const t = useT();
  const ask = useAsk();
  const phone = usePhoneWords();
  const [query, setQuery] = useState("");
  const [settled] = useDebouncedValue(query, 150);
  const read = useQuery(reading(listContacts, { query: { q: settled, limit: FOUND_MAX } }));
  const attach = async (contact: string) => {
    if (await ask({ kind: "attachContact", interaction: call.interaction, contact })) onClose();
  };
  return (
    <Stack gap="xs">
      <TextInput
        data-autofocus
        label={t("contacts.search")}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      <Shown read={read}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t("contacts.none")} />
          ) : (
            <div className="cb-stack" style={{ gap: "0.35rem" }}>
              {items.map((contact) => (
                <button
                  key={contact.id}
                  type="button"
                  className="cb-key-choice"
                  onClick={() => void attach(contact.id)}
                >
                  <span style={{ flex: 1 }}>
                    <strong>{contact.name}</strong> <span className="cb-dim">{contact.account ?? ""}</span>
                  </span>
                  <span className="cb-dim cb-figure">{contact.phone === undefined ? "" : phone(contact.phone)}</span>
                </button>
              ))}
            </div>
          )
        }
      </Shown>
    </Stack>
  );
}
