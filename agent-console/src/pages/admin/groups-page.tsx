/** Groups of agents: teams, sites, partners; queues and their steps choose among them. */

import { changeGroup, createGroup, deleteGroup, listGroups } from "#protocol/api/routing-set-up.ts";
import { listAgents } from "#protocol/api/people.ts";
import { Button, Group, Text, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { reading, useChange } from "../../api/queries.ts";
import { useT } from "../../i18n/use-t.ts";
import { confirm } from "../../ui/confirm.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Empty, Shown } from "../../ui/outcome.tsx";
import { PageHead } from "../../ui/panel.tsx";
import { useAttempt } from "../../ui/use-attempt.ts";

export function GroupsPage() {
  const t = useT();
  const attempt = useAttempt();
  const read = useQuery(reading(listGroups, {}));
  const { data: agents = [] } = useQuery(reading(listAgents, {}));
  const outdated = [listGroups.path];
  const create = useChange(createGroup, outdated);
  const rename = useChange(changeGroup, outdated);
  const remove = useChange(deleteGroup, outdated);
  const [name, setName] = useState("");
  const membersOf = (id: string) => agents.filter(({ groups }) => groups.includes(id)).length;
  return (
    <div className="cb-page" style={{ maxWidth: "44rem" }}>
      <PageHead title={t("nav.groups")} />
      <div className="cb-panel">
        <Shown read={read}>
          {(groups) =>
            groups.length === 0 ? (
              <Empty title={t("groups.none")} />
            ) : (
              <ul className="cb-rows">
                {groups.map((group) => (
                  <li
                    key={`${group.id} ${group.version}`}
                    style={{ display: "flex", gap: "0.5rem", alignItems: "center" }}
                  >
                    <TextInput
                      style={{ flex: 1 }}
                      aria-label={t("groups.nameOf", { name: group.name })}
                      defaultValue={group.name}
                      maxLength={120}
                      onBlur={(event) => {
                        const next = event.currentTarget.value.trim();
                        if (next === "" || next === group.name) return;
                        const body = { name: next, version: group.version };
                        void attempt(() => rename.mutateAsync({ params: { id: group.id }, body }), t("ui.saved"));
                      }}
                    />
                    <Text size="sm" c="dimmed" w={90}>
                      {t("groups.members", { members: membersOf(group.id) })}
                    </Text>
                    <IconButton
                      label={t("groups.remove", { name: group.name })}
                      icon={IconTrash}
                      onClick={() =>
                        confirm(t, t("groups.remove", { name: group.name }), t("ui.forGood"), t("ui.delete"), () => {
                          void attempt(() => remove.mutateAsync({ params: { id: group.id } }));
                        })
                      }
                    />
                  </li>
                ))}
              </ul>
            )
          }
        </Shown>
      </div>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void attempt(() => create.mutateAsync({ body: { name } })).then((isDone) => isDone && setName(""));
        }}
      >
        <Group mt="md" align="flex-end" gap="xs">
          <TextInput
            style={{ flex: 1 }}
            label={t("groups.new")}
            maxLength={120}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" disabled={name.trim() === ""} loading={create.isPending}>
            {t("groups.create")}
          </Button>
        </Group>
      </form>
    </div>
  );
}
