/** Skills: the words in which queues ask and agents answer. */

import { changeSkill, createSkill, deleteSkill, listSkills } from "#protocol/api/people.ts";
import { useQuery } from "@tanstack/react-query";
import { reading, useChange } from "../../api/queries.ts";
import { useT } from "../../i18n/use-t.ts";
import { Shown } from "../../ui/outcome.tsx";
import { PageHead } from "../../ui/panel.tsx";
import { NamedList } from "./named-list.tsx";

export function SkillsPage() {
  const t = useT();
  const read = useQuery(reading(listSkills, {}));
  const outdated = [listSkills.path];
  const create = useChange(createSkill, outdated);
  const rename = useChange(changeSkill, outdated);
  const remove = useChange(deleteSkill, outdated);
  return (
    <div className="cb-page" style={{ maxWidth: "44rem" }}>
      <PageHead title={t("nav.skills")} />
      <Shown read={read}>
        {(skills) => (
          <NamedList
            items={skills}
            words={{
              none: t("skills.none"),
              nameOf: (name) => t("skills.nameOf", { name }),
              remove: (name) => t("skills.remove", { name }),
              new: t("skills.new"),
              create: t("skills.create"),
            }}
            isCreating={create.isPending}
            onCreate={(name) => create.mutateAsync({ body: { name } })}
            onRename={({ id }, name) => rename.mutateAsync({ params: { id }, body: { name } })}
            onRemove={({ id }) => remove.mutateAsync({ params: { id } })}
          />
        )}
      </Shown>
    </div>
  );
}
