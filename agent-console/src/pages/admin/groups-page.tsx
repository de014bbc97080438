/** Groups of agents: teams, sites, partners; queues and their steps choose among them. */

import { changeGroup, createGroup, deleteGroup, listGroups } from "#protocol/api/routing-set-up.ts";
import { listAgents } from "#protocol/api/people.ts";
import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { reading, useChange } from "../../api/queries.ts";
import { useT } from "../../i18n/use-t.ts";
import { Shown } from "../../ui/outcome.tsx";
import { PageHead } from "../../ui/panel.tsx";
import { NamedList } from "./named-list.tsx";

export function GroupsPage() {
  const t = useT();
  const read = useQuery(reading(listGroups, {}));
  const { data: agents = [] } = useQuery(reading(listAgents, {}));
  const outdated = [listGroups.path];
  const create = useChange(createGroup, outdated);
  const rename = useChange(changeGroup, outdated);
  const remove = useChange(deleteGroup, outdated);
  const membersOf = (id: string) => agents.filter(({ groups }) => groups.includes(id)).length;
  return (
    <div className="cb-page" style={{ maxWidth: "44rem" }}>
      <PageHead title={t("nav.groups")} />
      <Shown read={read}>
        {(groups) => (
          <NamedList
            items={groups}
            words={{
              none: t("groups.none"),
              nameOf: (name) => t("groups.nameOf", { name }),
              remove: (name) => t("groups.remove", { name }),
              new: t("groups.new"),
              create: t("groups.create"),
            }}
            about={({ id }) => (
              <Text size="sm" c="dimmed" w={90}>
                {t("groups.members", { members: membersOf(id) })}
              </Text>
            )}
            isCreating={create.isPending}
            onCreate={(name) => create.mutateAsync({ body: { name } })}
            onRename={({ id, version }, name) => rename.mutateAsync({ params: { id }, body: { name, version } })}
            onRemove={({ id }) => remove.mutateAsync({ params: { id } })}
          />
        )}
      </Shown>
    </div>
  );
}
