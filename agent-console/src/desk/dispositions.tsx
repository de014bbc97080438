/** The business outcomes that an agent chooses from, in the order and language of the site. */

import { listDispositions } from "#protocol/api/admin.ts";
import { Group, Text, TextInput } from "@mantine/core";
import { IconCheck, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { reading } from "../api/queries.ts";
import { isLanguage } from "../i18n/language.ts";
import { useT } from "../i18n/use-t.ts";
import { digitOf } from "../keys/key-map.ts";
import { useKeyAction } from "../keys/use-keys.ts";

const SEARCH_FROM = 10;

interface Props {
  readonly chosen: string | undefined;
  readonly onChoose: (code: string) => void;
  /** By which keys the first ten are chosen; `none` where the keys belong to the call beside it. */
  readonly digits: "bare" | "withAlt" | "none";
}

export function Dispositions({ chosen, onChoose, digits }: Props) {
  const t = useT();
  const { i18n } = useTranslation();
  const language = isLanguage(i18n.language) ? i18n.language : "en";
  const labelled = useId();
  const [query, setQuery] = useState("");
  const { data = [] } = useQuery({ ...reading(listDispositions, {}), staleTime: 300_000 });
  const active = data.filter(({ isActive }) => isActive).toSorted((a, b) => a.position - b.position);
  const wanted = query.trim().toLocaleLowerCase();
  const shown = active.filter((each) => wanted === "" || each.label[language].toLocaleLowerCase().includes(wanted));
  return (
    <>
      <Group justify="space-between" mt="md" mb={6}>
        <Text size="xs" fw={560} id={labelled}>
          {t("disposition.label")}
        </Text>
        {active.length >= SEARCH_FROM ? (
          <TextInput
            aria-label={t("disposition.search")}
            placeholder={t("disposition.search")}
            leftSection={<IconSearch size={14} aria-hidden />}
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
          />
        ) : null}
      </Group>
      <div className="cb-keys" role="group" aria-labelledby={labelled}>
        {shown.map((each, index) => (
          <DispositionButton
            key={each.code}
            place={index}
            label={each.label[language]}
            digits={digits}
            isChosen={chosen === each.code}
            onChoose={() => onChoose(each.code)}
          />
        ))}
      </div>
    </>
  );
}

interface ButtonProps {
  readonly place: number;
  readonly label: string;
  readonly digits: Props["digits"];
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function DispositionButton({ place, label, digits, isChosen, onChoose }: ButtonProps) {
  const digit = digits === "none" ? undefined : digitOf(place);
  useKeyAction(`disposition${digit ?? 9}`, onChoose, digit !== undefined);
  useKeyAction(`choice${digit ?? 9}`, onChoose, digit !== undefined && digits === "bare");
  return (
    <button type="button" className="cb-key-choice" aria-pressed={isChosen} onClick={onChoose}>
      {digit === undefined ? null : <kbd className="cb-kbd">{digit}</kbd>}
      <span style={{ flex: 1 }}>{label}</span>
      {isChosen ? <IconCheck size={15} aria-hidden /> : null}
    </button>
  );
}
