/** Find anything, dial, run a command: Ctrl+K. */

import { searchAll, searchPhoneBook, type PhoneBookEntry } from "#protocol/api/search.ts";
import { Spotlight, createSpotlight } from "@mantine/spotlight";
import { useDebouncedValue } from "@mantine/hooks";
import {
  IconAddressBook,
  IconBuilding,
  IconChecklist,
  IconHistory,
  IconPhone,
  IconSearch,
  type Icon,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { z } from "zod";
import { reading } from "../api/queries.ts";
import { hasRole, useMe } from "../api/session.ts";
import { usePresenceWord, useReasons } from "../desk/agent-state.ts";
import { useDial } from "../desk/dial.ts";
import { usePhoneWords } from "../i18n/use-phone-words.ts";
import { useT } from "../i18n/use-t.ts";
import { useAsk } from "../live/use-ask.ts";
import { usePlaces } from "./navigation.tsx";
import { closePalette, usePalette } from "./palette-state.ts";
import type { searchHit } from "#protocol/api/search.ts";

const [store, spotlight] = createSpotlight();
const FOUND_MAX = 6;
const icons: Readonly<Record<z.infer<typeof searchHit>["kind"], Icon>> = {
  contact: IconAddressBook,
  account: IconBuilding,
  interaction: IconHistory,
  activity: IconChecklist,
};

export function Palette() {
  const t = useT();
  const isOpen = usePalette((state) => state.isOpen);
  const [query, setQuery] = useState("");
  useEffect(() => {
    if (isOpen) spotlight.open();
    else spotlight.close();
  }, [isOpen]);
  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={setQuery}
      onSpotlightClose={closePalette}
      shortcut={null}
      scrollable
      maxHeight={420}
    >
      <Spotlight.Search
        aria-label={t("palette.search")}
        placeholder={t("palette.placeholder")}
        leftSection={<IconSearch size={18} aria-hidden />}
      />
      <Spotlight.ActionsList>{isOpen ? <Actions query={query.trim()} /> : null}</Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function Actions({ query }: { readonly query: string }) {
  const t = useT();
  const isAgent = hasRole(useMe(), "agent");
  return (
    <>
      {isAgent ? <DialActions query={query} /> : null}
      <FoundActions query={query} />
      {isAgent ? <PresenceActions query={query} /> : null}
      <PlaceActions query={query} />
      {query === "" ? null : <Spotlight.Empty>{t("palette.end")}</Spotlight.Empty>}
    </>
  );
}

function matches(words: string, query: string): boolean {
  return words.toLocaleLowerCase().includes(query.toLocaleLowerCase());
}

function DialActions({ query }: { readonly query: string }) {
  const t = useT();
  const phone = usePhoneWords();
  const dial = useDial();
  const [settled] = useDebouncedValue(query, 120);
  const { data = [] } = useQuery({
    ...reading(searchPhoneBook, { query: { q: settled, limit: FOUND_MAX } }),
    enabled: settled !== "",
    placeholderData: (before) => before,
  });
  const withNumber =
    query === ""
      ? []
      : data.filter((entry): entry is PhoneBookEntry & { number: string } => entry.number !== undefined);
  const isNumber = /^[+0-9][0-9 ()./-]+$/u.test(query);
  return (
    <Spotlight.ActionsGroup label={t("call.dial")}>
      {isNumber ? (
        <Spotlight.Action
          label={t("call.dialNumber", { number: phone(query) })}
          leftSection={<IconPhone size={18} aria-hidden />}
          onClick={() => void dial(query)}
        />
      ) : null}
      {withNumber.map((entry) => (
        <Spotlight.Action
          key={`${entry.id} ${entry.number}`}
          label={entry.name}
          description={[entry.detail, phone(entry.number)].filter((part) => part !== undefined).join(" · ")}
          leftSection={<IconPhone size={18} aria-hidden />}
          onClick={() => void dial(entry.number, entry.kind === "contact" ? entry.id : undefined)}
        />
      ))}
    </Spotlight.ActionsGroup>
  );
}

function FoundActions({ query }: { readonly query: string }) {
  const t = useT();
  const navigate = useNavigate();
  const [settled] = useDebouncedValue(query, 120);
  const { data = [] } = useQuery({
    ...reading(searchAll, { query: { q: settled } }),
    enabled: settled !== "",
    placeholderData: (before) => before,
  });
  const go = (hit: z.infer<typeof searchHit>) => {
    switch (hit.kind) {
      case "contact":
        return navigate({ to: "/contacts/$id", params: { id: hit.id } });
      case "account":
        return navigate({ to: "/accounts/$id", params: { id: hit.id } });
      case "interaction":
        return navigate({ to: "/calls/$id", params: { id: hit.id } });
      case "activity":
        return navigate({ to: "/tasks" });
      default:
        return hit.kind satisfies never;
    }
  };
  return (
    <Spotlight.ActionsGroup label={t("palette.found")}>
      {(query === "" ? [] : data).map((hit) => {
        const Mark = icons[hit.kind];
        return (
          <Spotlight.Action
            key={hit.id}
            label={hit.title}
            {...(hit.detail === undefined ? {} : { description: hit.detail })}
            leftSection={<Mark size={18} aria-hidden />}
            onClick={() => void go(hit)}
          />
        );
      })}
    </Spotlight.ActionsGroup>
  );
}

function PresenceActions({ query }: { readonly query: string }) {
  const t = useT();
  const ask = useAsk();
  const word = usePresenceWord();
  const reasons = useReasons();
  const choices = [
    { kind: "ready" } as const,
    ...reasons.map(({ code }) => ({ kind: "notReady", reason: code }) as const),
  ];
  return (
    <Spotlight.ActionsGroup label={t("presence.now")}>
      {choices
        .filter((presence) => matches(word(presence), query))
        .map((presence) => (
          <Spotlight.Action
            key={presence.kind === "ready" ? "ready" : presence.reason}
            label={word(presence)}
            onClick={() => void ask({ kind: "setPresence", presence })}
          />
        ))}
    </Spotlight.ActionsGroup>
  );
}

function PlaceActions({ query }: { readonly query: string }) {
  const t = useT();
  const navigate = useNavigate();
  const places = usePlaces().filter(({ words }) => matches(t(words), query));
  return (
    <Spotlight.ActionsGroup label={t("palette.go")}>
      {places.map((place) => (
        <Spotlight.Action
          key={place.to}
          label={t(place.words)}
          leftSection={<place.icon size={18} aria-hidden />}
          onClick={() => void navigate({ to: place.to })}
        />
      ))}
    </Spotlight.ActionsGroup>
  );
}
