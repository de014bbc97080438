/** Calling somebody: type a number or part of a name, pick or press Enter. */

import { searchPhoneBook, type PhoneBookEntry } from "#protocol/api/search.ts";
import { Button, Stack, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPhone } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { reading } from "../api/queries.ts";
import { usePhoneWords } from "../i18n/use-phone-words.ts";
import { useT } from "../i18n/use-t.ts";
import { useDial } from "./dial.ts";
import { PadKeys } from "./pad-keys.tsx";

const FOUND_MAX = 8;
const looksDialable = (text: string) => /^[+0-9][0-9 ()./-]{1,}$/u.test(text.trim());

export function DialPad({ start }: { readonly start: string }) {
  const t = useT();
  const dial = useDial();
  const [text, setText] = useState(start);
  const canDial = looksDialable(text);
  return (
    <Stack gap="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (canDial) void dial(text.trim());
        }}
      >
        <TextInput
          data-autofocus
          size="md"
          label={t("dial.label")}
          placeholder={t("dial.placeholder")}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button
          type="submit"
          fullWidth
          mt="xs"
          size="sm"
          disabled={!canDial}
          leftSection={<IconPhone size={16} aria-hidden />}
        >
          {t("call.dial")}
        </Button>
      </form>
      <PhoneBook query={text} onPick={(entry) => void dialEntry(entry)} />
      <PadKeys label={t("dial.pad")} onPress={(digit) => setText((before) => before + digit)} />
    </Stack>
  );

  async function dialEntry(entry: PhoneBookEntry) {
    if (entry.number !== undefined) await dial(entry.number, entry.kind === "contact" ? entry.id : undefined);
  }
}

interface BookProps {
  readonly query: string;
  readonly onPick: (entry: PhoneBookEntry) => void;
}

/** Entries that match; those without a number are shown as such, not hidden. */
function PhoneBook({ query, onPick }: BookProps) {
  const t = useT();
  const phone = usePhoneWords();
  const [settled] = useDebouncedValue(query.trim(), 120);
  const { data = [] } = useQuery({
    ...reading(searchPhoneBook, { query: { q: settled, limit: FOUND_MAX } }),
    enabled: settled.length > 0,
    placeholderData: (before) => before,
  });
  if (settled === "") return null;
  return (
    <div className="cb-stack" style={{ gap: "0.35rem" }} role="group" aria-label={t("dial.book")}>
      {data.map((entry) => (
        <button
          key={`${entry.kind} ${entry.id} ${entry.number ?? ""}`}
          type="button"
          className="cb-key-choice"
          disabled={entry.number === undefined}
          onClick={() => onPick(entry)}
        >
          <span style={{ flex: 1 }} className="cb-truncate">
            <strong>{entry.name}</strong> <span className="cb-dim">{entry.detail ?? t(`book.${entry.kind}`)}</span>
          </span>
          <span className="cb-figure">{entry.number === undefined ? t("book.noNumber") : phone(entry.number)}</span>
        </button>
      ))}
    </div>
  );
}
