/** Who can do what, and how well: agents down, skills across, 1 to 5 in each place. */

import { changeAgent, listAgents, type AgentAdminView, type skillView } from "#protocol/api/people.ts";
import { NativeSelect } from "@mantine/core";
import type { z } from "zod";
import { useChange } from "../api/queries.ts";
import { useT } from "../i18n/use-t.ts";
import { DataTable, type Column } from "../ui/data-table.tsx";
import { Empty } from "../ui/outcome.tsx";
import { useAttempt } from "../ui/use-attempt.ts";

interface Props {
  readonly agents: readonly AgentAdminView[];
  readonly skills: readonly z.infer<typeof skillView>[];
  readonly isEditable: boolean;
}

const proficiencies = ["1", "2", "3", "4", "5"];

export function SkillMatrix({ agents, skills, isEditable }: Props) {
  const t = useT();
  const attempt = useAttempt();
  const change = useChange(changeAgent, [listAgents.path]);
  if (skills.length === 0) return <Empty title={t("skills.none")} />;
  const set = (agent: AgentAdminView, skill: string, proficiency: number) => {
    const others = agent.skills.filter((each) => each.skill !== skill);
    const next = proficiency === 0 ? others : [...others, { skill, proficiency }];
    void attempt(() =>
      change.mutateAsync({ params: { id: agent.id }, body: { version: agent.version, skills: next } }),
    );
  };
  const columns: readonly Column<AgentAdminView>[] = [
    { key: "name", title: t("agent.name"), sortBy: ({ name }) => name, cell: ({ name }) => <strong>{name}</strong> },
    ...skills.map((skill): Column<AgentAdminView> => {
      const of = (agent: AgentAdminView) => agent.skills.find((each) => each.skill === skill.id)?.proficiency ?? 0;
      return {
        key: skill.id,
        title: skill.name,
        sortBy: (agent) => -of(agent),
        cell: (agent) => (
          <NativeSelect
            w={76}
            aria-label={t("skills.of", { name: agent.name, skill: skill.name })}
            disabled={!isEditable || change.isPending}
            value={String(of(agent))}
            data={[{ value: "0", label: "–" }, ...proficiencies]}
            onChange={(event) => set(agent, skill.id, Number(event.currentTarget.value))}
          />
        ),
      };
    }),
  ];
  return (
    <div className="cb-panel">
      <DataTable
        label={t("agent.matrix")}
        columns={columns}
        rows={agents}
        rowKey={({ id }) => id}
        first={{ key: "name", isDown: false }}
      />
    </div>
  );
}
