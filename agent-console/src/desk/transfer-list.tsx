/** To whom a call, mail or chat can be passed on: queues with their load, colleagues with their state; a call to any number. */

import type { Ask } from "#protocol/up.ts";
import type { DeskView } from "#protocol/views/desk.ts";
import { Button, Group, ScrollArea, Stack, Text, TextInput } from "@mantine/core";
import { IconArrowForwardUp } from "@tabler/icons-react";
import { useState } from "react";
import { useT } from "../i18n/use-t.ts";
import { StateMark } from "../ui/state-mark.tsx";
import { tellDone } from "../ui/tell.ts";
import { agentLook, engagementWord, usePresenceWord } from "./agent-state.ts";

type Destination = Extract<Ask, { kind: "transfer" }>["to"];
export type WorkDestination = Extract<Ask, { kind: "passOnWork" }>["to"];

interface Props {
  readonly desk: DeskView;
  /** Whether it was passed on; who refused has said so. */
  readonly onQueueOrColleague: (to: WorkDestination) => Promise<boolean>;
  /** Absent: it cannot go to a number. */
  readonly onNumber?: (to: Destination) => Promise<boolean>;
  readonly onDone: () => void;
}

export function TransferList({ desk, onQueueOrColleague, onNumber, onDone }: Props) {
  const t = useT();
  const word = usePresenceWord();
  const [text, setText] = useState("");
  const wanted = text.trim().toLocaleLowerCase();
  const matches = ({ name }: { readonly name: string }) => name.toLocaleLowerCase().includes(wanted);
  const queues = Object.values(desk.queues).filter(matches).toSorted(byName);
  const colleagues = Object.values(desk.colleagues)
    .filter((colleague) => colleague.presence.kind !== "signedOut" && matches(colleague))
    .toSorted(byName);
  const isNumber = /^[+0-9][0-9 ()./-]+$/u.test(text.trim());

  const told = async (isDone: Promise<boolean>, name: string) => {
    if (!(await isDone)) return;
    onDone();
    tellDone(t("transfer.done", { name }));
  };

  return (
    <Stack gap="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const number = text.trim();
          if (isNumber && onNumber !== undefined) void told(onNumber({ kind: "number", number }), number);
        }}
      >
        <Group align="flex-end" wrap="nowrap" gap="xs">
          <TextInput
            data-autofocus
            style={{ flex: 1 }}
            label={onNumber === undefined ? t("transfer.find") : t("transfer.search")}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          {onNumber === undefined ? null : (
            <Button type="submit" disabled={!isNumber} leftSection={<IconArrowForwardUp size={14} aria-hidden />}>
              {t("transfer.toNumber")}
            </Button>
          )}
        </Group>
      </form>
      <ScrollArea.Autosize mah="50dvh" viewportProps={{ tabIndex: 0 }}>
        <Text size="xs" fw={560} mb={4}>
          {t("transfer.queues")}
        </Text>
        <div className="cb-stack" style={{ gap: "0.35rem" }}>
          {queues.map((queue) => (
            <button
              key={queue.id}
              type="button"
              className="cb-key-choice"
              onClick={() => void told(onQueueOrColleague({ kind: "queue", queue: queue.id }), queue.name)}
            >
              <span style={{ flex: 1 }}>{queue.name}</span>
              <span className="cb-dim">{t("transfer.load", { waiting: queue.waiting, ready: queue.ready })}</span>
            </button>
          ))}
        </div>
        <Text size="xs" fw={560} mt="md" mb={4}>
          {t("transfer.colleagues")}
        </Text>
        <div className="cb-stack" style={{ gap: "0.35rem" }}>
          {colleagues.map((colleague) => (
            <button
              key={colleague.id}
              type="button"
              className="cb-key-choice"
              onClick={() => void told(onQueueOrColleague({ kind: "agent", agent: colleague.id }), colleague.name)}
            >
              <span style={{ flex: 1 }}>{colleague.name}</span>
              <StateMark look={agentLook(colleague.presence, colleague.engagement)} isPlain>
                {colleague.engagement === "idle"
                  ? word(colleague.presence)
                  : engagementWord(t, colleague.engagement, false)}
              </StateMark>
            </button>
          ))}
          {colleagues.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t("transfer.nobody")}
            </Text>
          ) : null}
        </div>
      </ScrollArea.Autosize>
    </Stack>
  );
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name.localeCompare(b.name);
}
