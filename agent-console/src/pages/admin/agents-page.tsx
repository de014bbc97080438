/** People: who works here, with which roles and skills, on which seat. */

import { listAgents, listSkills, type AgentAdminView } from "#protocol/api/people.ts";
import { Button, Drawer, Tabs } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { reading } from "../../api/queries.ts";
import { hasRole, useMe } from "../../api/session.ts";
import { AgentForm } from "../../forms/agent-form.tsx";
import { SkillMatrix } from "../../forms/skill-matrix.tsx";
import { useT } from "../../i18n/use-t.ts";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { Shown } from "../../ui/outcome.tsx";
import { PageHead } from "../../ui/panel.tsx";
import { StateMark } from "../../ui/state-mark.tsx";

type Open = { readonly kind: "creating" } | { readonly kind: "editing"; readonly agent: AgentAdminView } | undefined;

export function AgentsPage() {
  const t = useT();
  const isAdmin = hasRole(useMe(), "admin");
  const [open, setOpen] = useState<Open>(undefined);
  const read = useQuery(reading(listAgents, {}));
  const { data: skills = [] } = useQuery(reading(listSkills, {}));
  const skillName = (id: string) => skills.find((skill) => skill.id === id)?.name ?? id;
  const columns: readonly Column<AgentAdminView>[] = [
    {
      key: "name",
      title: t("agent.name"),
      sortBy: ({ name }) => name,
      cell: (agent) =>
        isAdmin ? (
          <button type="button" className="cb-dial" onClick={() => setOpen({ kind: "editing", agent })}>
            {agent.name}
          </button>
        ) : (
          agent.name
        ),
    },
    { key: "login", title: t("signIn.login"), sortBy: ({ login }) => login, cell: ({ login }) => login },
    {
      key: "roles",
      title: t("agent.roles"),
      isWideOnly: true,
      cell: ({ roles }) => roles.map((role) => t(`role.${role}`)).join(", "),
    },
    {
      key: "skills",
      title: t("nav.skills"),
      isWideOnly: true,
      cell: (agent) => agent.skills.map(({ skill, proficiency }) => `${skillName(skill)} ${proficiency}`).join(", "),
    },
    {
      key: "seat",
      title: t("agent.seat"),
      isWideOnly: true,
      cell: ({ sipUser }) => <span className="cb-code">{sipUser}</span>,
    },
    {
      key: "active",
      title: t("agent.active"),
      cell: ({ isActive }) => (
        <StateMark look={isActive ? "ready" : "off"}>{isActive ? t("ui.yes") : t("ui.no")}</StateMark>
      ),
    },
  ];
  return (
    <div className="cb-page">
      <PageHead title={t("nav.agents")}>
        <Button
          leftSection={<IconPlus size={14} aria-hidden />}
          disabled={!isAdmin}
          title={isAdmin ? undefined : t("problem.forbidden")}
          onClick={() => setOpen({ kind: "creating" })}
        >
          {t("agent.create")}
        </Button>
      </PageHead>
      <Shown read={read}>
        {(agents) => (
          <Tabs defaultValue="people">
            <Tabs.List mb="sm">
              <Tabs.Tab value="people">{t("agent.people")}</Tabs.Tab>
              <Tabs.Tab value="skills">{t("agent.matrix")}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="people">
              <div className="cb-panel">
                <DataTable
                  label={t("nav.agents")}
                  columns={columns}
                  rows={agents}
                  rowKey={({ id }) => id}
                  first={{ key: "name", isDown: false }}
                />
              </div>
            </Tabs.Panel>
            <Tabs.Panel value="skills">
              <SkillMatrix agents={agents} skills={skills} isEditable={isAdmin} />
            </Tabs.Panel>
          </Tabs>
        )}
      </Shown>
      <Drawer
        opened={open !== undefined}
        onClose={() => setOpen(undefined)}
        title={open?.kind === "editing" ? t("agent.edit") : t("agent.create")}
        closeButtonProps={{ "aria-label": t("ui.close") }}
      >
        {open === undefined ? null : (
          <AgentForm agent={open.kind === "editing" ? open.agent : undefined} onDone={() => setOpen(undefined)} />
        )}
      </Drawer>
    </div>
  );
}
