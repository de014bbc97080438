/** One row an agent: what she does, since when, with whom; and what a supervisor may do about it. */

import type { AgentRow, BoardView } from "#protocol/views/board.ts";
import { Menu } from "@mantine/core";
import { IconCircleCheck, IconDotsVertical, IconLogout, IconMoon, IconNotes, IconPhoneX } from "@tabler/icons-react";
import { agentLook, engagementWord, usePresenceWord, useReasons } from "../desk/agent-state.ts";
import { clockText, useFormat } from "../i18n/format.ts";
import { usePhoneWords } from "../i18n/use-phone-words.ts";
import { useT } from "../i18n/use-t.ts";
import { serverNow, useNow } from "../live/clock.ts";
import { useAsk } from "../live/use-ask.ts";
import { confirm } from "../ui/confirm.tsx";
import { DataTable, type Column } from "../ui/data-table.tsx";
import { IconButton } from "../ui/icon-button.tsx";
import { Empty } from "../ui/outcome.tsx";
import { HeldIcon, StateMark } from "../ui/state-mark.tsx";
import { Since, Until } from "../ui/ticking.tsx";
import { tooLongMinutes } from "./figures.ts";

/** Busy first, then ready, then away: the order in which a supervisor looks. */
const order: Readonly<Record<string, number>> = { ringing: 0, talking: 1, wrapUp: 2, ready: 3, paused: 4, off: 5 };

export function AgentTable({ board }: { readonly board: BoardView }) {
  const t = useT();
  const format = useFormat();
  const phone = usePhoneWords();
  const rows = Object.values(board.agents);
  if (rows.length === 0) return <Empty title={t("board.noAgents")} />;
  const columns: readonly Column<AgentRow>[] = [
    { key: "name", title: t("agent.name"), cell: ({ name }) => <strong>{name}</strong>, sortBy: ({ name }) => name },
    {
      key: "state",
      title: t("agent.state"),
      sortBy: ({ presence, engagement }) => order[agentLook(presence, engagement)] ?? 9,
      cell: (agent) => <AgentState agent={agent} />,
    },
    {
      key: "since",
      title: t("agent.since"),
      isNumber: true,
      sortBy: ({ since }) => serverNow() - since,
      hint: t("formula.since"),
      cell: (agent) => <StateAge agent={agent} />,
    },
    {
      key: "call",
      title: t("agent.call"),
      isWideOnly: true,
      cell: ({ queue, number }) =>
        [queue, number === undefined ? undefined : phone(number)].filter((part) => part !== undefined).join(" · "),
    },
    {
      key: "answered",
      title: t("agent.answered"),
      isNumber: true,
      isWideOnly: true,
      hint: t("formula.agentAnswered"),
      sortBy: ({ answered }) => answered,
      cell: ({ answered }) => format.count(answered),
    },
    {
      key: "took",
      title: t("agent.took"),
      isNumber: true,
      isWideOnly: true,
      hint: t("formula.agentTook"),
      sortBy: ({ took = 0 }) => took,
      cell: ({ took = 0 }) => format.count(took),
    },
    {
      key: "aht",
      title: t("agent.aht"),
      hint: t("formula.aht"),
      isNumber: true,
      isWideOnly: true,
      sortBy: ({ answered, handleMs }) => (answered === 0 ? 0 : handleMs / answered),
      cell: ({ answered, handleMs }) => (answered === 0 ? "–" : clockText(handleMs / answered)),
    },
    {
      key: "missed",
      title: t("agent.missed"),
      isNumber: true,
      isWideOnly: true,
      hint: t("formula.agentMissed"),
      sortBy: ({ missed }) => missed,
      cell: ({ missed }) =>
        missed === 0 ? (
          "0"
        ) : (
          <StateMark look="paused" icon={IconPhoneX}>
            {format.count(missed)}
          </StateMark>
        ),
    },
    {
      key: "actions",
      title: <span className="cb-unseen">{t("agent.actions")}</span>,
      cell: (agent) => <AgentActions agent={agent} />,
    },
  ];
  return (
    <DataTable
      label={t("board.agents")}
      columns={columns}
      rows={rows}
      rowKey={({ id }) => id}
      first={{ key: "state", isDown: false }}
    />
  );
}

function StateAge({ agent: { since, presence, engagement } }: { readonly agent: AgentRow }) {
  const t = useT();
  const minutes = tooLongMinutes(agentLook(presence, engagement), useNow() - since);
  if (minutes === undefined) return <Since instant={since} />;
  return (
    <span title={t("board.longFor", { minutes })}>
      <StateMark look="fault">
        <Since instant={since} />
      </StateMark>
    </span>
  );
}

function AgentState({ agent }: { readonly agent: AgentRow }) {
  const t = useT();
  const word = usePresenceWord();
  const { presence, engagement, isHeld, nextPresence, backOff } = agent;
  return (
    <>
      <StateMark look={agentLook(presence, engagement)} {...(isHeld ? { icon: HeldIcon } : {})}>
        {engagement === "idle" ? word(presence) : engagementWord(t, engagement, isHeld)}
      </StateMark>
      {backOff === undefined || engagement !== "idle" ? null : (
        <span className="cb-dim" style={{ marginLeft: 8, fontSize: "0.78rem" }} title={t(`policy.${backOff.outcome}`)}>
          {t("board.notRung")} <Until instant={backOff.until} />
        </span>
      )}
      {nextPresence === undefined ? null : (
        <span className="cb-dim cb-only-wide" style={{ marginLeft: 8, fontSize: "0.78rem" }}>
          {t("presence.next", { state: word(nextPresence) })}
        </span>
      )}
    </>
  );
}

function AgentActions({ agent }: { readonly agent: AgentRow }) {
  const t = useT();
  const ask = useAsk();
  const reasons = useReasons();
  const { id, name, interaction, engagement } = agent;
  const isBusy = engagement !== "idle";
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <IconButton label={t("agent.actionsOf", { name })} icon={IconDotsVertical} size="sm" />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{isBusy ? t("presence.afterCall") : t("presence.now")}</Menu.Label>
        <Menu.Item
          leftSection={<IconCircleCheck size={16} aria-hidden />}
          onClick={() => void ask({ kind: "setPresence", agent: id, presence: { kind: "ready" } })}
        >
          {t("state.ready")}
        </Menu.Item>
        {reasons.map(({ code, label }) => (
          <Menu.Item
            key={code}
            leftSection={<IconMoon size={16} aria-hidden />}
            onClick={() => void ask({ kind: "setPresence", agent: id, presence: { kind: "notReady", reason: code } })}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconNotes size={16} aria-hidden />}
          disabled={engagement !== "wrapUp" || interaction === undefined}
          onClick={() => void (interaction !== undefined && ask({ kind: "endWrapUp", interaction, agent: id }))}
        >
          {t("agent.endWrapUp")}
        </Menu.Item>
        <Menu.Item
          color="red"
          leftSection={<IconLogout size={16} aria-hidden />}
          onClick={() =>
            confirm(t, t("agent.signOutTitle", { name }), t("agent.signOutBody"), t("agent.signOut"), () => {
              void ask({ kind: "setPresence", agent: id, presence: { kind: "signedOut" } });
            })
          }
        >
          {t("agent.signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
